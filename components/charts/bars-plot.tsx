import { useMemo } from "react";
import { Bar, BarChart, CartesianGrid, ReferenceArea, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { useTimeZone } from "@/lib/browser/clock.tsx";
import type { TimeSpan } from "@/lib/domain/time-range.ts";
import { type BarPart, type ChartBar, type ChartUnit, formatInUnit } from "@/lib/view/chart.ts";
import { timeTicks } from "@/lib/view/time-axis.ts";
import { CHART_MARGIN, GRID, TICK } from "./chart-constants.ts";
import { ChartTooltip } from "./chart-tooltip.tsx";
import { useZoomDrag } from "./use-zoom-drag.ts";

type BarsPlotProps = {
  /** Names the drawing for those who do not see it. */
  readonly label: string;
  readonly unit: ChartUnit;
  readonly parts: readonly BarPart[];
  readonly bars: readonly ChartBar[];
  readonly span: TimeSpan;
  readonly onZoom?: (fromMs: number, toMs: number) => void;
};

/** The drawing inside of StackedBars. */
export function BarsPlot({ label, unit, parts, bars, span, onZoom }: BarsPlotProps) {
  const timeZone = useTimeZone();
  const stepMs = bars.length > 1 ? (bars[1]?.atMs ?? 0) - (bars[0]?.atMs ?? 0) : 0;
  const zoom = useZoomDrag(onZoom, stepMs);
  const ticks = useMemo(() => {
    const starts = new Set(bars.map((bar) => bar.atMs));
    return timeTicks(span, timeZone, 8).filter((tick) => starts.has(tick.atMs));
  }, [bars, span, timeZone]);
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 208 }}>
      <BarChart
        aria-label={label}
        data={[...bars]}
        syncId="page"
        syncMethod="value"
        margin={CHART_MARGIN}
        barCategoryGap="12%"
        {...zoom.handlers}
      >
        <CartesianGrid {...GRID} />
        <XAxis
          dataKey="atMs"
          ticks={ticks.map((tick) => tick.atMs)}
          tickFormatter={(atMs: number) => ticks.find((tick) => tick.atMs === atMs)?.label ?? ""}
          {...TICK}
        />
        <YAxis
          width={64}
          allowDecimals={unit !== "count"}
          tickFormatter={(value: number) => formatInUnit(unit, value)}
          tickCount={5}
          {...TICK}
        />
        <Tooltip
          cursor={{ fill: "var(--muted)", fillOpacity: 0.15 }}
          isAnimationActive={false}
          content={({ active, label, payload }) => {
            const bar: ChartBar | undefined = payload[0]?.payload;
            if (!active || bar === undefined) return null;
            const lines = parts.map((part) => ({ ...part, colour: `var(--${part.tone})`, value: bar.amounts[part.key] ?? 0 }));
            return <ChartTooltip atMs={Number(label)} timeZone={timeZone} unit={unit} lines={lines.toReversed()} />;
          }}
        />
        {parts.map((part) => (
          <Bar
            key={part.key}
            name={part.label}
            stackId="all"
            dataKey={(bar: ChartBar) => bar.amounts[part.key] ?? 0}
            fill={`var(--${part.tone})`}
            isAnimationActive={false}
          />
        ))}
        {zoom.selection === null ? null : (
          <ReferenceArea x1={zoom.selection.fromMs} x2={zoom.selection.toMs} fill="var(--accent)" fillOpacity={0.15} />
        )}
      </BarChart>
    </ResponsiveContainer>
  );
}
