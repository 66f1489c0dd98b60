import { z } from "zod";

/** What can be said of an execution: `running` until it ended in one of the other three ways. */
export const EXECUTION_STATUSES = ["running", "succeeded", "failed", "cancelled"] as const;

/** See {@link EXECUTION_STATUSES}. */
export const executionStatusSchema = z.enum(EXECUTION_STATUSES);

/** See {@link EXECUTION_STATUSES}. */
export type ExecutionStatus = z.infer<typeof executionStatusSchema>;

/** Any JSON value. Kept as it came, shown as it is. */
export type Json = string | number | boolean | null | { readonly [key: string]: Json } | readonly Json[];

/**
 * The part of an execution that lists show and that live announcements carry.
 * Instants are ISO 8601 strings, durations milliseconds, costs US dollars; null is "not known" or "not yet".
 */
export type ExecutionSummary = {
  readonly id: string;
  readonly agentId: string;
  readonly taskType: string;
  readonly taskDescription: string | null;
  readonly status: ExecutionStatus;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly durationMs: number | null;
  /** Which try at the same work this is, from 1. */
  readonly attempt: number;
  readonly parentId: string | null;
  readonly errorType: string | null;
  readonly errorMessage: string | null;
  readonly costUsd: number | null;
  /** Made by the demo's causal model, not reported by an agent. */
  readonly isGenerated: boolean;
  /** How far the sender's clock was ahead (negative: behind); its times are already shifted by as much. */
  readonly clockSkewMs: number | null;
};

/** One execution, whole, as the database holds it. */
export type Execution = ExecutionSummary & {
  readonly traceId: string | null;
  readonly inputs: Json;
  readonly outputs: Json;
  readonly errorDetails: Json;
  readonly model: string | null;
  /** Who served the model. */
  readonly provider: string | null;
  readonly inputTokens: number | null;
  /** The part of `inputTokens` that the provider read from its cache. */
  readonly cachedInputTokens: number | null;
  readonly outputTokens: number | null;
  /** The cost was reckoned from tokens and a price, not reported. */
  readonly isPriced: boolean;
  /** Tokens and cost are sums of what executions beneath this one report; figures count those, not these. */
  readonly isUsageInChildren: boolean;
  readonly tags: Json;
  readonly receivedAt: string;
};

/** Whether an execution has ended, whichever way. */
export function isEnded(status: ExecutionStatus): boolean {
  return status !== "running";
}
