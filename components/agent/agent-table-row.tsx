"use client";
import Link from "next/link";
import { Sparkline } from "@/components/charts/sparkline.tsx";
import { useTimeRange } from "@/components/shell/use-time-range.ts";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Cell, Row } from "@/components/ui/table.tsx";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { formatCost, formatExactCost } from "@/lib/core/format/format-cost.ts";
import { formatCount, formatExactCount } from "@/lib/core/format/format-count.ts";
import { formatDuration, formatExactDuration } from "@/lib/core/format/format-duration.ts";
import type { FleetTrend } from "@/lib/domain/fleet-reading.ts";
import { type AgentRow, describeTrend, successTrend } from "@/lib/view/agent-rows.ts";
import { agentPath } from "@/lib/view/figure-links.ts";
import { SuccessCell } from "./success-cell.tsx";

type AgentTableRowProps = {
  readonly row: AgentRow;
  readonly scaleFrom: number;
  readonly trend: FleetTrend | undefined;
  readonly trendFrom: number;
};

/** An agent with its figures; its name leads to its page. */
export function AgentTableRow({ row, scaleFrom, trend, trendFrom }: AgentTableRowProps) {
  const { slug } = useWorkspace();
  const range = useTimeRange();
  const { agent } = row;
  const values = trend === undefined ? [] : successTrend(trend, agent.id);
  return (
    <Row className="hover:bg-hover has-[[data-row-link]:focus-visible]:bg-hover">
      <Cell className="w-full min-w-32 max-w-0">
        <Link href={agentPath(slug, agent.id, range)} data-row-link title={agent.id} className="block truncate font-medium hover:underline">
          {agent.id}
        </Link>
      </Cell>
      <Cell figure title={formatExactCount(row.ended)}>
        {formatCount(row.ended)}
      </Cell>
      <Cell>
        <SuccessCell success={row.success} from={scaleFrom} />
      </Cell>
      <Cell className="hidden md:table-cell">
        {trend === undefined ? (
          <span className="block h-6 w-24" />
        ) : (
          <Sparkline values={values} label={describeTrend(values)} from={trendFrom} to={1} />
        )}
      </Cell>
      <Duration ms={row.p50Ms} />
      <Duration ms={row.p95Ms} />
      <Cell figure className="hidden md:table-cell" {...(row.costEachUsd === null ? {} : { title: formatExactCost(row.costEachUsd) })}>
        {row.costEachUsd === null ? <span className="text-muted">unknown</span> : formatCost(row.costEachUsd)}
      </Cell>
      <Cell figure className="hidden sm:table-cell">
        <RelativeTime atMs={agent.lastSeenAt} />
      </Cell>
    </Row>
  );
}

function Duration({ ms }: { readonly ms: number | null }) {
  return (
    <Cell figure className="hidden sm:table-cell" {...(ms === null ? {} : { title: formatExactDuration(ms) })}>
      {ms === null ? <span className="text-muted">unknown</span> : formatDuration(ms)}
    </Cell>
  );
}
