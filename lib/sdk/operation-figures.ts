import type { MetricReport } from "../domain/metric.ts";
import { type Host, runLater } from "./host.ts";
import { LogHistogram } from "./log-histogram.ts";
import type { Report } from "./problem.ts";
import { type GivenTags, type SeriesTags, TagSets } from "./tag-sets.ts";

/** How long calls gather before they are sent as one point of each series, in ms. */
export const OPERATION_INTERVAL_MS = 10_000;
/** How many names of operations are kept apart; a name with an id in it makes a new one with every call. */
export const MAX_OPERATION_NAMES = 500;
/** What operations beyond that are called together. */
const OTHER_OPERATIONS = "other";
/** Leaves room for `operation.` and `.throughput` in a metric's name. */
const NAME_CHARACTERS = 230;
/** Calls in a moment say little about a rate: a shorter interval counts as a second. */
const SHORTEST_S = 1;

/** What is gathered of one operation with one set of tags. */
type Gathered = {
  readonly name: string;
  readonly tags: SeriesTags | undefined;
  readonly latency: LogHistogram;
  calls: number;
  errors: number;
};

/** What the figures need: the machine, where points go, and who hears of problems. */
export type FigureParts = {
  readonly host: Host;
  readonly emit: (point: Omit<MetricReport, "sourceId">) => void;
  readonly report: Report;
  readonly intervalMs: number;
};

/**
 * Calls of operations, gathered for an interval: latencies as a distribution, errors as one of ones and zeros, and calls a second.
 * Nothing is remembered of an operation once its interval was sent, so what is not called any more costs nothing.
 */
export class OperationFigures {
  readonly #parts: FigureParts;
  readonly #told = new Set<string>();
  #operations = new Map<string, TagSets<Gathered>>();
  #gathered: Gathered[] = [];
  #begunMs = 0;

  constructor(parts: FigureParts) {
    this.#parts = parts;
  }

  /** Counts one call. Throws what the tags throw. */
  record(name: string, durationMs: number, call: { readonly isError: boolean; readonly tags: GivenTags }): void {
    const gathered = (this.#operations.get(name) ?? this.#begin(name)).find(call.tags);
    gathered.calls += 1;
    if (call.isError) gathered.errors += 1;
    gathered.latency.add(durationMs);
  }

  /** Sends what was gathered. */
  flush(): void {
    if (this.#gathered.length === 0) return;
    const { host, emit } = this.#parts;
    const elapsedS = Math.max(SHORTEST_S, (host.monotonicMs() - this.#begunMs) / 1000);
    const us = host.nextInstantUs();
    const gathered = this.#gathered;
    this.#operations = new Map();
    this.#gathered = [];
    for (const one of gathered) for (const point of pointsOf(one, { us, elapsedS })) emit(point);
  }

  #begin(name: string): TagSets<Gathered> {
    if (this.#operations.size === 0) {
      this.#begunMs = this.#parts.host.monotonicMs();
      runLater(this.#parts.intervalMs, () => this.flush());
    }
    const known = this.#operations.size < MAX_OPERATION_NAMES ? name : OTHER_OPERATIONS;
    if (known !== name)
      this.#tell("operations", `more than ${MAX_OPERATION_NAMES} names of operations: the others are counted as "${known}"`);
    const found = this.#operations.get(known);
    if (found !== undefined) return found;
    const series = new TagSets<Gathered>(
      (tags) => this.#open(known, tags),
      () => this.#tell(known, `operation ${known} has too many sets of tags: the others are counted as one, tagged overflow`),
    );
    this.#operations.set(known, series);
    return series;
  }

  #open(name: string, tags: SeriesTags | undefined): Gathered {
    const gathered = { name, tags, latency: new LogHistogram(), calls: 0, errors: 0 };
    this.#gathered.push(gathered);
    return gathered;
  }

  #tell(topic: string, message: string): void {
    if (this.#told.has(topic)) return;
    this.#told.add(topic);
    this.#parts.report({ kind: "too_many_series", message });
  }
}

type Interval = { readonly us: number; readonly elapsedS: number };

function pointsOf({ name, tags, latency, calls, errors }: Gathered, { us, elapsedS }: Interval): readonly Omit<MetricReport, "sourceId">[] {
  const distribution = latency.toDistribution();
  if (distribution === null) return [];
  const at = toInstant(us);
  const begin = `operation.${name.slice(0, NAME_CHARACTERS)}`;
  const common = tags === undefined ? { at } : { at, tags };
  const outcomes = new LogHistogram();
  if (errors > 0) outcomes.add(1, errors);
  if (errors < calls) outcomes.add(0, calls - errors);
  const errorRate = outcomes.toDistribution() ?? distribution;
  return [
    { name: `${begin}.latency`, type: "latency", unit: "ms", ...common, distribution },
    { name: `${begin}.error_rate`, type: "error_rate", unit: "1", ...common, distribution: errorRate },
    { name: `${begin}.throughput`, type: "throughput", unit: "1/s", ...common, value: calls / elapsedS },
  ];
}

/** An instant in epoch µs as ISO 8601. */
export function toInstant(us: number): string {
  const ms = Math.floor(us / 1000);
  return `${new Date(ms).toISOString().slice(0, -1)}${String(us - ms * 1000).padStart(3, "0")}Z`;
}
