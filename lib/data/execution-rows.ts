import { z } from "zod";
import { type Execution, type ExecutionSummary, executionStatusSchema, type Json } from "../domain/execution.ts";

/** Hosted PostgREST and the embedded one write instants differently; both become ISO 8601 in UTC. */
export const instantSchema = z.string().transform((text, ctx) => {
  const epochMs = Date.parse(text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00"));
  if (!Number.isNaN(epochMs)) return new Date(epochMs).toISOString();
  ctx.addIssue({ code: "custom", message: `Not an instant: ${text}` });
  return z.NEVER;
});

/** Postgres sends `numeric` as a number or, where it would lose digits, as text. */
export const numericSchema = z.union([z.number(), z.string().transform(Number)]);

const summaryRowSchema = z.object({
  id: z.string(),
  agent_id: z.string(),
  task_type: z.string(),
  task_description: z.string().nullable(),
  status: executionStatusSchema,
  started_at: instantSchema,
  finished_at: instantSchema.nullable(),
  duration_ms: z.number().nullable(),
  attempt: z.number(),
  parent_id: z.string().nullable(),
  error_type: z.string().nullable(),
  error_message: z.string().nullable(),
  cost_usd: numericSchema.nullable(),
  is_generated: z.boolean(),
  clock_skew_ms: numericSchema.nullable(),
});

const rowSchema = summaryRowSchema.extend({
  trace_id: z.string().nullable(),
  inputs: z.custom<Json>(),
  outputs: z.custom<Json>(),
  error_details: z.custom<Json>(),
  model: z.string().nullable(),
  provider: z.string().nullable(),
  input_tokens: z.number().nullable(),
  cached_input_tokens: z.number().nullable(),
  output_tokens: z.number().nullable(),
  is_priced: z.boolean().nullable(),
  is_usage_in_children: z.boolean().nullable(),
  tags: z.custom<Json>(),
  received_at: instantSchema,
});

const announcementSchema = z.object({ total: z.number(), executions: z.array(summaryRowSchema) });

/** The part of a row that lists show. Raises a ZodError where the database and this code disagree. */
export function toExecutionSummary(row: unknown): ExecutionSummary {
  return summaryOf(summaryRowSchema.parse(row));
}

/** A whole row. Raises a ZodError where the database and this code disagree. */
export function toExecution(row: unknown): Execution {
  const parsed = rowSchema.parse(row);
  return {
    ...summaryOf(parsed),
    traceId: parsed.trace_id?.replaceAll("-", "") ?? null,
    inputs: parsed.inputs ?? null,
    outputs: parsed.outputs ?? null,
    errorDetails: parsed.error_details ?? null,
    model: parsed.model,
    provider: parsed.provider,
    inputTokens: parsed.input_tokens,
    cachedInputTokens: parsed.cached_input_tokens,
    outputTokens: parsed.output_tokens,
    isPriced: parsed.is_priced ?? false,
    isUsageInChildren: parsed.is_usage_in_children ?? false,
    tags: parsed.tags ?? null,
    receivedAt: parsed.received_at,
  };
}

/** What the database broadcasts on a workspace's channel: the newest rows of a statement, and how many there were in all. */
export function toExecutionAnnouncement(payload: unknown): { readonly total: number; readonly executions: readonly ExecutionSummary[] } {
  const parsed = announcementSchema.parse(payload);
  return { total: parsed.total, executions: parsed.executions.map(summaryOf) };
}

function summaryOf(row: z.output<typeof summaryRowSchema>): ExecutionSummary {
  return {
    id: row.id,
    agentId: row.agent_id,
    taskType: row.task_type,
    taskDescription: row.task_description,
    status: row.status,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    durationMs: row.duration_ms,
    attempt: row.attempt,
    parentId: row.parent_id,
    errorType: row.error_type,
    errorMessage: row.error_message,
    costUsd: row.cost_usd,
    isGenerated: row.is_generated,
    clockSkewMs: row.clock_skew_ms,
  };
}
