"use client";
import { useMemo } from "react";
import { StackedBars } from "@/components/charts/stacked-bars.tsx";
import { TimeSeriesChart } from "@/components/charts/time-series-chart.tsx";
import { useZoom } from "@/components/shell/use-time-range.ts";
import { latencySeries, type ReadSeries, STATUS_PARTS, statusBars, successSeries } from "@/lib/view/figure-charts.ts";

/** Counts, success and latency over time, one below the other's rule. Dragging over one looks at that part. */
export function FigureCharts({ read }: { readonly read: ReadSeries }) {
  const zoom = useZoom();
  const charts = useMemo(() => ({ bars: statusBars(read), success: successSeries(read), latency: latencySeries(read) }), [read]);
  return (
    <section aria-label="Over time" className="grid grid-cols-1 gap-6 lg:grid-cols-2 2xl:grid-cols-3">
      <StackedBars title="Executions by status" unit="count" parts={STATUS_PARTS} bars={charts.bars} span={read.span} onZoom={zoom} />
      <TimeSeriesChart
        title="Success rate"
        unit="ratio"
        caption="Band: 90 % interval. A gap: nothing succeeded or failed."
        series={charts.success}
        span={read.span}
        onZoom={zoom}
      />
      <TimeSeriesChart
        title="Latency"
        unit="duration"
        caption="Half took at most p50; one in twenty longer than p95, one in a hundred longer than p99."
        series={charts.latency}
        span={read.span}
        onZoom={zoom}
        className="lg:col-span-2 2xl:col-span-1"
      />
    </section>
  );
}
