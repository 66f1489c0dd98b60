import type { GroupedFigures } from "../domain/execution-figures.ts";

/** Figures in which nothing happened, with `changes` laid over: for tests, which name only what matters to them. */
export function figuresSample(changes: Partial<GroupedFigures>): GroupedFigures {
  return {
    agentId: null,
    taskType: null,
    succeeded: 0,
    failed: 0,
    cancelled: 0,
    meanMs: null,
    p50Ms: null,
    p95Ms: null,
    p99Ms: null,
    costUsd: 0,
    inputTokens: 0,
    outputTokens: 0,
    ...changes,
  };
}
