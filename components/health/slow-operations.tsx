"use client";
import Link from "next/link";
import { useHeldOrder } from "@/components/agent/use-held-order.ts";
import { useTimeRange } from "@/components/shell/use-time-range.ts";
import { Cell, HeadCell, Row, Table, TableHead } from "@/components/ui/table.tsx";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { formatCount } from "@/lib/core/format/format-count.ts";
import { formatDuration, formatExactDuration } from "@/lib/core/format/format-duration.ts";
import type { GroupedFigures } from "@/lib/domain/execution-figures.ts";
import { executionsPath } from "@/lib/view/figure-links.ts";
import { ENOUGH_FOR_P95, operationKey, slowest } from "@/lib/view/operations.ts";
import { OperationList } from "./operation-list.tsx";
import { OperationName } from "./operation-name.tsx";

const SHOWN = 6;

/** What takes longest. */
export function SlowOperations({ operations }: { readonly operations: readonly GroupedFigures[] }) {
  const range = useTimeRange();
  const { slug } = useWorkspace();
  const { shown, handlers } = useHeldOrder(slowest(operations, SHOWN), operationKey, "slow");
  const nothing = operations.length === 0 ? "Nothing ended in this range." : `No operation ended ${ENOUGH_FOR_P95} times in this range.`;
  return (
    <OperationList
      title="Slowest operations"
      caption={`By p95: one in twenty takes longer. Only operations of which at least ${ENOUGH_FOR_P95} ended, for fewer have no p95 worth the name.`}
      empty={shown.length > 0 ? null : nothing}
    >
      <Table caption="Slowest operations" {...handlers}>
        <TableHead>
          <tr>
            <HeadCell>Operation</HeadCell>
            <HeadCell figure className="hidden sm:table-cell">
              p50
            </HeadCell>
            <HeadCell figure>p95</HeadCell>
            <HeadCell figure>Executions</HeadCell>
          </tr>
        </TableHead>
        <tbody>
          {shown.map((operation) => (
            <Row key={operationKey(operation)}>
              <Cell className="w-full max-w-0">
                <OperationName {...operation} />
              </Cell>
              <Cell figure className="hidden text-muted sm:table-cell">
                {operation.p50Ms === null ? "unknown" : formatDuration(operation.p50Ms)}
              </Cell>
              <Cell figure title={formatExactDuration(operation.p95Ms)}>
                {formatDuration(operation.p95Ms)}
              </Cell>
              <Cell figure>
                <Link
                  href={executionsPath(slug, { agentIds: [operation.agentId], taskTypes: [operation.taskType] }, range)}
                  aria-label={`Show the ${operation.ended} executions of ${operation.agentId} at ${operation.taskType}`}
                  className="text-accent hover:underline"
                >
                  {formatCount(operation.ended)}
                </Link>
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </OperationList>
  );
}
