"use client";
import { type ReactNode, useMemo } from "react";
import { useTimeZone } from "@/lib/browser/clock.tsx";
import type { TimeSpan } from "@/lib/domain/time-range.ts";
import { type ChartMark, type ChartSeries, type ChartUnit, mergeSeries } from "@/lib/view/chart.ts";
import { UNIT_WORDS } from "./chart-constants.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { ChartTable } from "./chart-table.tsx";
import { TimeSeriesPlot } from "./time-series-plot.tsx";

type TimeSeriesChartProps = {
  readonly title: string;
  readonly unit: ChartUnit;
  readonly caption?: ReactNode;
  /** At most five; lines break where a value is null, so fill the steps in which nothing happened. */
  readonly series: readonly ChartSeries[];
  readonly span: TimeSpan;
  readonly marks?: readonly ChartMark[];
  readonly onZoom?: (fromMs: number, toMs: number) => void;
  readonly className?: string;
};

/** Lines over time, with bands where the points have them. */
export function TimeSeriesChart({ title, unit, caption, series, span, marks = [], onZoom, className }: TimeSeriesChartProps) {
  const timeZone = useTimeZone();
  const rows = useMemo(() => mergeSeries(series), [series]);
  const lines = useMemo(() => series.slice(0, 5).map((one, index) => ({ ...one, colour: `var(--series-${index + 1})` })), [series]);
  const isEmpty = !rows.some((row) => Object.values(row.values).some((value) => value !== null));
  return (
    <ChartFrame
      title={title}
      unit={UNIT_WORDS[unit]}
      caption={caption}
      empty={isEmpty ? "Nothing ended in this range." : null}
      chart={
        <TimeSeriesPlot
          label={title}
          unit={unit}
          rows={rows}
          lines={lines}
          span={span}
          marks={marks}
          {...(onZoom === undefined ? {} : { onZoom })}
        />
      }
      table={<ChartTable title={title} unit={unit} columns={lines} rows={rows} timeZone={timeZone} />}
      {...(className === undefined ? {} : { className })}
    />
  );
}
