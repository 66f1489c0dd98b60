"use client";
import { type ReactNode, useMemo } from "react";
import { Bar, BarChart, CartesianGrid, ReferenceArea, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { useTimeZone } from "@/lib/browser/clock.tsx";
import type { TimeSpan } from "@/lib/domain/time-range.ts";
import { type BarPart, type ChartBar, type ChartUnit, formatInUnit } from "@/lib/view/chart.ts";
import { timeTicks } from "@/lib/view/time-axis.ts";
import { CHART_MARGIN, GRID, TICK, UNIT_WORDS } from "./chart-constants.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { ChartTable } from "./chart-table.tsx";
import { ChartTooltip } from "./chart-tooltip.tsx";
import { useZoomDrag } from "./use-zoom-drag.ts";

type StackedBarsProps = {
  readonly title: string;
  readonly unit: ChartUnit;
  readonly caption?: ReactNode;
  /** From the ground up. */
  readonly parts: readonly BarPart[];
  /** Every step, in order and evenly spaced, also those without anything. */
  readonly bars: readonly ChartBar[];
  readonly span: TimeSpan;
  readonly onZoom?: (fromMs: number, toMs: number) => void;
  readonly className?: string;
};

/** Amounts over time, each bar made of parts. */
export function StackedBars({ title, unit, caption, parts, bars, span, onZoom, className }: StackedBarsProps) {
  const timeZone = useTimeZone();
  const stepMs = bars.length > 1 ? (bars[1]?.atMs ?? 0) - (bars[0]?.atMs ?? 0) : 0;
  const zoom = useZoomDrag(onZoom, stepMs);
  const isEmpty = !bars.some((bar) => parts.some((part) => (bar.amounts[part.key] ?? 0) > 0));
  const ticks = useMemo(() => {
    const starts = new Set(bars.map((bar) => bar.atMs));
    return timeTicks(span, timeZone, 8).filter((tick) => starts.has(tick.atMs));
  }, [bars, span, timeZone]);

  const chart = (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 208 }}>
      <BarChart data={[...bars]} syncId="page" syncMethod="value" margin={CHART_MARGIN} barCategoryGap={1} {...zoom.handlers}>
        <CartesianGrid {...GRID} />
        <XAxis
          dataKey="atMs"
          ticks={ticks.map((tick) => tick.atMs)}
          interval={0}
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
  const rows = bars.map((bar) => ({ atMs: bar.atMs, values: bar.amounts }));
  return (
    <ChartFrame
      title={title}
      unit={UNIT_WORDS[unit]}
      caption={
        <>
          <PartNames parts={parts} /> {caption}
        </>
      }
      empty={isEmpty ? "Nothing ended in this range." : null}
      chart={chart}
      table={<ChartTable title={title} unit={unit} columns={parts} rows={rows} timeZone={timeZone} />}
      {...(className === undefined ? {} : { className })}
    />
  );
}

/** Bars have no ends to write names at. */
function PartNames({ parts }: { readonly parts: readonly BarPart[] }) {
  return (
    <span className="mr-2 inline-flex flex-wrap gap-x-3">
      {parts.map((part) => (
        <span key={part.key} className="inline-flex items-center gap-1.5">
          <span aria-hidden="true" className="size-2 rounded-[2px]" style={{ background: `var(--${part.tone})` }} />
          {part.label}
        </span>
      ))}
    </span>
  );
}
