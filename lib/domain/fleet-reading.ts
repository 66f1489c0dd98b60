import type { Agent } from "./agent.ts";
import type { ExecutionSummary } from "./execution.ts";
import type { GroupedFigures, SeriesStep } from "./execution-figures.ts";
import type { FiguresSpan } from "./figures-span.ts";
import type { AgentEvidence } from "./recommendation.ts";

/** What every reading of figures says of itself: when it was read (epoch ms), and over what. */
export type ReadingBasis = FiguresSpan & { readonly readAtMs: number };

/** Executions that run now; `isMore` says that there are more than the `count` that were looked for. */
export type RunningCount = { readonly count: number; readonly isMore: boolean };

/** A workspace's health: all executions and each operation (an agent at a task type), in the span and before it. `totals` null: nothing ended. */
export type HealthReading = ReadingBasis & {
  readonly totals: GroupedFigures | null;
  readonly totalsBefore: GroupedFigures | null;
  readonly operations: readonly GroupedFigures[];
  readonly operationsBefore: readonly GroupedFigures[];
  readonly stepMs: number;
  readonly series: readonly SeriesStep[];
  readonly running: RunningCount;
  /** Agents ever heard of; 0 in a workspace that nothing has reported to. */
  readonly agentCount: number;
};

/** The agents of a workspace, with the figures of those that had executions in the span. */
export type FleetReading = ReadingBasis & {
  readonly agents: readonly Agent[];
  readonly byAgent: readonly GroupedFigures[];
  readonly operations: readonly GroupedFigures[];
};

/** The figures of all agents in each of a few steps of a span. `atMs` is the epoch at which the step begins. */
export type FleetTrend = { readonly steps: readonly { readonly atMs: number; readonly byAgent: readonly GroupedFigures[] }[] };

/** One agent; `agent` null when none of that name has been heard of. */
export type AgentReading = ReadingBasis & {
  readonly agent: Agent | null;
  readonly totals: GroupedFigures | null;
  readonly totalsBefore: GroupedFigures | null;
  readonly operations: readonly GroupedFigures[];
  readonly stepMs: number;
  readonly series: readonly SeriesStep[];
  /** The newest that failed in the span. */
  readonly failures: readonly ExecutionSummary[];
};

/** What recommendations are made of, read over a span of its own. */
export type EvidenceReading = ReadingBasis & { readonly evidence: readonly AgentEvidence[] };
