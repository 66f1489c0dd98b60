"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { formatExactCount } from "@/lib/core/format/format-count.ts";
import { formatRatio } from "@/lib/core/format/format-ratio.ts";
import { formatDay } from "@/lib/core/format/format-time.ts";
import type { RankedAgent } from "@/lib/domain/recommendation.ts";
import { executionsPath } from "@/lib/view/figure-links.ts";
import { type EvidencePeriod, type RankingEvidence, tallyText } from "@/lib/view/leaderboard.ts";

type RankingEvidenceViewProps = { readonly agent: RankedAgent; readonly taskType: string; readonly behind: RankingEvidence };

/** What an estimate was made of: what was counted, what it was pulled towards, and the days, each leading to its executions. */
export function RankingEvidenceView({ agent, taskType, behind }: RankingEvidenceViewProps) {
  const { raw, effective, sibling } = agent.sample;
  return (
    <div className="flex flex-col gap-4 py-2 pl-5 sm:flex-row sm:gap-10">
      <dl className="grid h-fit shrink-0 grid-cols-[auto_auto] gap-x-4 gap-y-1">
        <Fact name="Counted here">{tallyText(behind.total)}</Fact>
        <Fact name="Counts for, faded">
          {count(effective)} of {count(raw)}
        </Fact>
        <Fact name="At other task types">{tallyText(behind.elsewhere)}</Fact>
        <Fact name="Other agents at this">{tallyText(behind.others)}</Fact>
        {behind.siblings.judged === 0 ? null : (
          <Fact name="In sibling workspaces">
            {tallyText(behind.siblings)}, counts for {count(sibling)}
          </Fact>
        )}
        <Fact name="Estimate">{formatRatio(agent.successRatio)}</Fact>
        {agent.explorationShare > 0 ? <Fact name="Sent here to learn">{formatRatio(agent.explorationShare)}</Fact> : null}
      </dl>
      {behind.periods.length === 0 ? (
        <p className="text-muted">It has not ended anything of this task type in 90 days.</p>
      ) : (
        <ol className="grid max-h-48 min-w-0 flex-1 auto-rows-min grid-cols-[repeat(auto-fill,minmax(13rem,1fr))] gap-x-6 gap-y-1 overflow-y-auto">
          {behind.periods.map((period) => (
            <Period key={period.atMs} period={period} agentId={agent.agentId} taskType={taskType} />
          ))}
        </ol>
      )}
    </div>
  );
}

function Period({ period, agentId, taskType }: { readonly period: EvidencePeriod; readonly agentId: string; readonly taskType: string }) {
  const { slug } = useWorkspace();
  const day = formatDay(period.atMs, "UTC");
  const name = period.isWeek ? `week of ${day}` : day;
  return (
    <li className="figures flex justify-between gap-3">
      <Link
        href={executionsPath(slug, { agentIds: [agentId], taskTypes: [taskType] }, period.range)}
        className="text-accent hover:underline"
        aria-label={`Show the executions of ${name}`}
      >
        {name}
      </Link>
      <span>
        {formatExactCount(period.succeeded)} of {formatExactCount(period.judged)}
      </span>
    </li>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="figures text-right">{children}</dd>
    </>
  );
}

/** Effective samples are no whole numbers; of many, the whole is enough. */
function count(value: number): string {
  return value < 100 && !Number.isInteger(value) ? value.toFixed(1) : formatExactCount(Math.round(value));
}
