import type { Settled } from "./is-thenable.ts";

/** Tags of a series: few, and with few values each; every combination is a series of its own. */
export type MetricTags = Readonly<Record<string, string | number | boolean>>;

/** What an operation may be told apart by. */
export type OperationOptions = { readonly tags?: MetricTags | undefined };

/** One measurement. `timestamp` is an instant (epoch ms, which may have a fraction, a Date, or ISO 8601 text); without it, now. */
export type MetricInput = {
  readonly name: string;
  readonly type: "latency" | "throughput" | "error_rate" | "memory" | "cpu" | "cache_hit_rate" | "db_connections" | "api_calls" | "other";
  /** As UCUM writes it: "ms", "By", "1" for a ratio; nothing when there is none. */
  readonly unit: string;
  readonly value: number;
  readonly timestamp?: number | Date | string | undefined;
  readonly tags?: MetricTags | undefined;
};

/** Figures about a program's own work. */
export type PerformanceTracker = {
  /**
   * Runs `work` and gives its result, or throws what it throws. Its latency, errors and calls are gathered in the process and sent as
   * the metrics `operation.<name>.latency` (ms), `.error_rate` (0 to 1) and `.throughput` (calls a second), one point each every ten seconds.
   */
  readonly trackOperation: <T>(name: string, work: () => T, options?: OperationOptions) => Settled<T>;
  /** Sends one measurement. */
  readonly recordMetric: (input: MetricInput) => void;
};
