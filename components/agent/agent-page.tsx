"use client";
import { ArrowLeft, Bot } from "lucide-react";
import Link from "next/link";
import { useMemo } from "react";
import { FigureCharts } from "@/components/health/figure-charts.tsx";
import { HeadlineRow } from "@/components/health/headline-row.tsx";
import { VerdictLine } from "@/components/health/verdict-line.tsx";
import { useKeepRange, useTimeRange } from "@/components/shell/use-time-range.ts";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { StaleNote } from "@/components/ui/stale-note.tsx";
import { figuresQueries } from "@/lib/browser/figures-queries.ts";
import { useSupabase } from "@/lib/browser/supabase.tsx";
import { usePresentAgentVerdict } from "@/lib/browser/use-present-agent-verdict.ts";
import { useReading } from "@/lib/browser/use-reading.ts";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import type { Agent } from "@/lib/domain/agent.ts";
import type { AgentReading, EvidenceReading } from "@/lib/domain/fleet-reading.ts";
import { judgeAgent } from "@/lib/view/health-verdict.ts";
import { orderVerdicts } from "@/lib/view/present-verdict.ts";
import { phraseRange } from "@/lib/view/range-phrase.ts";
import { AgentRankings } from "./agent-rankings.tsx";
import { NewestFailures } from "./newest-failures.tsx";
import { TaskTypeTable } from "./task-type-table.tsx";

type AgentPageProps = {
  readonly agentId: string;
  readonly initial: Promise<AgentReading>;
  /** Its last quarter of an hour, where the range hides that; null where it does not. */
  readonly present: Promise<AgentReading | null>;
  readonly evidence: Promise<EvidenceReading>;
};

/** One agent: how it fares, at what, how it ranks, and what it failed at last. */
export function AgentPage({ agentId, initial, present, evidence }: AgentPageProps) {
  const range = useTimeRange();
  const { id: workspaceId } = useWorkspace();
  const { reading, stale } = useReading(figuresQueries.agent(useSupabase(), { workspaceId, range, agentId }), initial);
  const phrase = useMemo(() => phraseRange(range), [range]);
  const now = usePresentAgentVerdict({ agentId, range, initial: present });
  if (reading.agent === null) return <UnknownAgent agentId={agentId} />;
  const [verdict, beneath] = orderVerdicts(judgeAgent(agentId, reading, phrase), now);
  return (
    <>
      <div className="flex flex-col gap-2">
        <ToAgents />
        {stale === null ? null : <StaleNote {...stale} />}
        <AgentTitle agent={reading.agent} />
        <VerdictLine verdict={verdict} />
        {beneath === undefined ? null : <p className="text-muted">{beneath.sentence}</p>}
      </div>
      <HeadlineRow figures={reading} phrase={phrase} />
      <FigureCharts read={reading} />
      <TaskTypeTable agentId={agentId} operations={reading.operations} />
      <AgentRankings agentId={agentId} initial={evidence} />
      <NewestFailures agentId={agentId} failures={reading.failures} />
    </>
  );
}

function AgentTitle({ agent }: { readonly agent: Agent }) {
  return (
    <div>
      <h1 className="text-balance font-semibold text-xl [overflow-wrap:anywhere]">{agent.id}</h1>
      {agent.description === "" ? null : <p className="max-w-prose">{agent.description}</p>}
      <p className="text-muted text-sm">
        Last seen <RelativeTime atMs={agent.lastSeenAt} />, first <RelativeTime atMs={agent.firstSeenAt} />.
      </p>
    </div>
  );
}

function ToAgents() {
  const { slug } = useWorkspace();
  const keepRange = useKeepRange();
  return (
    <Link href={keepRange(`/${slug}/agents`)} className="flex w-fit items-center gap-1 text-muted text-sm hover:text-text">
      <ArrowLeft aria-hidden="true" className="size-4" />
      Agents
    </Link>
  );
}

function UnknownAgent({ agentId }: { readonly agentId: string }) {
  return (
    <>
      <ToAgents />
      <EmptyState icon={<Bot aria-hidden="true" />} title="No agent of this name has reported">
        <span className="[overflow-wrap:anywhere]">“{agentId}”</span> is not among this workspace&apos;s agents. Names are told apart by
        upper and lower case.
      </EmptyState>
    </>
  );
}
