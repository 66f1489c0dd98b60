import type { OutgoingRow, RowKind } from "./outbox.ts";

/** What was read: the rows, how many lines were none, and whether the last line was cut short, as by a process that was killed. */
export type SpooledRows = { readonly rows: readonly OutgoingRow[]; readonly badLines: number; readonly isTorn: boolean };

const KINDS: readonly RowKind[] = ["start", "metric", "end"];

/** Rows as lines: what the sender knows of a row, a tab, and the row itself. JSON holds neither tab nor line break. */
export function writeLines(rows: readonly OutgoingRow[]): string {
  return rows.map(({ id, kind, workspaceId, json }) => `${JSON.stringify([id, kind, workspaceId ?? null])}\t${json}\n`).join("");
}

/** Reads what {@link writeLines} wrote, and survives whatever became of it since. Never throws. */
export function readLines(text: string): SpooledRows {
  const lines = text.split("\n");
  const isTorn = lines.pop() !== "";
  const rows = lines.map(readLine);
  const good = rows.filter((row) => row !== null);
  return { rows: good, badLines: rows.length - good.length, isTorn };
}

function readLine(line: string): OutgoingRow | null {
  const tab = line.indexOf("\t");
  const json = line.slice(tab + 1);
  try {
    const [id, kind, workspaceId]: readonly unknown[] = JSON.parse(line.slice(0, tab));
    const row: unknown = JSON.parse(json);
    if (typeof id !== "string" || typeof row !== "object" || row === null) return null;
    const known = KINDS.find((one) => one === kind);
    return known === undefined ? null : { id, kind: known, workspaceId: typeof workspaceId === "string" ? workspaceId : undefined, json };
  } catch {
    // No row: the caller counts it and sets the file aside.
    return null;
  }
}
