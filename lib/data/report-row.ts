import { isEnded } from "../domain/execution.ts";
import type { ExecutionReport } from "../domain/ingest.ts";

/**
 * A valid report as columns of execution_history. A missing value stays undefined, so that JSON leaves it out
 * and the column's null or default holds. An ended execution gets both its end and its duration (ms).
 */
export function toReportRow(report: ExecutionReport & { readonly id: string }) {
  const durationMs = report.durationMs ?? durationBetween(report.startedAt, report.finishedAt);
  const status = report.status ?? "running";
  const ended = isEnded(status);
  return {
    id: report.id,
    agent_id: report.agentId,
    task_type: report.taskType,
    task_description: report.taskDescription,
    status,
    started_at: report.startedAt,
    finished_at: ended ? (report.finishedAt ?? endAfter(report.startedAt, durationMs ?? 0)) : undefined,
    duration_ms: ended ? durationMs : undefined,
    attempt: report.attempt ?? 1,
    parent_id: report.parentId,
    trace_id: report.traceId,
    inputs: report.inputs,
    outputs: report.outputs,
    error_type: report.error?.type,
    error_message: report.error?.message,
    error_details: report.error?.details,
    model: report.model,
    provider: report.provider,
    input_tokens: report.inputTokens,
    cached_input_tokens: report.cachedInputTokens,
    output_tokens: report.outputTokens,
    cost_usd: report.costUsd,
    tags: report.tags,
  };
}

function durationBetween(startedAt: string, finishedAt: string | undefined): number | undefined {
  return finishedAt === undefined ? undefined : Date.parse(finishedAt) - Date.parse(startedAt);
}

function endAfter(startedAt: string, durationMs: number): string {
  return new Date(Date.parse(startedAt) + durationMs).toISOString();
}
