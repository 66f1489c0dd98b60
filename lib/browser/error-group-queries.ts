import { infiniteQueryOptions, queryOptions, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { Client } from "../data/client.ts";
import { handleErrorGroup } from "../data/handle-error-group.ts";
import {
  listErrorOccurrences,
  listGroupDecisions,
  readErrorGroup,
  readErrorGroups,
  readGroupOfExecution,
} from "../data/read-error-groups.ts";
import { listMembers } from "../data/workspaces.ts";
import type { ErrorGroup, ErrorGroupReading, ErrorGroupsReading, GroupAction, GroupActionOutcome } from "../domain/error-group.ts";
import { resolveTimeRange, type TimeRange, timeRangeKey } from "../domain/time-range.ts";
import type { FiguresQuery } from "./figures-queries.ts";
import { useSupabase } from "./supabase.tsx";
import { useSingleMutation } from "./use-single-mutation.ts";
import { useWorkspace } from "./workspace.tsx";
import { useErrorGroupChanges, useLiveState } from "./workspace-channel.tsx";

/** While much is learnt at once it is announced many times a second; a person reads no faster than this. */
const REFRESH_AFTER_MS = 1000;
/** Enough to see what varies. */
const PAGE_ROWS = 25;

/** Of which workspace, over which range. */
export type GroupsScope = { readonly workspaceId: string; readonly range: TimeRange };

/** The queries about error groups. All begin with the workspace, so that one announcement asks for all again. */
export const errorGroupQueries = {
  list: (
    client: Client,
    {
      workspaceId,
      range,
      agentIds,
      taskTypes,
    }: GroupsScope & { readonly agentIds: readonly string[]; readonly taskTypes: readonly string[] },
  ): FiguresQuery<ErrorGroupsReading> => ({
    queryKey: ["error-groups", workspaceId, "list", timeRangeKey(range), agentIds, taskTypes],
    queryFn: () => readErrorGroups(client, { workspaceId, range, agentIds, taskTypes, nowMs: Date.now() }),
  }),
  one: (client: Client, { workspaceId, range, id }: GroupsScope & { readonly id: string }): FiguresQuery<ErrorGroupReading> => ({
    queryKey: ["error-groups", workspaceId, "one", id, timeRangeKey(range)],
    queryFn: () => readErrorGroup(client, { workspaceId, range, id, nowMs: Date.now() }),
  }),
  occurrences: (client: Client, { workspaceId, range, id }: GroupsScope & { readonly id: string }) =>
    infiniteQueryOptions({
      queryKey: ["error-groups", workspaceId, "occurrences", id, timeRangeKey(range)],
      queryFn: ({ pageParam }) =>
        listErrorOccurrences(client, {
          workspaceId,
          id,
          fromMs: resolveTimeRange(range, Date.now()).fromMs,
          before: pageParam ?? undefined,
          limit: PAGE_ROWS,
        }),
      initialPageParam: null as string | null,
      getNextPageParam: (last) => (last.length === PAGE_ROWS ? (last.at(-1)?.id ?? null) : null),
    }),
  decisions: (client: Client, { workspaceId, id }: { readonly workspaceId: string; readonly id: string }) =>
    queryOptions({
      queryKey: ["error-groups", workspaceId, "decisions", id],
      queryFn: () => listGroupDecisions(client, { workspaceId, id }),
    }),
  ofExecution: (client: Client, { workspaceId, executionId }: { readonly workspaceId: string; readonly executionId: string }) =>
    queryOptions({
      queryKey: ["error-groups", workspaceId, "of-execution", executionId],
      queryFn: () => readGroupOfExecution(client, { workspaceId, executionId }),
    }),
  members: (client: Client, workspaceId: string) =>
    queryOptions({ queryKey: ["members", workspaceId], queryFn: () => listMembers(client, workspaceId), staleTime: 60_000 }),
};

/** Asks again for everything about error groups that is shown, soon after failures were grouped or something was decided; not while paused. */
export function useErrorGroupRefresh(): void {
  const { id } = useWorkspace();
  const queries = useQueryClient();
  const isPaused = useLiveState().kind === "paused";
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null);
  useErrorGroupChanges(() => {
    if (isPaused || waiting.current !== null) return;
    waiting.current = setTimeout(() => {
      waiting.current = null;
      void queries.invalidateQueries({ queryKey: ["error-groups", id] });
    }, REFRESH_AFTER_MS);
  });
  useEffect(
    () => () => {
      if (waiting.current !== null) clearTimeout(waiting.current);
      waiting.current = null;
    },
    [],
  );
}

/** What was asked of a group, at the revision that was shown. */
export type GroupRequest = { readonly group: Pick<ErrorGroup, "id" | "revision">; readonly action: GroupAction };

/**
 * Does something with a group at the revision that is shown, and asks for everything about groups again. `onEnd` hears what became of it,
 * also when whoever asked is no longer on the page.
 */
export function useHandleErrorGroup(onEnd: (outcome: GroupActionOutcome, request: GroupRequest) => void, onError: (error: Error) => void) {
  const client = useSupabase();
  const workspaceId = useWorkspace().id;
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: ({ group, action }: GroupRequest) =>
      handleErrorGroup(client, { workspaceId, id: group.id, revision: group.revision, action }),
    onSuccess: onEnd,
    onError,
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ["error-groups", workspaceId] }),
        queries.invalidateQueries({ queryKey: ["alerts", workspaceId] }),
      ]),
  });
}
