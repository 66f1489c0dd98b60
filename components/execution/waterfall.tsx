"use client";
import { ChartNoAxesGantt, Table2 } from "lucide-react";
import { useMemo, useState } from "react";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { useNowMs } from "@/lib/browser/clock.tsx";
import { formatExactCount } from "@/lib/core/format/format-count.ts";
import { formatDuration } from "@/lib/core/format/format-duration.ts";
import type { Execution } from "@/lib/domain/execution.ts";
import { shapeWaterfall } from "@/lib/view/execution-waterfall.ts";
import { WaterfallBars } from "./waterfall-bars.tsx";
import { WaterfallTable } from "./waterfall-table.tsx";

type WaterfallProps = {
  readonly family: readonly Execution[];
  readonly isCut: boolean;
  readonly currentId: string;
  readonly onSelect: (id: string) => void;
};

/** An execution among its relatives, over time. */
export function Waterfall({ family, isCut, currentId, onSelect }: WaterfallProps) {
  const nowMs = useNowMs();
  const [isTable, setTable] = useState(false);
  const hasRunning = family.some((execution) => execution.status === "running");
  const settledMs = hasRunning ? nowMs : 0;
  const waterfall = useMemo(() => shapeWaterfall(family, settledMs), [family, settledMs]);
  const Drawing = isTable ? WaterfallTable : WaterfallBars;
  return (
    <figure aria-label="Waterfall" className="flex min-w-0 flex-col gap-1">
      <div className="flex h-7 items-center gap-2">
        <h2 className="min-w-0 flex-1 truncate font-medium">
          Waterfall{" "}
          <span className="figures font-normal text-muted text-sm">
            {formatExactCount(family.length)} executions over {formatDuration(waterfall.lengthMs)}
          </span>
        </h2>
        <IconButton label={isTable ? "Show as bars" : "Show as a table"} size="small" onClick={() => setTable(!isTable)}>
          {isTable ? <ChartNoAxesGantt aria-hidden="true" /> : <Table2 aria-hidden="true" />}
        </IconButton>
      </div>
      <Drawing waterfall={waterfall} currentId={currentId} onSelect={onSelect} />
      {isCut ? (
        <figcaption className="text-muted text-sm">The family is larger than this; the first {family.length} are shown.</figcaption>
      ) : null}
    </figure>
  );
}
