import { queryOptions } from "@tanstack/react-query";
import type { Client } from "../data/client.ts";
import { findGoodRuns } from "../data/find-good-runs.ts";
import { readExecutionBeside } from "../data/read-execution-beside.ts";
import type { Execution } from "../domain/execution.ts";
import { type ExecutionQuestion, executionListKey, executionSpan } from "../domain/execution-search.ts";

/** What stands before a run may no longer change; what stands after it may. */
const FRESH_MS = 60_000;

/** The good runs that an execution can be set beside. */
export function goodRunsOptions(client: Client, workspaceId: string, execution: Execution | undefined) {
  return queryOptions({
    queryKey: ["executions", workspaceId, "good-runs", execution?.id ?? ""],
    queryFn: () => (execution === undefined ? null : findGoodRuns(client, { workspaceId, execution })),
    enabled: execution !== undefined,
    staleTime: FRESH_MS,
  });
}

/** What stands beside an execution in the list of a question; `id` is a UUID. */
export function besideOptions(client: Client, question: ExecutionQuestion, id: string) {
  const { workspaceId, search, range } = question;
  return queryOptions({
    queryKey: ["executions", workspaceId, "beside", id, executionListKey(question)],
    queryFn: () => readExecutionBeside(client, { workspaceId, id, ...search, ...executionSpan(range, Date.now()) }),
  });
}
