"use client";
import { Scale } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useSetAddressParameter } from "@/components/shell/use-address-parameter.ts";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { Select } from "@/components/ui/select.tsx";
import { StaleNote } from "@/components/ui/stale-note.tsx";
import { evidenceQuery, useRecommendations } from "@/lib/browser/recommendation-queries.ts";
import { useSupabase } from "@/lib/browser/supabase.tsx";
import { useReading } from "@/lib/browser/use-reading.ts";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import type { EvidenceReading } from "@/lib/domain/fleet-reading.ts";
import { evidencedTaskTypes, leadersOf, parsePreference } from "@/lib/view/leaderboard.ts";
import { LeaderboardOverview } from "./leaderboard-overview.tsx";
import { LeaderboardTable } from "./leaderboard-table.tsx";
import { PreferenceSwitch } from "./preference-switch.tsx";

/** Who should do what: the best agent for each task type, and the whole ranking of one, with why. */
export function Leaderboard({ initial }: { readonly initial: Promise<EvidenceReading> }) {
  const { reading, stale } = useReading(evidenceQuery(useSupabase(), useWorkspace().id), initial);
  const search = useSearchParams();
  const setParameter = useSetAddressParameter();
  const prefer = parsePreference(search.get("prefer"));
  const taskTypes = evidencedTaskTypes(reading.evidence);
  const told = useRecommendations(
    reading,
    taskTypes.map(({ taskType }) => taskType),
    prefer,
  );
  const asked = search.get("task");
  const chosen = told.find(({ taskType }) => taskType === asked) ?? told[firstContested(taskTypes)];
  if (chosen === undefined) return <NoEvidence />;
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-col gap-2">
        {stale === null ? null : <StaleNote {...stale} />}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <span className="text-muted">What counts most</span>
          <PreferenceSwitch value={prefer} onChange={(next) => setParameter("prefer", next === "reliability" ? null : next)} />
        </div>
      </div>
      <LeaderboardOverview
        told={told}
        evidence={reading.evidence}
        chosen={chosen.taskType}
        onChoose={(taskType) => setParameter("task", taskType)}
      />
      <section aria-label="Ranking" className="flex flex-col gap-2">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <h2 className="font-medium">Who should do</h2>
          <Select
            label="Task type to rank agents for"
            value={chosen.taskType}
            options={taskTypes.map(({ taskType, agents }) => ({ value: taskType, label: `${taskType} (${agents})` }))}
            onChange={(taskType) => setParameter("task", taskType)}
            className="max-w-72"
          />
        </div>
        <LeaderboardTable key={chosen.taskType} told={chosen} leaders={leadersOf(chosen, reading.evidence)} reading={reading} />
        <p className="max-w-prose text-muted text-sm">
          From the last 90 days, whatever range is chosen above: by day for two weeks, by week before. Old evidence counts less, thin
          evidence is pulled towards what is known of the agent and of the task type.
        </p>
      </section>
    </div>
  );
}

/** Where there is a choice to make, the eye goes first. */
function firstContested(taskTypes: readonly { readonly agents: number }[]): number {
  return Math.max(
    0,
    taskTypes.findIndex(({ agents }) => agents > 1),
  );
}

function NoEvidence() {
  return (
    <EmptyState icon={<Scale aria-hidden="true" />} title="Nothing to rank by yet">
      Agents are ranked once executions have succeeded or failed. What is running, or was cancelled, says nothing about who is better.
    </EmptyState>
  );
}
