import type { ExecutionStatus, ExecutionSummary } from "../domain/execution.ts";
import { type Client, unwrap } from "./client.ts";
import { toExecutionSummary } from "./execution-rows.ts";

/** Which executions: every part is optional, and the parts that are given all hold. Instants are epoch ms. */
export type ExecutionFilter = {
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly statuses?: readonly ExecutionStatus[] | undefined;
  readonly agentIds?: readonly string[] | undefined;
  readonly taskTypes?: readonly string[] | undefined;
  /** Words to be found in description and error, as a web search takes them: quotes, `or`, `-`. */
  readonly words?: string | undefined;
};

/** A page of a list: at most `limit` (1 to 500) executions that started before the one with the id `before`. */
export type ListExecutionsArguments = ExecutionFilter & {
  readonly workspaceId: string;
  readonly before?: string | undefined;
  readonly limit: number;
};

const COLUMNS =
  "id, agent_id, task_type, task_description, status, started_at, finished_at, duration_ms, attempt, parent_id, error_type, error_message, cost_usd, is_generated, clock_skew_ms";

/** Executions by start, newest first; empty when none match. Raises as `unwrap` does. */
export async function listExecutions(client: Client, args: ListExecutionsArguments): Promise<readonly ExecutionSummary[]> {
  const answer = await client.rpc("list_executions", listParameters(args)).select(COLUMNS);
  return unwrap(answer, "Listing executions").map(toExecutionSummary);
}

/** What the database's function takes for a page of a list. */
export function listParameters(args: ListExecutionsArguments) {
  return {
    p_workspace_id: args.workspaceId,
    p_limit: args.limit,
    ...(args.fromMs !== undefined && { p_from: isoOf(args.fromMs) }),
    ...(args.toMs !== undefined && { p_to: isoOf(args.toMs) }),
    ...(args.statuses?.length && { p_statuses: [...args.statuses] }),
    ...(args.agentIds?.length && { p_agent_ids: [...args.agentIds] }),
    ...(args.taskTypes?.length && { p_task_types: [...args.taskTypes] }),
    ...(args.words?.trim() && { p_words: args.words }),
    ...(args.before !== undefined && { p_before: args.before }),
  };
}

function isoOf(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
