import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import type { Json } from "../domain/execution.ts";
import { type ExportColumn, exportEnds, exportFileName, exportRows, parseExportFormat } from "./export-text.ts";

type Row = { readonly name: string; readonly value: Json };
const COLUMNS: readonly ExportColumn<Row>[] = [
  { name: "name", value: (row) => row.name },
  { name: "value", value: (row) => row.value },
];

/** A file, its rows handed over in pages as a download hands them. */
function write(format: "csv" | "json", pages: readonly (readonly Row[])[]): string {
  const { head, foot } = exportEnds(format, COLUMNS);
  return head + pages.map((rows, index) => exportRows(rows, { format, columns: COLUMNS, isFirst: index === 0 })).join("") + foot;
}

const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json);
const page = fc.array(fc.record({ name: fc.string(), value: json }), { minLength: 1, maxLength: 5 });

describe("JSON", () => {
  test("read back is what was written, however it was cut into pages", () => {
    fc.assert(
      fc.property(fc.array(page, { maxLength: 4 }), (pages) => {
        expect(JSON.parse(write("json", pages))).toEqual(pages.flat());
      }),
    );
  });

  test("has a row a line, so that it can be read without holding it whole", () => {
    const lines = write("json", [[{ name: "a\nb", value: 1 }], [{ name: "c", value: { d: [2] } }]]).split("\n");
    expect(lines.slice(1, -2).map((line) => JSON.parse(line.replace(/,$/, "")))).toHaveLength(2);
  });
});

describe("CSV", () => {
  /** A guarded cell, read back. */
  const bare = (cell: string) => cell.replace(/^'(?=[\t\r\n]|\s*[=+\-@＝＋－＠])/, "");

  test("read back is what was written, but for the guard", () => {
    fc.assert(
      fc.property(fc.array(page, { maxLength: 4 }), (pages) => {
        const read = Papa.parse<readonly string[]>(write("csv", pages), { skipEmptyLines: false, newline: "\r\n", delimiter: "," }).data;
        const rows = read.slice(1, -1).map((cells) => cells.map(bare));
        const text = (value: Json) => (value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value));
        // A text that began with an apostrophe before a sign was never guarded, and is no formula either.
        expect(rows).toEqual(
          pages.flat().map((row) => [bare(row.name), typeof row.value === "string" ? bare(row.value) : text(row.value)]),
        );
      }),
    );
  });

  test.each([
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "＝1",
    '=HYPERLINK("http://x")\nsecond line',
    "=1,2",
    '="quoted"',
  ])("guards %j from being run", (name) => {
    const [, row] = Papa.parse<readonly string[]>(write("csv", [[{ name, value: null }]]), { newline: "\r\n", delimiter: "," }).data;
    expect(row?.[0]).toBe(`'${name}`);
  });

  test("leaves numbers numbers, negative ones too", () => {
    expect(write("csv", [[{ name: "x", value: -1.5 }]])).toBe("name,value\r\nx,-1.5\r\n");
  });

  test("of nothing is its head", () => {
    expect(write("csv", [])).toBe("name,value\r\n");
    expect(JSON.parse(write("json", []))).toEqual([]);
  });
});

test("the file is named after workspace, list and range, with nothing a file system refuses", () => {
  const at = { fromMs: Date.UTC(2026, 10, 21, 22, 8), toMs: Date.UTC(2026, 10, 22, 22, 8) };
  expect(exportFileName({ slug: "harbour", what: "executions", format: "csv", ...at })).toBe(
    "harbour-executions-20261121T2208Z-20261122T2208Z.csv",
  );
});

test("a format is CSV or JSON", () => {
  expect(["csv", "json", "xlsx", "", null].map(parseExportFormat)).toEqual(["csv", "json", null, null, null]);
});
