"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { HeadCell, Table, TableHead } from "@/components/ui/table.tsx";
import { formatRatio } from "@/lib/core/format/format-ratio.ts";
import type { EvidenceReading } from "@/lib/domain/fleet-reading.ts";
import type { AgentRecommendation } from "@/lib/domain/recommendation.ts";
import { type Leader, leaderScaleStart } from "@/lib/view/leaderboard.ts";
import { LeaderboardRow } from "./leaderboard-row.tsx";
import { useHeldOrder } from "./use-held-order.ts";

type LeaderboardTableProps = {
  readonly told: AgentRecommendation;
  readonly leaders: readonly Leader[];
  readonly reading: EvidenceReading;
};

/** The ranking of one task type, best first; each place opens into what is behind it. */
export function LeaderboardTable({ told, leaders, reading }: LeaderboardTableProps) {
  const [showsUntried, setShowsUntried] = useState(false);
  const tried = leaders.filter((leader) => leader.hasTried);
  const untried = leaders.length - tried.length;
  const rows = showsUntried || tried.length === 0 ? leaders : tried;
  const { shown, handlers } = useHeldOrder(rows, (leader) => leader.agent.agentId, `${told.taskType} ${told.prefer} ${showsUntried}`);
  const from = leaderScaleStart(rows);
  if (told.kind === "insufficient") {
    return (
      <p className="text-muted">
        {told.have} of {told.need} executions that are needed to rank anybody at {told.taskType} have ended.
      </p>
    );
  }
  return (
    <>
      <Exploration leaders={leaders} />
      <Table caption={`Ranking for ${told.taskType}`}>
        <TableHead>
          <tr>
            <HeadCell figure className="w-8">
              <span className="sr-only">Place</span>
            </HeadCell>
            <HeadCell>Agent</HeadCell>
            <HeadCell figure className="lg:pr-[12.5rem]">
              Success
            </HeadCell>
            <HeadCell figure className="hidden sm:table-cell">
              Counted
            </HeadCell>
            <HeadCell figure className="hidden sm:table-cell">
              Typically takes
            </HeadCell>
            <HeadCell figure className="hidden md:table-cell">
              Cost each
            </HeadCell>
            <HeadCell
              figure
              className="hidden md:table-cell"
              title="How likely it is that no other agent succeeds more than five points more often"
            >
              Confidence
            </HeadCell>
          </tr>
        </TableHead>
        <tbody {...handlers}>
          {shown.map((leader) => (
            <LeaderboardRow
              key={leader.agent.agentId}
              leader={leader}
              isAlone={leaders.length === 1}
              taskType={told.taskType}
              reading={reading}
              scaleFrom={from}
            />
          ))}
        </tbody>
      </Table>
      <p className="hidden text-muted text-sm lg:block">Bars: 90 % interval, on a scale from {Math.round(from * 100)} to 100 %.</p>
      {untried === 0 || tried.length === 0 ? null : (
        <Button size="small" variant="quiet" className="self-start" onClick={() => setShowsUntried(!showsUntried)}>
          {showsUntried ? "Hide those who never did it" : `Show ${untried} more who never did it`}
        </Button>
      )}
    </>
  );
}

function Exploration({ leaders }: { readonly leaders: readonly Leader[] }) {
  const tried = leaders.filter((leader) => leader.place > 1 && leader.agent.explorationShare > 0);
  if (tried.length === 0) return null;
  return (
    <p className="text-pretty text-sm">
      <span className="text-muted">To learn more, </span>
      {tried.map((leader, index) => (
        <span key={leader.agent.agentId} className="[overflow-wrap:anywhere]">
          {index === 0 ? "" : index === tried.length - 1 ? " and " : ", "}
          {leader.agent.agentId} gets {formatRatio(leader.agent.explorationShare)}
        </span>
      ))}
      <span className="text-muted"> of the questions: promising, and tried too little to know.</span>
    </p>
  );
}
