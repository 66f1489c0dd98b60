"use client";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { use } from "react";
import { useTimeRange } from "@/components/shell/use-time-range.ts";
import { Cell, HeadCell, Row, Table, TableHead } from "@/components/ui/table.tsx";
import { useRecommendations } from "@/lib/browser/recommendation-queries.ts";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import type { EvidenceReading } from "@/lib/domain/fleet-reading.ts";
import { leaderboardPath } from "@/lib/view/figure-links.ts";
import { evidencedTaskTypes, leadersOf, parsePreference } from "@/lib/view/leaderboard.ts";
import { SuccessCell } from "./success-cell.tsx";

/** Where an agent stands among those who do the same, task type by task type. */
export function AgentRankings({ agentId, initial }: { readonly agentId: string; readonly initial: Promise<EvidenceReading> }) {
  const reading = use(initial);
  const { slug } = useWorkspace();
  const range = useTimeRange();
  const prefer = parsePreference(useSearchParams().get("prefer"));
  const own = reading.evidence.filter((row) => row.agentId === agentId);
  const taskTypes = evidencedTaskTypes(own).map(({ taskType }) => taskType);
  const told = useRecommendations(reading, taskTypes, prefer);
  const places = told.flatMap((recommendation) => {
    const leaders = leadersOf(recommendation, reading.evidence).filter((leader) => leader.hasTried);
    const at = leaders.findIndex((leader) => leader.agent.agentId === agentId);
    const leader = leaders[at];
    return leader === undefined ? [] : [{ leader, place: at + 1, of: leaders.length, taskType: recommendation.taskType }];
  });
  return (
    <section aria-label="Rank" className="flex flex-col gap-1">
      <h2 className="font-medium">Rank among those who do the same</h2>
      {places.length === 0 ? (
        <p className="text-muted">It has no rank yet: nothing of it has succeeded or failed in the last 90 days.</p>
      ) : (
        <Table caption="Rank by task type">
          <TableHead>
            <tr>
              <HeadCell>Task type</HeadCell>
              <HeadCell figure>Rank</HeadCell>
              <HeadCell figure className="lg:pr-[12.5rem]">
                Success
              </HeadCell>
              <HeadCell figure className="hidden sm:table-cell">
                Counted
              </HeadCell>
              <HeadCell className="hidden md:table-cell">Why</HeadCell>
            </tr>
          </TableHead>
          <tbody>
            {places.map(({ leader, place, of, taskType }) => (
              <Row key={taskType}>
                <Cell className="min-w-28">
                  <Link href={leaderboardPath(slug, { taskType, prefer }, range)} title={taskType} className="text-accent hover:underline">
                    {taskType}
                  </Link>
                </Cell>
                <Cell figure>{of === 1 ? "only one" : `${place} of ${of}`}</Cell>
                <Cell>
                  <SuccessCell success={leader.success} />
                </Cell>
                <Cell figure className="hidden sm:table-cell">
                  {leader.sampleText}
                </Cell>
                <Cell className="hidden w-full max-w-0 text-muted md:table-cell" title={leader.agent.reason}>
                  {leader.agent.reason}
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      )}
    </section>
  );
}
