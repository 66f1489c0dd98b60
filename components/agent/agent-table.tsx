"use client";
import { useRef } from "react";
import { HeadCell, Table, TableHead } from "@/components/ui/table.tsx";
import type { FleetTrend } from "@/lib/domain/fleet-reading.ts";
import type { AgentRow, AgentSort } from "@/lib/view/agent-rows.ts";
import { AgentTableRow } from "./agent-table-row.tsx";
import { SortHead } from "./sort-head.tsx";
import { useHeldOrder } from "./use-held-order.ts";
import { useRowKeys } from "./use-row-keys.ts";

type AgentTableProps = {
  /** In the order of `sort`. */
  readonly rows: readonly AgentRow[];
  readonly sort: AgentSort;
  readonly onSort: (sort: AgentSort) => void;
  /** How the agents fared along the range; undefined until it is there. */
  readonly trend: FleetTrend | undefined;
  /** Where the bars of success and its courses begin, 0 to 1. */
  readonly scaleFrom: number;
  readonly trendFrom: number;
};

/** The agents, one a row. */
export function AgentTable({ rows, sort, onSort, trend, trendFrom, scaleFrom }: AgentTableProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const order = `${sort.by} ${sort.isDescending}`;
  const { shown, handlers } = useHeldOrder(rows, (row) => row.agent.id, order);
  useRowKeys(body);
  return (
    <Table caption="Agents">
      <TableHead>
        <tr>
          <SortHead by="agent" sort={sort} onSort={onSort}>
            Agent
          </SortHead>
          <SortHead by="executions" sort={sort} onSort={onSort} figure>
            Executions
          </SortHead>
          <SortHead by="success" sort={sort} onSort={onSort} figure className="lg:pr-[12.5rem]">
            Success
          </SortHead>
          <HeadCell className="hidden md:table-cell">Course of success</HeadCell>
          <SortHead by="p50" sort={sort} onSort={onSort} figure className="hidden sm:table-cell">
            p50
          </SortHead>
          <SortHead by="p95" sort={sort} onSort={onSort} figure className="hidden sm:table-cell">
            p95
          </SortHead>
          <SortHead by="cost" sort={sort} onSort={onSort} figure className="hidden md:table-cell">
            Cost each
          </SortHead>
          <SortHead by="seen" sort={sort} onSort={onSort} figure className="hidden sm:table-cell">
            Last seen
          </SortHead>
        </tr>
      </TableHead>
      <tbody ref={body} {...handlers}>
        {shown.map((row) => (
          <AgentTableRow key={row.agent.id} row={row} scaleFrom={scaleFrom} trend={trend} trendFrom={trendFrom} />
        ))}
      </tbody>
    </Table>
  );
}
