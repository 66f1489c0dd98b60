import { type ErrorGroup, groupState } from "../domain/error-group.ts";
import type { Execution } from "../domain/execution.ts";
import type { AgentRow } from "./agent-rows.ts";
import type { ExportColumn } from "./export-text.ts";

/** An execution, whole; units stand in the names. */
export const EXECUTION_COLUMNS: readonly ExportColumn<Execution>[] = [
  { name: "id", value: (row) => row.id },
  { name: "agent", value: (row) => row.agentId },
  { name: "task_type", value: (row) => row.taskType },
  { name: "task_description", value: (row) => row.taskDescription },
  { name: "status", value: (row) => row.status },
  { name: "started_at", value: (row) => row.startedAt },
  { name: "finished_at", value: (row) => row.finishedAt },
  { name: "duration_ms", value: (row) => row.durationMs },
  { name: "attempt", value: (row) => row.attempt },
  { name: "parent_id", value: (row) => row.parentId },
  { name: "trace_id", value: (row) => row.traceId },
  { name: "error_type", value: (row) => row.errorType },
  { name: "error_message", value: (row) => row.errorMessage },
  { name: "error_details", value: (row) => row.errorDetails },
  { name: "provider", value: (row) => row.provider },
  { name: "model", value: (row) => row.model },
  { name: "input_tokens", value: (row) => row.inputTokens },
  { name: "cached_input_tokens", value: (row) => row.cachedInputTokens },
  { name: "output_tokens", value: (row) => row.outputTokens },
  { name: "cost_usd", value: (row) => row.costUsd },
  { name: "inputs", value: (row) => row.inputs },
  { name: "outputs", value: (row) => row.outputs },
  { name: "tags", value: (row) => row.tags },
  { name: "cost_is_reckoned", value: (row) => row.isPriced },
  { name: "usage_is_in_children", value: (row) => row.isUsageInChildren },
  { name: "is_generated", value: (row) => row.isGenerated },
  { name: "clock_skew_ms", value: (row) => row.clockSkewMs },
  { name: "received_at", value: (row) => row.receivedAt },
];

/** An agent with its figures in the range; ratios are 0 to 1. */
export const AGENT_COLUMNS: readonly ExportColumn<AgentRow>[] = [
  { name: "agent", value: (row) => row.agent.id },
  { name: "description", value: (row) => row.agent.description },
  { name: "task_types", value: (row) => row.agent.taskTypes },
  { name: "ended", value: (row) => row.ended },
  { name: "success_ratio", value: (row) => row.success?.ratio ?? null },
  { name: "success_low_90", value: (row) => row.success?.interval.low ?? null },
  { name: "success_high_90", value: (row) => row.success?.interval.high ?? null },
  { name: "p50_ms", value: (row) => row.p50Ms },
  { name: "p95_ms", value: (row) => row.p95Ms },
  { name: "cost_each_usd", value: (row) => row.costEachUsd },
  { name: "first_seen_at", value: (row) => row.agent.firstSeenAt },
  { name: "last_seen_at", value: (row) => row.agent.lastSeenAt },
];

/** An error group with its counts in the range and in the time before, as it stands at `nowMs`. */
export function errorGroupColumns(nowMs: number): readonly ExportColumn<ErrorGroup>[] {
  return [
    { name: "id", value: (row) => row.id },
    { name: "state", value: (row) => groupState(row, nowMs) },
    { name: "template", value: (row) => row.text },
    { name: "example_type", value: (row) => row.exampleType },
    { name: "example_message", value: (row) => row.exampleMessage },
    { name: "executions", value: (row) => row.count },
    { name: "executions_before", value: (row) => row.countBefore },
    { name: "agents", value: (row) => row.byAgent.map(({ name }) => name) },
    { name: "task_types", value: (row) => row.byTaskType.map(({ name }) => name) },
    { name: "first_seen_at", value: (row) => row.firstSeenAt },
    { name: "last_seen_at", value: (row) => row.lastSeenAt },
  ];
}
