"use client";
import { Bug, CircleCheck, SearchX } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { ExportMenu } from "@/components/execution/export-menu.tsx";
import { useTimeRange } from "@/components/shell/use-time-range.ts";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { SeverityMark } from "@/components/ui/severity-mark.tsx";
import { StaleNote } from "@/components/ui/stale-note.tsx";
import { useNowMs } from "@/lib/browser/clock.tsx";
import { errorGroupQueries, useErrorGroupRefresh } from "@/lib/browser/error-group-queries.ts";
import { useSupabase } from "@/lib/browser/supabase.tsx";
import { useReading } from "@/lib/browser/use-reading.ts";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { type ErrorGroupsReading, GROUP_STATES } from "@/lib/domain/error-group.ts";
import { filterGroups, sortGroups } from "@/lib/view/error-group-search.ts";
import { type GroupsVerdict, judgeGroups, plural } from "@/lib/view/error-group-words.ts";
import { phraseRange } from "@/lib/view/range-phrase.ts";
import { ErrorFilterBar } from "./error-filter-bar.tsx";
import { ErrorTable } from "./error-table.tsx";
import { GroupPanel } from "./group-panel.tsx";
import { useErrorAddress } from "./use-error-address.ts";

/** The database gives at most so many. */
const MOST_GROUPS = 500;

/** What fails, grouped by what it says, and what was decided of it. */
export function ErrorsPage({ initial }: { readonly initial: Promise<ErrorGroupsReading> }) {
  const range = useTimeRange();
  const nowMs = useNowMs();
  const { id: workspaceId, slug } = useWorkspace();
  const parameters = useSearchParams();
  const address = useErrorAddress();
  const { search } = address;
  const query = errorGroupQueries.list(useSupabase(), { workspaceId, range, agentIds: search.agentIds, taskTypes: search.taskTypes });
  const { reading, stale } = useReading(query, initial);
  useErrorGroupRefresh();
  const phrase = useMemo(() => phraseRange(range), [range]);
  const shown = sortGroups(filterGroups(reading.groups, search, nowMs), address.sort);
  if (!reading.hasAny) return <NoErrors />;
  return (
    <>
      <div className="flex flex-col gap-2">
        {stale === null ? null : <StaleNote {...stale} />}
        <Verdict verdict={judgeGroups(reading.groups, phrase, nowMs)} />
      </div>
      <section aria-label="Errors" className="flex flex-col gap-2">
        <div className="flex items-start justify-between gap-3">
          <ErrorFilterBar address={address} groups={reading.groups} nowMs={nowMs} />
          <ExportMenu
            path={`/${slug}/errors/export`}
            parameters={parameters.toString()}
            size={`${plural(shown.length, "error")} ${phrase.within}.`}
          />
        </div>
        {shown.length === 0 ? (
          <EmptyState
            icon={reading.groups.length === 0 ? <CircleCheck aria-hidden="true" /> : <SearchX aria-hidden="true" />}
            title={reading.groups.length === 0 ? "Nothing failed in this range" : "Nothing matches"}
            action={<NextStep address={address} isNothing={reading.groups.length === 0} />}
          >
            {reading.groups.length === 0
              ? "A longer range may hold more."
              : `${plural(reading.groups.length, "error")} ${phrase.within} are in other states or have other words.`}
          </EmptyState>
        ) : (
          <ErrorTable
            groups={shown}
            reading={reading}
            sort={address.sort}
            onSort={address.setSort}
            selectedId={address.selectedId}
            onOpen={address.openPanel}
            phrase={phrase}
          />
        )}
        <p className="max-w-prose text-muted text-sm">
          Failures that say the same are one error; a … stands where they differ. An error is new for 24 hours after it was first seen.
          {reading.groups.length < MOST_GROUPS ? "" : ` These are the ${MOST_GROUPS} most frequent.`}
        </p>
      </section>
      <GroupPanel address={address} ids={shown.map((group) => group.id)} />
    </>
  );
}

function Verdict({ verdict }: { readonly verdict: GroupsVerdict }) {
  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-1">
      {verdict.level === "calm" ? null : <SeverityMark severity={verdict.level} className="mt-0.5" />}
      <p className="min-w-0 flex-1 basis-60 text-pretty font-medium text-lg">{verdict.sentence}</p>
    </div>
  );
}

function NextStep({ address, isNothing }: { readonly address: ReturnType<typeof useErrorAddress>; readonly isNothing: boolean }) {
  const { search } = address;
  const isNarrowed = search.words !== "" || search.agentIds.length + search.taskTypes.length > 0;
  if (isNarrowed) return <Button onClick={address.clear}>Clear filters</Button>;
  return isNothing ? null : <Button onClick={() => address.setStates(GROUP_STATES)}>Show every state</Button>;
}

function NoErrors() {
  return (
    <EmptyState icon={<Bug aria-hidden="true" />} title="No errors yet">
      When an execution fails, it appears here within seconds, together with all others that say the same: how often, since when, and at
      which agents.
    </EmptyState>
  );
}
