import "server-only";
import { type ExportColumn, type ExportFormat, exportEnds, exportRows } from "../view/export-text.ts";

/** What is exported: rows page by page, no page empty, under a file's name. */
export type Export<T> = {
  readonly fileName: string;
  readonly format: ExportFormat;
  readonly columns: readonly ExportColumn<T>[];
  readonly pages: AsyncIterator<readonly T[]>;
};

const TYPES: Readonly<Record<ExportFormat, string>> = { csv: "text/csv; charset=utf-8", json: "application/json; charset=utf-8" };

/**
 * A download that holds one page at a time: the next is read when the browser has taken the last, and none once it cancelled. A failure
 * on the way breaks the download off, so that half a list is never taken for the whole.
 */
export function exportResponse<T>({ fileName, format, columns, pages }: Export<T>): Response {
  const encoder = new TextEncoder();
  const { head, foot } = exportEnds(format, columns);
  let isFirst = true;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(head)),
    async pull(controller) {
      const page = await pages.next();
      if (page.done) {
        controller.enqueue(encoder.encode(foot));
        return controller.close();
      }
      controller.enqueue(encoder.encode(exportRows(page.value, { format, columns, isFirst })));
      isFirst = false;
    },
    async cancel() {
      await pages.return?.();
    },
  });
  return new Response(body, {
    headers: {
      "content-type": TYPES[format],
      "content-disposition": `attachment; filename="${fileName}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
