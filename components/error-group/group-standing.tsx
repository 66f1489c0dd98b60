"use client";
import { useQuery } from "@tanstack/react-query";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { useNowMs, useTimeZone } from "@/lib/browser/clock.tsx";
import { errorGroupQueries } from "@/lib/browser/error-group-queries.ts";
import { useSupabase } from "@/lib/browser/supabase.tsx";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { type ErrorGroup, groupState } from "@/lib/domain/error-group.ts";
import { ignoreEndWords } from "@/lib/view/error-group-words.ts";
import { GroupStateMark } from "./group-state-mark.tsx";

/** How a group stands, since when and by whom, and who has it in hand. */
export function GroupStanding({ group }: { readonly group: ErrorGroup }) {
  const nameOf = useMemberName();
  const zone = useTimeZone();
  const state = groupState(group, useNowMs());
  const isDecided = state !== "new" && state !== "open";
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      <GroupStateMark state={state} className="font-medium" />
      {isDecided ? (
        <span className="text-muted">
          {group.ignoreUntil === null ? null : `${ignoreEndWords(group.ignoreUntil, zone)}, `}
          <RelativeTime atMs={group.stateChangedAt} />
          {group.stateChangedBy === null ? null : ` by ${nameOf(group.stateChangedBy)}`}
        </span>
      ) : null}
      {group.burstSince === null ? null : (
        <span className="text-serious">
          Comes in a burst since <RelativeTime atMs={group.burstSince} />
        </span>
      )}
      <span className="text-muted">{group.assigneeId === null ? "Assigned to nobody" : `Assigned to ${nameOf(group.assigneeId)}`}</span>
      {group.stateReason === null || !isDecided ? null : <span className="w-full text-muted">{group.stateReason}</span>}
    </p>
  );
}

/** Gives a member's name; one who has left is "a former member". */
export function useMemberName(): (userId: string) => string {
  const members = useQuery(errorGroupQueries.members(useSupabase(), useWorkspace().id));
  return (userId) =>
    members.data?.find((member) => member.userId === userId)?.displayName ?? (members.data ? "a former member" : "a member");
}
