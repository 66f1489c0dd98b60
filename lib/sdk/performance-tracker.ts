import type { MetricReport, MetricType } from "../domain/metric.ts";
import { guard } from "./execution.ts";
import type { Host } from "./host.ts";
import { isThenable, type Settled } from "./is-thenable.ts";
import { MAX_OPERATION_NAMES, OPERATION_INTERVAL_MS, OperationFigures, toInstant } from "./operation-figures.ts";
import type { MetricInput, OperationOptions, PerformanceTracker } from "./performance-types.ts";
import { describeError } from "./plain-json.ts";
import type { Report } from "./problem.ts";
import { type SeriesTags, TagSets } from "./tag-sets.ts";

/** The kinds of metrics; a test holds them against those of the domain, which needs zod. */
export const KNOWN_METRIC_TYPES: readonly MetricType[] = [
  "latency",
  "throughput",
  "error_rate",
  "memory",
  "cpu",
  "cache_hit_rate",
  "db_connections",
  "api_calls",
  "other",
];

/** The longest name and unit that ingest takes; see `metricReportSchema`, against which a test holds these. */
export const METRIC_LIMITS = { name: 255, unit: 63 } as const;

/** What the tracker needs: the machine, where points go, and who hears of problems. */
export type TrackerParts = {
  readonly host: Host;
  readonly send: (point: MetricReport) => void;
  readonly report: Report;
  readonly intervalMs?: number;
};

/** A tracker with what its client needs of it: the figures to flush, and the way for points of others. */
export type OwnedTracker = {
  readonly tracker: PerformanceTracker;
  readonly figures: OperationFigures;
  readonly emit: (point: Omit<MetricReport, "sourceId">) => void;
};

/** One series of recorded points; no two of them have the same microsecond. */
type Series = { readonly tags: SeriesTags | undefined; lastUs: number };

/** Makes the performance tracker of one client. */
export function createPerformanceTracker({ host, send, report, intervalMs = OPERATION_INTERVAL_MS }: TrackerParts): OwnedTracker {
  const sourceId = host.makeHex(8);
  const emit = (point: Omit<MetricReport, "sourceId">): void => send({ ...point, sourceId });
  const figures = new OperationFigures({ host, emit, report, intervalMs });
  const record = createRecorder({ host, emit, report });

  function count(
    name: string,
    startedMs: number,
    call: { readonly isError: boolean; readonly options: OperationOptions | undefined },
  ): void {
    const durationMs = host.monotonicMs() - startedMs;
    try {
      figures.record(String(name), durationMs, { isError: call.isError, tags: call.options?.tags });
    } catch (error) {
      report({ kind: "invalid_call", message: `a call of ${describeError(name)} is not counted: ${describeError(error)}` });
    }
  }

  function trackOperation<T>(name: string, work: () => T, options?: OperationOptions): Settled<T> {
    const startedMs = host.monotonicMs();
    let result: T;
    try {
      result = work();
    } catch (error) {
      count(name, startedMs, { isError: true, options });
      throw error;
    }
    if (!isThenable(result)) {
      count(name, startedMs, { isError: false, options });
      return result as Settled<T>;
    }
    const settled = result.then(
      (value) => {
        count(name, startedMs, { isError: false, options });
        return value;
      },
      (error: unknown) => {
        count(name, startedMs, { isError: true, options });
        throw error;
      },
    );
    return settled as Settled<T>;
  }

  const recordMetric = (input: MetricInput): void => void guard(report, () => record(input));
  return { tracker: { trackOperation, recordMetric }, figures, emit };
}

function createRecorder({
  host,
  emit,
  report,
}: Pick<TrackerParts, "host" | "report"> & { readonly emit: (point: Omit<MetricReport, "sourceId">) => void }) {
  const metrics = new Map<string, TagSets<Series>>();
  return (input: MetricInput): void => {
    const { name, type, unit, value, timestamp, tags } = checkMetric(input);
    let series = metrics.get(name);
    if (series === undefined) {
      if (metrics.size >= MAX_OPERATION_NAMES) {
        const message = `a point of metric ${name} is dropped: there are more than ${MAX_OPERATION_NAMES} names of metrics`;
        report({ kind: "dropped", reason: "overflow", count: 1, message });
        return;
      }
      const message = `metric ${name} has too many sets of tags: the others are one series, tagged overflow`;
      series = new TagSets<Series>(
        (tagSet) => ({ tags: tagSet, lastUs: 0 }),
        () => report({ kind: "too_many_series", message }),
      );
      metrics.set(name, series);
    }
    const one = series.find(tags);
    const us = timestamp ?? host.nextInstantUs();
    // The same instant twice is two measurements, which the same microsecond would make one.
    one.lastUs = us === one.lastUs || (us < one.lastUs && Math.floor(us / 1000) === Math.floor(one.lastUs / 1000)) ? one.lastUs + 1 : us;
    emit({ name, type, unit, at: toInstant(one.lastUs), ...(one.tags === undefined ? {} : { tags: one.tags }), value });
  };
}

type CheckedMetric = Omit<MetricInput, "timestamp"> & { readonly timestamp: number | undefined };

function checkMetric({ name, type, unit, value, timestamp, tags }: MetricInput): CheckedMetric {
  if (typeof name !== "string" || name.trim() === "") throw new TypeError("a metric needs a name");
  if (!KNOWN_METRIC_TYPES.includes(type)) throw new TypeError(`${describeError(type)} is no type of metric`);
  if (typeof value !== "number" || !Number.isFinite(value)) throw new TypeError(`metric ${name} has no finite value`);
  const isShort =
    name.length <= METRIC_LIMITS.name && (unit === undefined || (typeof unit === "string" && unit.length <= METRIC_LIMITS.unit));
  if (!isShort) throw new TypeError(`metric ${name.slice(0, METRIC_LIMITS.name)} has a name or a unit that is too long`);
  return { name: name.trim(), type, unit: unit ?? "", value, timestamp: toUs(timestamp), tags };
}

function toUs(timestamp: MetricInput["timestamp"]): number | undefined {
  if (timestamp === undefined) return undefined;
  const ms = typeof timestamp === "string" ? Date.parse(timestamp) : Number(timestamp);
  // From 1970 to 9998, as ingest takes it.
  if (!(ms >= 0 && ms < Date.UTC(9999, 0, 1) - 2 * 86_400_000)) throw new TypeError(`${describeError(timestamp)} is no instant`);
  return Math.floor(ms * 1000);
}
