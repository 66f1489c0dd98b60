import { useMemo } from "react";
import { CartesianGrid, ComposedChart, ReferenceArea, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { useTimeZone } from "@/lib/browser/clock.tsx";
import type { TimeSpan } from "@/lib/domain/time-range.ts";
import { type ChartMark, type ChartRow, type ChartUnit, formatInUnit } from "@/lib/view/chart.ts";
import { timeTicks } from "@/lib/view/time-axis.ts";
import { CHART_MARGIN, CURSOR, GRID, TICK } from "./chart-constants.ts";
import { ChartTooltip } from "./chart-tooltip.tsx";
import { DirectLabels } from "./direct-labels.tsx";
import { drawBand, drawLine, drawMark, endLabel, hasBand, type PlotLine } from "./plot-lines.tsx";
import { useZoomDrag } from "./use-zoom-drag.ts";

type TimeSeriesPlotProps = {
  /** Names the drawing for those who do not see it. */
  readonly label: string;
  readonly unit: ChartUnit;
  readonly rows: readonly ChartRow[];
  readonly lines: readonly PlotLine[];
  readonly span: TimeSpan;
  readonly marks: readonly ChartMark[];
  readonly onZoom?: (fromMs: number, toMs: number) => void;
};

/** The drawing inside of a TimeSeriesChart. */
export function TimeSeriesPlot({ label, unit, rows, lines, span, marks, onZoom }: TimeSeriesPlotProps) {
  const timeZone = useTimeZone();
  const ticks = useMemo(() => timeTicks(span, timeZone, 8), [span, timeZone]);
  const stepMs = rows.length > 1 ? (rows[1]?.atMs ?? 0) - (rows[0]?.atMs ?? 0) : 0;
  const zoom = useZoomDrag(onZoom, stepMs);
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 208 }}>
      <ComposedChart aria-label={label} data={[...rows]} syncId="page" syncMethod="value" margin={CHART_MARGIN} {...zoom.handlers}>
        <CartesianGrid {...GRID} />
        <XAxis
          dataKey="atMs"
          type="number"
          domain={[span.fromMs, span.toMs]}
          allowDataOverflow
          ticks={ticks.map((tick) => tick.atMs)}
          tickFormatter={(atMs: number) => ticks.find((tick) => tick.atMs === atMs)?.label ?? ""}
          {...TICK}
        />
        <YAxis domain={[0, "auto"]} width={64} tickFormatter={(value: number) => formatInUnit(unit, value)} tickCount={5} {...TICK} />
        <Tooltip
          cursor={CURSOR}
          isAnimationActive={false}
          content={({ active, label, payload }) => {
            const row: ChartRow | undefined = payload[0]?.payload;
            if (!active || row === undefined) return null;
            const values = lines.map((line) => ({ ...line, value: row.values[line.key] ?? null }));
            return <ChartTooltip atMs={Number(label)} timeZone={timeZone} unit={unit} lines={values} />;
          }}
        />
        {lines.filter(hasBand).map(drawBand)}
        {lines.map((line) => drawLine(line, rows))}
        {marks.map(drawMark)}
        {zoom.selection === null ? null : (
          <ReferenceArea x1={zoom.selection.fromMs} x2={zoom.selection.toMs} fill="var(--accent)" fillOpacity={0.15} />
        )}
        <DirectLabels labels={lines.flatMap(endLabel)} />
      </ComposedChart>
    </ResponsiveContainer>
  );
}
