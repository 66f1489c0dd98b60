"use client";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useSetAddressParameter } from "@/components/shell/use-address-parameter.ts";
import { useTimeRange } from "@/components/shell/use-time-range.ts";
import { Select } from "@/components/ui/select.tsx";
import { Cell, HeadCell, Row, Table, TableHead } from "@/components/ui/table.tsx";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { formatCost } from "@/lib/core/format/format-cost.ts";
import { formatCount } from "@/lib/core/format/format-count.ts";
import { formatDuration } from "@/lib/core/format/format-duration.ts";
import type { GroupedFigures } from "@/lib/domain/execution-figures.ts";
import { comparableTaskTypes, compareAgents, scaleStart } from "@/lib/view/compare-agents.ts";
import { agentPath, executionsPath } from "@/lib/view/figure-links.ts";
import { SuccessCell } from "./success-cell.tsx";

/** The agents side by side at one task type: which is better at it, and what it costs. */
export function TaskComparison({ operations }: { readonly operations: readonly GroupedFigures[] }) {
  const range = useTimeRange();
  const { slug } = useWorkspace();
  const setParameter = useSetAddressParameter();
  const taskTypes = comparableTaskTypes(operations);
  const asked = useSearchParams().get("task");
  const chosen = taskTypes.find(({ taskType }) => taskType === asked)?.taskType ?? taskTypes[0]?.taskType;
  if (chosen === undefined) return null;
  const { agents, sentence } = compareAgents(operations, chosen);
  const from = scaleStart(agents);
  return (
    <section aria-label="Agents side by side" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 className="font-medium">Who is better at</h2>
        <Select
          label="Task type to compare agents at"
          value={chosen}
          options={taskTypes.map(({ taskType, agents: count }) => ({ value: taskType, label: `${taskType} (${count})` }))}
          onChange={(taskType) => setParameter("task", taskType)}
          className="max-w-72"
        />
      </div>
      <p className="text-pretty [overflow-wrap:anywhere]">{sentence}</p>
      <Table caption={`Agents at ${chosen}`}>
        <TableHead>
          <tr>
            <HeadCell>Agent</HeadCell>
            <HeadCell figure>Executions</HeadCell>
            <HeadCell figure className="lg:pr-[12.5rem]">
              Success
            </HeadCell>
            <HeadCell figure className="hidden sm:table-cell">
              p50
            </HeadCell>
            <HeadCell figure>p95</HeadCell>
            <HeadCell figure className="hidden sm:table-cell">
              Cost each
            </HeadCell>
          </tr>
        </TableHead>
        <tbody>
          {agents.map((agent) => (
            <Row key={agent.agentId}>
              <Cell className="w-full min-w-32 max-w-0">
                <Link href={agentPath(slug, agent.agentId, range)} title={agent.agentId} className="block truncate hover:underline">
                  {agent.agentId}
                </Link>
              </Cell>
              <Cell figure>
                <Link
                  href={executionsPath(slug, { agentIds: [agent.agentId], taskTypes: [chosen] }, range)}
                  aria-label={`Show the ${formatCount(agent.ended)} executions of ${agent.agentId}`}
                  className="text-accent hover:underline"
                >
                  {formatCount(agent.ended)}
                </Link>
              </Cell>
              <Cell>
                <SuccessCell success={agent.success} from={from} />
              </Cell>
              <Cell figure className="hidden sm:table-cell">
                {agent.p50Ms === null ? "unknown" : formatDuration(agent.p50Ms)}
              </Cell>
              <Cell figure>{agent.p95Ms === null ? "unknown" : formatDuration(agent.p95Ms)}</Cell>
              <Cell figure className="hidden sm:table-cell">
                {agent.costEachUsd === null ? "unknown" : formatCost(agent.costEachUsd)}
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
      <p className="hidden text-muted text-sm lg:block">Bars: 90 % interval, on a scale from {Math.round(from * 100)} to 100 %.</p>
    </section>
  );
}
