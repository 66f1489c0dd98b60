"use client";
import { useQuery } from "@tanstack/react-query";
import { Bot, SearchX } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { ExportMenu } from "@/components/execution/export-menu.tsx";
import { useSetAddressParameter } from "@/components/shell/use-address-parameter.ts";
import { useTimeRange } from "@/components/shell/use-time-range.ts";
import { Button, buttonClasses } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { Input } from "@/components/ui/input.tsx";
import { StaleNote } from "@/components/ui/stale-note.tsx";
import { figuresQueries } from "@/lib/browser/figures-queries.ts";
import { useSupabase } from "@/lib/browser/supabase.tsx";
import { useReading } from "@/lib/browser/use-reading.ts";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import type { FleetReading } from "@/lib/domain/fleet-reading.ts";
import { agentRows, filterAgentRows, parseAgentSort, sortAgentRows, trendStart, writeAgentSort } from "@/lib/view/agent-rows.ts";
import { scaleStart } from "@/lib/view/compare-agents.ts";
import { phraseRange } from "@/lib/view/range-phrase.ts";
import { AgentTable } from "./agent-table.tsx";
import { TaskComparison } from "./task-comparison.tsx";

/** The agents of the workspace, and who is better at what. */
export function AgentsPage({ initial }: { readonly initial: Promise<FleetReading> }) {
  const range = useTimeRange();
  const { id: workspaceId, slug } = useWorkspace();
  const client = useSupabase();
  const search = useSearchParams();
  const setParameter = useSetAddressParameter();
  const { reading, stale } = useReading(figuresQueries.fleet(client, { workspaceId, range }), initial);
  const trend = useQuery(figuresQueries.trend(client, { workspaceId, range }));
  // Its own state: the address follows a moment later, and a field must not.
  const [words, setWords] = useState(search.get("q") ?? "");
  const find = (next: string) => {
    setWords(next);
    setParameter("q", next);
  };
  const sort = parseAgentSort({ sort: search.get("sort") ?? undefined });
  const rows = sortAgentRows(filterAgentRows(agentRows(reading), words), sort);
  const scaleFrom = scaleStart(rows);
  const trendFrom = trend.data === undefined ? 0 : trendStart(trend.data);
  if (reading.agents.length === 0) return <NoAgents slug={slug} />;
  return (
    <>
      <div className="flex flex-col gap-2">
        {stale === null ? null : <StaleNote {...stale} />}
        <p className="font-medium text-lg">{summarise(reading, phraseRange(range).within)}</p>
      </div>
      <section aria-label="Agents" className="flex flex-col gap-2">
        <div className="flex items-center justify-between gap-3">
          <Input
            type="search"
            aria-label="Find agents by name or task type"
            placeholder="Find agents by name or task type"
            value={words}
            onChange={(event) => find(event.target.value)}
            className="max-w-80"
          />
          <ExportMenu
            path={`/${slug}/agents/export`}
            parameters={search.toString()}
            size={`${rows.length} agents with their figures ${phraseRange(range).within}.`}
          />
        </div>
        {rows.length === 0 ? (
          <EmptyState
            icon={<SearchX aria-hidden="true" />}
            title="No agent matches"
            action={<Button onClick={() => find("")}>Clear the search</Button>}
          >
            {reading.agents.length} agents have names and task types without “{words}”.
          </EmptyState>
        ) : (
          <AgentTable
            rows={rows}
            sort={sort}
            onSort={(next) => setParameter("sort", writeAgentSort(next))}
            scaleFrom={scaleFrom}
            trendFrom={trendFrom}
            trend={trend.isError ? { steps: [] } : trend.data}
          />
        )}
        <p className="max-w-prose text-muted text-sm">
          Success is sorted by the lower end of its 90 % interval. Cancelled executions count neither way.{" "}
          <span className="hidden lg:inline">Bars: the interval, on a scale from {Math.round(scaleFrom * 100)} to 100 %. </span>
          {trend.data === undefined ? null : (
            <span className="hidden md:inline">Courses: on a scale from {Math.round(trendFrom * 100)} to 100 %.</span>
          )}
        </p>
      </section>
      <TaskComparison operations={reading.operations} />
    </>
  );
}

function summarise({ agents, byAgent }: FleetReading, within: string): string {
  const active = byAgent.length === 0 ? "none" : byAgent.length === agents.length ? "all" : String(byAgent.length);
  if (agents.length === 1) return byAgent.length === 0 ? `1 agent; it ended nothing ${within}.` : `1 agent; it ended work ${within}.`;
  return `${agents.length} agents, ${active} of which ended work ${within}.`;
}

function NoAgents({ slug }: { readonly slug: string }) {
  return (
    <EmptyState
      icon={<Bot aria-hidden="true" />}
      title="No agent has reported yet"
      action={
        <Link href={`/${slug}`} className={buttonClasses("primary")}>
          See how to report
        </Link>
      }
    >
      An agent appears here with its first execution, with how often it succeeds, how long it takes and what it costs.
    </EmptyState>
  );
}
