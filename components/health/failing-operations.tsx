"use client";
import Link from "next/link";
import { useHeldOrder } from "@/components/agent/use-held-order.ts";
import { IntervalBar } from "@/components/charts/interval-bar.tsx";
import { useTimeRange } from "@/components/shell/use-time-range.ts";
import { Cell, HeadCell, Row, Table, TableHead } from "@/components/ui/table.tsx";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { formatCount } from "@/lib/core/format/format-count.ts";
import type { GroupedFigures } from "@/lib/domain/execution-figures.ts";
import { executionsPath } from "@/lib/view/figure-links.ts";
import { failureScaleEnd, operationKey, topFailing } from "@/lib/view/operations.ts";
import { OperationList } from "./operation-list.tsx";
import { OperationName } from "./operation-name.tsx";

const SHOWN = 6;

/** Where failures come from, the best proven first. */
export function FailingOperations({ operations }: { readonly operations: readonly GroupedFigures[] }) {
  const range = useTimeRange();
  const { slug } = useWorkspace();
  const failing = topFailing(operations, SHOWN);
  const scaleTo = failureScaleEnd(failing);
  const { shown, handlers } = useHeldOrder(failing, operationKey, "failing");
  return (
    <OperationList
      title="Failing operations"
      caption={
        <>
          An operation is an agent at a task type. First stands what is surest to fail often: the order goes by the lower end of the 95 %
          interval, so one failure of one does not stand before sixty of two hundred.{" "}
          <span className="hidden sm:inline">Bars: 90 % interval, on a scale from 0 to {Math.round(scaleTo * 100)} %.</span>
        </>
      }
      empty={shown.length > 0 ? null : operations.length === 0 ? "Nothing ended in this range." : "Nothing failed in this range."}
    >
      <Table caption="Failing operations" {...handlers}>
        <TableHead>
          <tr>
            <HeadCell>Operation</HeadCell>
            <HeadCell figure>Failed</HeadCell>
            <HeadCell figure>Share</HeadCell>
            <HeadCell className="hidden sm:table-cell">90 % interval</HeadCell>
          </tr>
        </TableHead>
        <tbody>
          {shown.map((operation) => (
            <Row key={operationKey(operation)}>
              <Cell className="w-full max-w-0">
                <OperationName {...operation} />
              </Cell>
              <Cell figure>
                <Link
                  href={executionsPath(
                    slug,
                    { statuses: ["failed"], agentIds: [operation.agentId], taskTypes: [operation.taskType] },
                    range,
                  )}
                  aria-label={`Show the ${operation.failed} failed executions of ${operation.agentId} at ${operation.taskType}`}
                  className="text-accent hover:underline"
                >
                  {formatCount(operation.failed)}
                </Link>
              </Cell>
              <Cell figure>{operation.failure.text}</Cell>
              <Cell className="hidden sm:table-cell">
                <span className="figures flex items-center gap-2 text-muted">
                  <IntervalBar value={operation.failure.ratio} {...operation.failure.interval} to={scaleTo} />
                  {operation.failure.intervalText}
                </span>
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </OperationList>
  );
}
