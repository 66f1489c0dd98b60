/** The data of a change as clients get it: JSON text, made once for each role and choice of columns. */
import type { Row } from "./evaluate.ts";
import { MAX_RECORD_BYTES, MAX_VALUE_BYTES_IN_LARGE_RECORD } from "./limits.ts";
import type { Change, Tuple } from "./replication.ts";
import type { Table } from "./tables.ts";

export type ChangeView = {
  readonly change: Change;
  readonly table: Table;
  readonly row: Row | null;
  readonly oldRow: Row | null;
  readonly isTooLarge: boolean;
  readonly role: string;
  readonly select: readonly string[] | null;
};

/** Writes the data of a change for a role. */
export function writeChange(view: ChangeView): string {
  const { change, table, row, oldRow } = view;
  const keyNames = new Set(table.key.map((column) => column.name));
  const readable = new Set(table.readable[view.role] ?? []);
  const isShown = (name: string) => readable.has(name) && (!view.select || view.select.includes(name) || keyNames.has(name));
  const columns = table.columns.filter((column) => isShown(column.name)).map(({ name, type }) => ({ name, type }));
  const fields = [
    ...commonFields(change),
    `"commit_timestamp":${JSON.stringify(change.committedAt)}`,
    `"columns":${JSON.stringify(columns)}`,
  ];
  if (row) {
    // A value that was not sent again because it did not change is taken from the old record, where that is whole.
    const values = new Map([...(oldRow?.values ?? []), ...row.values]);
    fields.push(`"record":${writeRecord(values, view.isTooLarge, isShown)}`);
  }
  if (oldRow) {
    // Nobody can be asked whether an actor might have seen a row that is gone: only its key is told.
    const isTold = change.type === "DELETE" && table.isSecured ? (name: string) => isShown(name) && keyNames.has(name) : isShown;
    fields.push(`"old_record":${writeRecord(oldRow.values, view.isTooLarge, isTold)}`);
  }
  fields.push(`"errors":${view.isTooLarge ? '["Error 413: Payload Too Large"]' : "null"}`);
  return `{${fields.join(",")}}`;
}

/** Writes what a role gets that may not see a change: its table and type, and why. */
export function writeChangeError(change: Change, error: string): string {
  return `{${[...commonFields(change), `"errors":${JSON.stringify([error])}`].join(",")}}`;
}

/** Whether the printed values of a change are too many bytes to be sent. */
export function isTooLarge(change: Change): boolean {
  const bytes = (tuple: Tuple | null) =>
    Object.values(tuple ?? {}).reduce((total, value) => total + (value === null ? 0 : Buffer.byteLength(value)), 0);
  return bytes(change.record) + bytes(change.oldRecord) > MAX_RECORD_BYTES;
}

function commonFields(change: Change): readonly string[] {
  return [`"schema":${JSON.stringify(change.schema)}`, `"table":${JSON.stringify(change.table)}`, `"type":"${change.type}"`];
}

function writeRecord(values: ReadonlyMap<string, string>, isLarge: boolean, isShown: (name: string) => boolean): string {
  const entries = [...values]
    .filter(([name, json]) => isShown(name) && (!isLarge || Buffer.byteLength(json) <= MAX_VALUE_BYTES_IN_LARGE_RECORD))
    .map(([name, json]) => `${JSON.stringify(name)}:${json}`);
  return `{${entries.join(",")}}`;
}
