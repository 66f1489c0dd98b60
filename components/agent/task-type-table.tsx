"use client";
import Link from "next/link";
import { useTimeRange } from "@/components/shell/use-time-range.ts";
import { Cell, HeadCell, Row, Table, TableHead } from "@/components/ui/table.tsx";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { formatCost } from "@/lib/core/format/format-cost.ts";
import { formatCount } from "@/lib/core/format/format-count.ts";
import { formatDuration } from "@/lib/core/format/format-duration.ts";
import { endedCount, type GroupedFigures } from "@/lib/domain/execution-figures.ts";
import { costEachUsd } from "@/lib/view/agent-rows.ts";
import { executionsPath } from "@/lib/view/figure-links.ts";
import { showSuccess } from "@/lib/view/success-text.ts";
import { SuccessCell } from "./success-cell.tsx";

/** What one agent does, by task type. */
export function TaskTypeTable({ agentId, operations }: { readonly agentId: string; readonly operations: readonly GroupedFigures[] }) {
  const range = useTimeRange();
  const { slug } = useWorkspace();
  const byUse = [...operations].sort((a, b) => endedCount(b) - endedCount(a));
  return (
    <section aria-label="Task types" className="flex flex-col gap-1">
      <h2 className="font-medium">Task types</h2>
      {byUse.length === 0 ? <p className="text-muted">Nothing ended in this range.</p> : null}
      <Table caption="Task types" className={byUse.length === 0 ? "hidden" : ""}>
        <TableHead>
          <tr>
            <HeadCell>Task type</HeadCell>
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
          {byUse.map((figures) => {
            const each = costEachUsd(figures);
            const taskType = figures.taskType ?? "";
            return (
              <Row key={taskType}>
                <Cell className="w-full min-w-32 max-w-0" title={taskType}>
                  {taskType}
                </Cell>
                <Cell figure>
                  <Link
                    href={executionsPath(slug, { agentIds: [agentId], taskTypes: [taskType] }, range)}
                    aria-label={`Show the ${formatCount(endedCount(figures))} executions at ${taskType}`}
                    className="text-accent hover:underline"
                  >
                    {formatCount(endedCount(figures))}
                  </Link>
                </Cell>
                <Cell>
                  <SuccessCell success={showSuccess(figures)} />
                </Cell>
                <Cell figure className="hidden sm:table-cell">
                  {figures.p50Ms === null ? "unknown" : formatDuration(figures.p50Ms)}
                </Cell>
                <Cell figure>{figures.p95Ms === null ? "unknown" : formatDuration(figures.p95Ms)}</Cell>
                <Cell figure className="hidden sm:table-cell">
                  {each === null ? "unknown" : formatCost(each)}
                </Cell>
              </Row>
            );
          })}
        </tbody>
      </Table>
    </section>
  );
}
