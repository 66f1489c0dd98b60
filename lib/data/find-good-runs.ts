import type { Execution, ExecutionSummary } from "../domain/execution.ts";
import type { GoodRuns } from "../domain/good-runs.ts";
import type { Client } from "./client.ts";
import { listExecutions } from "./list-executions.ts";

const DAY_MS = 86_400_000;
/** A good run of longer ago says little of today; and so no search goes through all of history. */
const WITHIN_DAYS = 90;
/** To pick another from. */
const CANDIDATES = 12;

/**
 * Runs of the same task type that succeeded, to set `execution` beside: those before it, its own agent's first; only where there is
 * none, later ones. Each newest first. Raises as `unwrap` does.
 */
export async function findGoodRuns(
  client: Client,
  {
    workspaceId,
    execution,
  }: { readonly workspaceId: string; readonly execution: Pick<Execution, "id" | "agentId" | "taskType" | "startedAt"> },
): Promise<GoodRuns> {
  const { id, agentId, taskType, startedAt } = execution;
  const good = { workspaceId, taskTypes: [taskType], statuses: ["succeeded"] as const, limit: CANDIDATES };
  const fromMs = Date.parse(startedAt) - WITHIN_DAYS * DAY_MS;
  const [ofAgent, ofAll] = await Promise.all([
    listExecutions(client, { ...good, agentIds: [agentId], before: id, fromMs }),
    listExecutions(client, { ...good, before: id, fromMs }),
  ]);
  const before = unique([...ofAgent, ...ofAll]);
  if (before.length > 0) return { kind: ofAgent.length > 0 ? "same-agent" : "other-agent", runs: before };
  const later = (await listExecutions(client, { ...good, fromMs: Date.parse(startedAt) })).filter((run) => run.id !== id);
  return later.length > 0 ? { kind: "later", runs: later } : { kind: "none", runs: [] };
}

function unique(runs: readonly ExecutionSummary[]): readonly ExecutionSummary[] {
  return [...new Map(runs.map((run) => [run.id, run])).values()];
}
