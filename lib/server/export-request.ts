import "server-only";
import type { NextRequest } from "next/server";
import type { SearchParameters } from "../domain/time-range.ts";
import { EXPORT_FORMATS, type ExportFormat, parseExportFormat } from "../view/export-text.ts";

/** What the address of an export asks for, or the answer to one that cannot be given. */
export type ExportRequest =
  | { readonly kind: "asked"; readonly format: ExportFormat; readonly parameters: SearchParameters }
  | { readonly kind: "refused"; readonly response: Response };

/** Reads `format`, and the parameters of the list as its page reads them. */
export function readExportRequest(request: NextRequest): ExportRequest {
  const { searchParams } = request.nextUrl;
  const format = parseExportFormat(searchParams.get("format"));
  if (format === null) {
    const response = new Response(`format is missing or unknown: it is ${EXPORT_FORMATS.join(" or ")}.`, { status: 400 });
    return { kind: "refused", response };
  }
  const names = [...new Set(searchParams.keys())];
  const parameters = Object.fromEntries(
    names.map((name) => {
      const values = searchParams.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
  return { kind: "asked", format, parameters };
}
