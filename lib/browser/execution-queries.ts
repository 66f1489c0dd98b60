import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { listAgents } from "../data/agents.ts";
import type { Client } from "../data/client.ts";
import { listExecutions } from "../data/list-executions.ts";
import { readExecution } from "../data/read-execution.ts";
import { FAMILY_LIMIT, readExecutionFamily } from "../data/read-execution-family.ts";
import { readExecutionTotals } from "../data/read-execution-figures.ts";
import type { Execution, ExecutionSummary } from "../domain/execution.ts";
import { type ExecutionQuestion, FIRST_PAGE_ROWS, listArguments } from "../domain/execution-search.ts";
import { resolveTimeRange, type TimeRange, timeRangeKey } from "../domain/time-range.ts";
import type { ExecutionPage } from "../view/execution-feed.ts";

/** What later pages ask for: the most that the database gives at once, so that a quick scroll meets few gaps. */
const NEXT_PAGE_ROWS = 500;

/** A first page that the server has read already, and when (epoch ms). */
export type FirstExecutions = { readonly rows: readonly ExecutionSummary[]; readonly atMs: number };

/** An execution with its relatives, by start. `isCut` when there are more than were read. */
export type ExecutionFamily = { readonly execution: Execution; readonly relatives: readonly Execution[]; readonly isCut: boolean };

/**
 * A list, page by page. It is never asked again by itself, which would read every page anew and move what is being read:
 * {@link executionHeadOptions} finds what came since.
 */
export function executionListOptions(client: Client, question: ExecutionQuestion, first?: FirstExecutions) {
  return infiniteQueryOptions({
    queryKey: ["executions", question.workspaceId, "list", question.search, timeRangeKey(question.range)],
    queryFn: async ({ pageParam }): Promise<ExecutionPage> => {
      const limit = pageParam === null ? FIRST_PAGE_ROWS : NEXT_PAGE_ROWS;
      const rows = await listExecutions(client, listArguments(question, { nowMs: Date.now(), limit, before: pageParam ?? undefined }));
      return { rows, more: rows.length === limit };
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.more ? (last.rows.at(-1)?.id ?? null) : null),
    staleTime: "static" as const,
    // Comparing tens of thousands of rows field by field costs more than it could save.
    structuralSharing: false,
    placeholderData: keepPreviousData,
    ...(first !== undefined && { initialData: { pages: [toFirstPage(first.rows)], pageParams: [null] }, initialDataUpdatedAt: first.atMs }),
  });
}

/** The newest of a list, asked again whenever announcements may have been missed. */
export function executionHeadOptions(client: Client, question: ExecutionQuestion, first?: FirstExecutions) {
  return queryOptions({
    queryKey: ["executions", question.workspaceId, "head", question.search, timeRangeKey(question.range)],
    queryFn: () => listExecutions(client, listArguments(question, { nowMs: Date.now(), limit: FIRST_PAGE_ROWS })),
    structuralSharing: false,
    staleTime: 5000,
    ...(first !== undefined && { initialData: first.rows, initialDataUpdatedAt: first.atMs }),
  });
}

/** How many executions ended in the range, by agent and task type. */
export function executionCountsOptions(client: Client, workspaceId: string, range: TimeRange) {
  return queryOptions({
    queryKey: ["executions", workspaceId, "counts", timeRangeKey(range)],
    queryFn: () => readExecutionTotals(client, { workspaceId, ...resolveTimeRange(range, Date.now()), by: ["agent", "task_type"] }),
    placeholderData: keepPreviousData,
  });
}

/** The agents and task types that a list can be narrowed to. */
export function fleetNamesOptions(client: Client, workspaceId: string) {
  return queryOptions({
    queryKey: ["agents", workspaceId, "task-types"],
    queryFn: () => listAgents(client, workspaceId),
    staleTime: 60_000,
  });
}

/** One execution with its relatives; null when there is none. `id` is a UUID. */
export function executionFamilyOptions(client: Client, key: { readonly workspaceId: string; readonly id: string }) {
  return queryOptions({
    queryKey: ["executions", key.workspaceId, "family", key.id],
    queryFn: () => readFamily(client, key),
  });
}

/** Reads what {@link executionFamilyOptions} holds; also where the cut left the execution itself out. */
async function readFamily(client: Client, key: { readonly workspaceId: string; readonly id: string }): Promise<ExecutionFamily | null> {
  const relatives = await readExecutionFamily(client, key);
  const execution = relatives.find((relative) => relative.id === key.id) ?? (await readExecution(client, key));
  return execution === null ? null : { execution, relatives, isCut: relatives.length >= FAMILY_LIMIT };
}

/** A first page as the list holds it. */
export function toFirstPage(rows: readonly ExecutionSummary[]): ExecutionPage {
  return { rows, more: rows.length === FIRST_PAGE_ROWS };
}
