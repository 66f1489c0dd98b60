import type { ExecutionReport } from "../domain/ingest.ts";

/** An execution on its way: the row as it will be sent, written as JSON once. */
export type OutgoingRow = {
  readonly id: string;
  readonly workspaceId: string | undefined;
  readonly isRunning: boolean;
  readonly json: string;
};

/** Writes a report down as it stands now. */
export function toOutgoingRow(report: ExecutionReport & { readonly id: string }, workspaceId: string | undefined): OutgoingRow {
  return { id: report.id, workspaceId, isRunning: (report.status ?? "running") === "running", json: JSON.stringify(report) };
}

/** The most characters of rows in one batch: written in three bytes each, they stay under what ingest takes. */
const MAX_BATCH_CHARACTERS = 1024 * 1024;

/**
 * The rows that wait to be sent, oldest first, each execution once: its end takes the place of its start. Holds at most `maxRows`;
 * beyond that the oldest running rows go first (their end will tell all), then the oldest. Every operation but `putBack` is constant
 * time per row.
 */
export class Outbox {
  readonly #maxRows: number;
  #rows = new Map<string, OutgoingRow>();
  #running = new Set<string>();
  #dropped = { starts: 0, ends: 0 };

  constructor(maxRows: number) {
    this.#maxRows = maxRows;
  }

  get size(): number {
    return this.#rows.size;
  }

  /** Adds a row, or replaces the waiting row of the same execution. */
  add(row: OutgoingRow): void {
    this.#rows.set(row.id, row);
    if (row.isRunning) this.#running.add(row.id);
    else this.#running.delete(row.id);
    while (this.#rows.size > this.#maxRows) this.#dropOne();
  }

  /** Takes out up to `maxRows` of the oldest rows that go to one workspace. Empty only when nothing waits. */
  take(maxRows: number): readonly OutgoingRow[] {
    const batch: OutgoingRow[] = [];
    let characters = 0;
    for (const row of this.#rows.values()) {
      if (batch.length > 0 && row.workspaceId !== batch[0]?.workspaceId) continue;
      characters += row.json.length;
      if (batch.length === maxRows || (batch.length > 0 && characters > MAX_BATCH_CHARACTERS)) break;
      batch.push(row);
    }
    for (const row of batch) this.#remove(row.id);
    return batch;
  }

  /** Returns rows that could not be delivered to the front; one whose execution ended meanwhile is no longer needed. */
  putBack(batch: readonly OutgoingRow[]): void {
    const waiting = [...this.#rows.values()];
    const returned = batch.filter((row) => !this.#rows.has(row.id));
    this.#rows = new Map();
    this.#running = new Set();
    for (const row of [...returned, ...waiting]) this.add(row);
  }

  /** Discards every row for one workspace and tells how many there were. */
  discard(workspaceId: string | undefined): number {
    const doomed = [...this.#rows.values()].filter((row) => row.workspaceId === workspaceId);
    for (const row of doomed) this.#remove(row.id);
    return doomed.length;
  }

  /** How many rows were dropped for lack of room since this was last asked: starts, whose ends may still come, and ends. */
  takeDropped(): { readonly starts: number; readonly ends: number } {
    const dropped = this.#dropped;
    this.#dropped = { starts: 0, ends: 0 };
    return dropped;
  }

  #dropOne(): void {
    const runningId = this.#running.values().next().value;
    const id = runningId ?? this.#rows.keys().next().value;
    if (id === undefined) return;
    this.#remove(id);
    this.#dropped[runningId === undefined ? "ends" : "starts"] += 1;
  }

  #remove(id: string): void {
    this.#rows.delete(id);
    this.#running.delete(id);
  }
}
