import Papa from "papaparse";
import type { Json } from "../domain/execution.ts";

/** As what a list can be taken away. */
export const EXPORT_FORMATS = ["csv", "json"] as const;

/** See {@link EXPORT_FORMATS}. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A column of an export: its name, and what of a row stands in it; null where nothing is known. */
export type ExportColumn<T> = { readonly name: string; readonly value: (row: T) => Json };

/**
 * What a spreadsheet would take for a formula and run: an apostrophe then stands before it, which spreadsheets do not show. Not the
 * library's own rule, which looks at the first line only of what has one. White space before the sign, and the signs of East Asian
 * keyboards, are guarded as well.
 * **Source:** OWASP, "CSV Injection".
 */
const FORMULA = /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/;

/** What opens, follows and closes the text of an export. JSON is one array with a row a line, so that it can be read either way. */
export function exportEnds<T>(format: ExportFormat, columns: readonly ExportColumn<T>[]): { readonly head: string; readonly foot: string } {
  if (format === "json") return { head: "[\n", foot: "\n]\n" };
  return { head: `${Papa.unparse([columns.map(({ name }) => name)])}\r\n`, foot: "" };
}

/** The text of some rows; `isFirst` for the first that follow the head. Empty without rows. */
export function exportRows<T>(
  rows: readonly T[],
  { format, columns, isFirst }: { readonly format: ExportFormat; readonly columns: readonly ExportColumn<T>[]; readonly isFirst: boolean },
): string {
  if (rows.length === 0) return "";
  if (format === "json") {
    const lines = rows.map((row) => JSON.stringify(Object.fromEntries(columns.map(({ name, value }) => [name, value(row)]))));
    return `${isFirst ? "" : ",\n"}${lines.join(",\n")}`;
  }
  const cells = rows.map((row) => columns.map(({ value }) => toCell(value(row))));
  return `${Papa.unparse(cells, { escapeFormulae: FORMULA, newline: "\r\n" })}\r\n`;
}

/** The name of the file: `harbour-executions-20261121T2208Z-20261122T2208Z.csv`. Instants are epoch ms. */
export function exportFileName(args: {
  readonly slug: string;
  readonly what: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly format: ExportFormat;
}): string {
  const at = (ms: number) => `${new Date(ms).toISOString().slice(0, 16).replaceAll(/[-:]/g, "")}Z`;
  return `${args.slug}-${args.what}-${at(args.fromMs)}-${at(args.toMs)}.${args.format}`;
}

/** Reads `format` of an address; null where it is none. */
export function parseExportFormat(text: string | null): ExportFormat | null {
  return EXPORT_FORMATS.find((format) => format === text) ?? null;
}

/** Numbers stay numbers, so that a negative one is no formula; what is nested becomes JSON. */
function toCell(value: Json): string | number | boolean | null {
  if (value === null || typeof value !== "object") return value;
  return JSON.stringify(value);
}

/** Rows that are all there, as the pages that an export is written from. */
export async function* onePage<T>(rows: readonly T[]): AsyncGenerator<readonly T[], void> {
  if (rows.length > 0) yield rows;
}
