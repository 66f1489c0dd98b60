import { formatCount } from "../core/format/format-count.ts";
import { formatDuration } from "../core/format/format-duration.ts";
import { formatRatio } from "../core/format/format-ratio.ts";
import type { Execution, ExecutionStatus, ExecutionSummary } from "../domain/execution.ts";
import { endedCount, type GroupedFigures } from "../domain/execution-figures.ts";
import type { ExecutionSearch } from "../domain/execution-search.ts";

/** How each status is called on the screen. */
export const STATUS_WORDS: Readonly<Record<ExecutionStatus, string>> = {
  running: "Running",
  succeeded: "Succeeded",
  failed: "Failed",
  cancelled: "Cancelled",
};

/** What an execution is called: its task's description, or the task type where it has none. */
export function titleOf(execution: Pick<ExecutionSummary, "taskDescription" | "taskType">): string {
  return execution.taskDescription?.trim() || execution.taskType;
}

/** An error in one line: its type and the first line of its message; null where there is none. */
export function errorLine(execution: Pick<ExecutionSummary, "errorType" | "errorMessage">): string | null {
  const message = execution.errorMessage?.split("\n", 1)[0]?.trim();
  const parts = [execution.errorType, message].filter((part) => part != null && part !== "");
  return parts.length === 0 ? null : parts.join(": ");
}

/** How one execution went, in a sentence. `nowMs` ends the time of one that still runs. */
export function executionVerdict(execution: Execution, nowMs: number): string {
  const attempt = execution.attempt > 1 ? `, at attempt ${execution.attempt}` : "";
  if (execution.status === "running") {
    const forMs = Math.max(0, nowMs - Date.parse(execution.startedAt));
    return `Running for ${formatDuration(forMs >= 1000 ? Math.floor(forMs / 1000) * 1000 : 0)}${attempt}.`;
  }
  const after = execution.durationMs === null ? "" : ` after ${formatDuration(execution.durationMs)}`;
  if (execution.status === "succeeded") return `Succeeded${after}${attempt}.`;
  if (execution.status === "cancelled") return `Cancelled${after}${attempt}.`;
  const error = errorLine(execution);
  return `Failed${after}${attempt}${error === null ? ", and gave no reason" : `: ${error}`}${error?.endsWith(".") ? "" : "."}`;
}

/** How the executions of a search went, in a sentence; `range` as in "last 24 hours". Null where the figures cannot tell: by words. */
export function listVerdict(groups: readonly GroupedFigures[], search: ExecutionSearch, range: string): string | null {
  if (search.words !== "") return null;
  const chosen = groups.filter(
    (group) =>
      (search.agentIds.length === 0 || search.agentIds.includes(group.agentId ?? "")) &&
      (search.taskTypes.length === 0 || search.taskTypes.includes(group.taskType ?? "")),
  );
  const ended = chosen.reduce((sum, group) => sum + endedCount(group), 0);
  const failed = chosen.reduce((sum, group) => sum + group.failed, 0);
  if (ended === 0) return `None ended, ${range}.`;
  const failures = failed === 0 ? "none of them failed" : `${formatCount(failed)} failed (${formatRatio(failed / ended)})`;
  return `${formatCount(ended)} ended, ${range}; ${failures}.`;
}

/** How many of each agent, task type and status ended, for the lists that one filters by. */
export function facetCounts(groups: readonly GroupedFigures[]): Readonly<Record<"agent" | "task" | "status", ReadonlyMap<string, number>>> {
  const counts = { agent: new Map<string, number>(), task: new Map<string, number>(), status: new Map<string, number>() };
  const add = (map: Map<string, number>, name: string | null, amount: number) => {
    if (name !== null) map.set(name, (map.get(name) ?? 0) + amount);
  };
  for (const group of groups) {
    add(counts.agent, group.agentId, endedCount(group));
    add(counts.task, group.taskType, endedCount(group));
    for (const status of ["succeeded", "failed", "cancelled"] as const) add(counts.status, status, group[status]);
  }
  return counts;
}

/** What waits above the list, in words: "12 new", "50+ new", "3 may match"; null when nothing does. */
export function waitingWords(waiting: { fresh: number; changed: number; isAtLeast: boolean; isMaybe: boolean }): string | null {
  const plus = waiting.isAtLeast ? "+" : "";
  const fresh =
    waiting.fresh === 0 && plus === "" ? "" : `${formatCount(Math.max(1, waiting.fresh))}${plus} ${waiting.isMaybe ? "may match" : "new"}`;
  const changed = waiting.changed === 0 ? "" : `${formatCount(waiting.changed)} changed`;
  const words = [fresh, changed].filter((part) => part !== "").join(", ");
  return words === "" ? null : words;
}
