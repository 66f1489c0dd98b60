"use client";
import { useQuery } from "@tanstack/react-query";
import { ErrorState } from "@/components/ui/error-state.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { useTimeZone } from "@/lib/browser/clock.tsx";
import { errorGroupQueries } from "@/lib/browser/error-group-queries.ts";
import { useSupabase } from "@/lib/browser/supabase.tsx";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import type { ErrorGroup } from "@/lib/domain/error-group.ts";
import { decisionWords } from "@/lib/view/error-group-words.ts";
import { errorSentence } from "@/lib/view/error-sentence.ts";
import { useMemberName } from "./group-standing.tsx";

/** What was decided of a group, by whom and when, newest first; it begins with when the group was first seen. */
export function GroupDecisions({ group }: { readonly group: ErrorGroup }) {
  const zone = useTimeZone();
  const nameOf = useMemberName();
  const list = useQuery(errorGroupQueries.decisions(useSupabase(), { workspaceId: useWorkspace().id, id: group.id }));
  return (
    <section aria-label="History" className="flex flex-col gap-1">
      <h2 className="font-medium">History</h2>
      {list.data === undefined && list.isError ? (
        <ErrorState title="The history could not be loaded" onRetry={() => void list.refetch()} className="py-6">
          {errorSentence(list.error)}
        </ErrorState>
      ) : null}
      {list.data === undefined && !list.isError ? <SkeletonRows rows={2} columns={2} /> : null}
      <ol className="flex flex-col text-sm">
        {list.data?.map((decision) => (
          <li key={decision.id} className="flex flex-wrap items-baseline justify-between gap-x-4 border-b py-1">
            <span>
              {decision.actorId === null ? "Windvane" : nameOf(decision.actorId)} {decisionWords(decision, zone, nameOf)}
              {decision.reason === null ? null : <span className="text-muted">: {decision.reason}</span>}
            </span>
            <RelativeTime atMs={decision.at} className="figures text-muted" />
          </li>
        ))}
        <li className="flex flex-wrap items-baseline justify-between gap-x-4 py-1">
          <span>First seen</span>
          <RelativeTime atMs={group.firstSeenAt} className="figures text-muted" />
        </li>
      </ol>
    </section>
  );
}
