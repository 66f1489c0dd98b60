import type { MetricType } from "./metric.ts";

/** Who makes a series: agents by their points, Windvane from executions, or Windvane of itself. */
export const SERIES_ORIGINS = ["reported", "executions", "system"] as const;

/** See {@link SERIES_ORIGINS}. */
export type SeriesOrigin = (typeof SERIES_ORIGINS)[number];

/** What is told of executions as series, each for all agents, for each agent, and for each agent at each task type. */
export const EXECUTION_SERIES = {
  latency: "windvane.execution.latency",
  errorRate: "windvane.execution.error_rate",
  throughput: "windvane.execution.throughput",
  cost: "windvane.execution.cost",
} as const;

/** The points of one name, type, unit and set of tags. Instants are ISO 8601; `id` is unique within its workspace. */
export type MetricSeries = {
  readonly id: number;
  readonly name: string;
  readonly type: MetricType;
  readonly unit: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly origin: SeriesOrigin;
  /** Of a series of executions: whose, and at what; null for all. */
  readonly agentId: string | null;
  readonly taskType: string | null;
  /** Takes the points of all series beyond the bound. */
  readonly isOverflow: boolean;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
};

/**
 * The values of a series in one step of time that begins at `atMs` (epoch). `count` is of values and above 0; `keys` are ascending
 * logarithmic buckets (gamma = 1.01 / 0.99, see `metricDistributionSchema`) with as many `counts`; both are empty where only 0 and 1
 * occur or no quantile makes sense. What is below 0.001 lies in the bucket of 0.001; `min` tells.
 */
export type SeriesBucket = {
  readonly atMs: number;
  readonly count: number;
  readonly sum: number;
  readonly sumSquares: number;
  readonly min: number;
  readonly max: number;
  readonly keys: readonly number[];
  readonly counts: readonly number[];
};

/** What of a bucket is looked at. `perMinute` is the sum in a minute's time, for what is counted. */
export const SERIES_STATISTICS = ["mean", "p50", "p95", "p99", "min", "max", "sum", "count", "perMinute"] as const;

/** See {@link SERIES_STATISTICS}. */
export type SeriesStatistic = (typeof SERIES_STATISTICS)[number];

/** The statistic by which a series is judged and first shown. */
export function usualStatistic(series: Pick<MetricSeries, "type" | "name" | "origin">): SeriesStatistic {
  if (series.name === EXECUTION_SERIES.throughput) return "perMinute";
  if (series.name === EXECUTION_SERIES.cost) return "sum";
  return series.type === "latency" ? "p50" : "mean";
}

/** Which way is worse; null where neither is. */
export function worseDirection(type: MetricType): "up" | "down" | null {
  switch (type) {
    case "latency":
    case "error_rate":
    case "memory":
    case "cpu":
    case "db_connections":
      return "up";
    case "throughput":
    case "cache_hit_rate":
      return "down";
    default:
      return null;
  }
}
