import type { MetricReport } from "../domain/metric.ts";
import type { SentReport } from "./execution.ts";

/** What is sent: the start or the end of an execution, or a point of a metric. What is worth least goes first when room runs out: in this order. */
export type RowKind = "start" | "metric" | "end";

/** Something on its way: as it will be sent, written as JSON once. `id` is unique among what waits; an end has the id of its start. */
export type OutgoingRow = {
  readonly id: string;
  readonly kind: RowKind;
  readonly workspaceId: string | undefined;
  readonly json: string;
};

/** How many of each kind were lost. */
export type RowCounts = Readonly<Record<RowKind, number>>;

/** Writes a report down as it stands now. */
export function toOutgoingRow(report: SentReport, workspaceId: string | undefined): OutgoingRow {
  const kind = (report.status ?? "running") === "running" ? "start" : "end";
  return { id: report.id, kind, workspaceId, json: JSON.stringify(report) };
}

/** Writes a point down; `id` is any text that no other row has. */
export function toMetricRow(point: MetricReport, id: string, workspaceId: string | undefined): OutgoingRow {
  return { id, kind: "metric", workspaceId, json: JSON.stringify(point) };
}

/** The most characters of rows in one batch: written in three bytes each, they stay under what ingest takes. */
export const MAX_BATCH_CHARACTERS = 1024 * 1024;

/** How much may wait: rows, and characters of their JSON, which are bytes where the text is plain. */
export type OutboxLimits = { readonly maxRows: number; readonly maxCharacters: number };

/**
 * The rows that wait to be sent, oldest first, each execution once: its end takes the place of its start. Beyond its limits the oldest
 * starts go first (their ends will tell all), then the oldest metrics, then the oldest ends. Every operation but `putBack` is constant
 * time per row.
 */
export class Outbox {
  readonly #limits: OutboxLimits;
  #rows = new Map<string, OutgoingRow>();
  #spare = { start: new Set<string>(), metric: new Set<string>() };
  #characters = 0;
  #dropped = { start: 0, metric: 0, end: 0 };

  constructor(limits: OutboxLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#rows.size;
  }

  /** Adds a row, or replaces the waiting row of the same execution. */
  add(row: OutgoingRow): void {
    const replaced = this.#rows.get(row.id);
    this.#characters += row.json.length - (replaced?.json.length ?? 0);
    this.#rows.set(row.id, row);
    if (row.kind !== "end") this.#spare[row.kind].add(row.id);
    else if (replaced !== undefined) this.#spare.start.delete(row.id);
    while (this.#rows.size > this.#limits.maxRows || this.#characters > this.#limits.maxCharacters) this.#dropOne();
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
    for (const row of batch) this.#remove(row);
    return batch;
  }

  /** Takes out everything. */
  takeAll(): readonly OutgoingRow[] {
    const rows = [...this.#rows.values()];
    this.#clear();
    return rows;
  }

  /** Returns rows that could not be delivered to the front; one whose execution ended meanwhile is no longer needed. */
  putBack(batch: readonly OutgoingRow[]): void {
    if (batch.length === 0) return;
    const waiting = [...this.#rows.values()];
    const returned = batch.filter((row) => !this.#rows.has(row.id));
    this.#clear();
    for (const row of [...returned, ...waiting]) this.add(row);
  }

  /** Discards every row for one workspace and tells how many there were. */
  discard(workspaceId: string | undefined): number {
    const doomed = [...this.#rows.values()].filter((row) => row.workspaceId === workspaceId);
    for (const row of doomed) this.#remove(row);
    return doomed.length;
  }

  /** How many rows were dropped for lack of room since this was last asked. The end of a dropped start may still come. */
  takeDropped(): RowCounts {
    const dropped = this.#dropped;
    this.#dropped = { start: 0, metric: 0, end: 0 };
    return dropped;
  }

  #dropOne(): void {
    const { start, metric } = this.#spare;
    const id = start.values().next().value ?? metric.values().next().value ?? this.#rows.keys().next().value;
    const row = id === undefined ? undefined : this.#rows.get(id);
    if (row === undefined) return;
    this.#remove(row);
    this.#dropped[row.kind] += 1;
  }

  #remove(row: OutgoingRow): void {
    this.#rows.delete(row.id);
    this.#characters -= row.json.length;
    if (row.kind !== "end") this.#spare[row.kind].delete(row.id);
  }

  #clear(): void {
    this.#rows = new Map();
    this.#spare = { start: new Set(), metric: new Set() };
    this.#characters = 0;
  }
}
