"use client";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useId, useState } from "react";
import { useTimeRange } from "@/components/shell/use-time-range.ts";
import { classNames } from "@/components/ui/class-names.ts";
import { Cell, Row } from "@/components/ui/table.tsx";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { formatCost, formatExactCost } from "@/lib/core/format/format-cost.ts";
import { formatDuration, formatExactDuration } from "@/lib/core/format/format-duration.ts";
import { formatRatio } from "@/lib/core/format/format-ratio.ts";
import type { EvidenceReading } from "@/lib/domain/fleet-reading.ts";
import { agentPath } from "@/lib/view/figure-links.ts";
import { type Leader, rankingEvidence } from "@/lib/view/leaderboard.ts";
import { RankingEvidenceView } from "./ranking-evidence.tsx";
import { SuccessCell } from "./success-cell.tsx";

type LeaderboardRowProps = {
  readonly leader: Leader;
  /** Nobody else stands in the ranking, so that there is nothing to be confident about. */
  readonly isAlone: boolean;
  readonly taskType: string;
  readonly reading: EvidenceReading;
  readonly scaleFrom: number;
};

/** An agent's place with the reason below it; the reason opens into the evidence. */
export function LeaderboardRow({ leader, isAlone, taskType, reading, scaleFrom }: LeaderboardRowProps) {
  const { slug } = useWorkspace();
  const range = useTimeRange();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const { place, agent, success, sampleText } = leader;
  const isFirst = place === 1;
  return (
    <>
      <Row className="border-b-0">
        <Cell figure className={isFirst ? "font-medium" : "text-muted"}>
          {place}
        </Cell>
        <Cell className="w-full min-w-32 max-w-0">
          <Link
            href={agentPath(slug, agent.agentId, range)}
            title={agent.agentId}
            className={classNames("block truncate hover:underline", isFirst && "font-medium")}
          >
            {agent.agentId}
          </Link>
        </Cell>
        <Cell>
          <SuccessCell success={success} from={scaleFrom} />
        </Cell>
        <Cell figure className="hidden sm:table-cell">
          {sampleText}
        </Cell>
        <Cell
          figure
          className="hidden sm:table-cell"
          {...(agent.typicalDurationMs === null ? {} : { title: formatExactDuration(agent.typicalDurationMs) })}
        >
          {agent.typicalDurationMs === null ? <Unknown /> : formatDuration(agent.typicalDurationMs)}
        </Cell>
        <Cell
          figure
          className="hidden md:table-cell"
          {...(agent.typicalCostUsd === null ? {} : { title: formatExactCost(agent.typicalCostUsd) })}
        >
          {agent.typicalCostUsd === null ? <Unknown /> : formatCost(agent.typicalCostUsd)}
        </Cell>
        <Cell figure className="hidden md:table-cell">
          {isAlone ? <span className="text-muted">only agent</span> : formatRatio(agent.confidence)}
        </Cell>
      </Row>
      <tr className="border-b align-top">
        <td />
        <td colSpan={6} className="whitespace-normal px-2 pb-2">
          <button
            type="button"
            aria-expanded={isOpen}
            aria-controls={id}
            onClick={() => setOpen(!isOpen)}
            className="flex items-start gap-1 text-left text-muted hover:text-text"
          >
            <ChevronRight aria-hidden="true" className={classNames("mt-0.5 size-4 shrink-0", isOpen && "rotate-90")} />
            <span className="text-pretty [overflow-wrap:anywhere]">{agent.reason}</span>
          </button>
          <div id={id} hidden={!isOpen}>
            {isOpen ? (
              <RankingEvidenceView
                agent={agent}
                taskType={taskType}
                behind={rankingEvidence(reading.evidence, { agentId: agent.agentId, taskType, nowMs: reading.readAtMs })}
              />
            ) : null}
          </div>
        </td>
      </tr>
    </>
  );
}

function Unknown() {
  return <span className="text-muted">unknown</span>;
}
