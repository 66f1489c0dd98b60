import type { ExecutionSummary } from "./execution.ts";

/**
 * Runs that succeeded at the same task type, best to compare with first: of the same agent and before; else of another agent and before;
 * else later ones; or none.
 */
export type GoodRuns = {
  readonly kind: "same-agent" | "other-agent" | "later" | "none";
  readonly runs: readonly ExecutionSummary[];
};
