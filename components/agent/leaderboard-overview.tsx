"use client";
import Link from "next/link";
import { useTimeRange } from "@/components/shell/use-time-range.ts";
import { Cell, HeadCell, Row, Table, TableHead } from "@/components/ui/table.tsx";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { formatRatio } from "@/lib/core/format/format-ratio.ts";
import type { AgentEvidence, AgentRecommendation } from "@/lib/domain/recommendation.ts";
import { agentPath } from "@/lib/view/figure-links.ts";
import { leaderScaleStart, leadersOf } from "@/lib/view/leaderboard.ts";
import { SuccessCell } from "./success-cell.tsx";

type LeaderboardOverviewProps = {
  readonly told: readonly AgentRecommendation[];
  readonly evidence: readonly AgentEvidence[];
  readonly chosen: string;
  readonly onChoose: (taskType: string) => void;
};

/** The first agent of each task type: the verdict without choosing anything. */
export function LeaderboardOverview({ told, evidence, chosen, onChoose }: LeaderboardOverviewProps) {
  const { slug } = useWorkspace();
  const range = useTimeRange();
  const rows = told.map((recommendation) => {
    const leaders = leadersOf(recommendation, evidence);
    return { taskType: recommendation.taskType, first: leaders[0], isAlone: leaders.length === 1 };
  });
  const from = leaderScaleStart(rows.flatMap(({ first }) => first ?? []));
  return (
    <section aria-label="Best agent for each task type" className="flex flex-col gap-1">
      <h2 className="font-medium">Best for each task type</h2>
      <Table caption="Best agent for each task type" boxClassName="max-h-[26rem]">
        <TableHead>
          <tr>
            <HeadCell>Task type</HeadCell>
            <HeadCell>Agent</HeadCell>
            <HeadCell figure className="lg:pr-[12.5rem]">
              Success
            </HeadCell>
            <HeadCell figure className="hidden sm:table-cell">
              Counted
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
        <tbody>
          {rows.map(({ taskType, first, isAlone }) => (
            <Row key={taskType} selected={taskType === chosen}>
              <Cell className="max-w-40 sm:max-w-72">
                <button
                  type="button"
                  onClick={() => onChoose(taskType)}
                  title={taskType}
                  className="block max-w-full truncate text-left text-accent hover:underline"
                >
                  {taskType}
                </button>
              </Cell>
              {first === undefined ? (
                <Cell colSpan={4} className="text-muted">
                  Too little has ended to say.
                </Cell>
              ) : (
                <>
                  <Cell className="w-full min-w-28 max-w-0">
                    <Link
                      href={agentPath(slug, first.agent.agentId, range)}
                      title={first.agent.agentId}
                      className="block truncate hover:underline"
                    >
                      {first.agent.agentId}
                    </Link>
                  </Cell>
                  <Cell>
                    <SuccessCell success={first.success} from={from} />
                  </Cell>
                  <Cell figure className="hidden sm:table-cell">
                    {first.sampleText}
                  </Cell>
                  <Cell figure className="hidden md:table-cell">
                    {isAlone ? <span className="text-muted">only agent</span> : formatRatio(first.agent.confidence)}
                  </Cell>
                </>
              )}
            </Row>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
