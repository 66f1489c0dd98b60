/**
 * Counts, durations, cost and tokens of the executions that ended in some span of time.
 * Durations are milliseconds, null where nothing ended; a quantile's relative error is at most 1 %.
 */
export type ExecutionFigures = {
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly meanMs: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly costUsd: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
};

/** The figures of one agent, one task type, or one agent at one task type; what was not asked for is null. */
export type GroupedFigures = ExecutionFigures & { readonly agentId: string | null; readonly taskType: string | null };

/** One step of a series. `bucketAt` is the ISO 8601 instant at which the step begins. */
export type SeriesStep = {
  readonly bucketAt: string;
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly costUsd: number;
};

/** Executions that ended, whichever way. */
export function endedCount(figures: Pick<ExecutionFigures, "succeeded" | "failed" | "cancelled">): number {
  return figures.succeeded + figures.failed + figures.cancelled;
}

/** Share of succeeded among succeeded and failed (a cancelled execution is neither), 0 to 1; null when there is none. */
export function successRatio(figures: Pick<ExecutionFigures, "succeeded" | "failed">): number | null {
  const judged = figures.succeeded + figures.failed;
  return judged === 0 ? null : figures.succeeded / judged;
}
