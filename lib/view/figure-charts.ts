import type { SeriesStep } from "../domain/execution-figures.ts";
import type { TimeSpan } from "../domain/time-range.ts";
import type { BarPart, ChartBar, ChartPoint, ChartSeries } from "./chart.ts";
import { showSuccess } from "./success-text.ts";
import { fillSteps } from "./time-steps.ts";

/** A series as it was read: its steps, their width, and the span that they fill. */
export type ReadSeries = { readonly series: readonly SeriesStep[]; readonly span: TimeSpan; readonly stepMs: number };

/** The parts of the bars of {@link statusBars}, from the ground up: what failed lies lowest, so that its height is read off the axis. */
export const STATUS_PARTS: readonly BarPart[] = [
  { key: "failed", label: "failed", tone: "critical" },
  { key: "cancelled", label: "cancelled", tone: "muted" },
  { key: "succeeded", label: "succeeded", tone: "healthy" },
];

/** How many executions ended in each step, by status. */
export function statusBars(read: ReadSeries): readonly ChartBar[] {
  return fillSteps(read.series, read, (atMs, step) => ({
    atMs,
    amounts: { succeeded: step?.succeeded ?? 0, failed: step?.failed ?? 0, cancelled: step?.cancelled ?? 0 },
  }));
}

/** The success rate of each step with its 90 % interval; a gap where nothing succeeded or failed, for there the rate is unknown and not 0. */
export function successSeries(read: ReadSeries): readonly ChartSeries[] {
  const points = fillSteps(read.series, read, (atMs, step): ChartPoint => {
    const success = step === undefined ? null : showSuccess(step);
    if (success === null) return { atMs, value: null };
    return { atMs, value: success.ratio, low: success.interval.low, high: success.interval.high };
  });
  return [{ key: "success", label: "success", points }];
}

/** The three latency quantiles of each step, slowest first; a gap where nothing ended. */
export function latencySeries(read: ReadSeries): readonly ChartSeries[] {
  const line = (label: string, pick: (step: SeriesStep) => number | null): ChartSeries => ({
    key: label,
    label,
    points: fillSteps(read.series, read, (atMs, step) => ({ atMs, value: step === undefined ? null : pick(step) })),
  });
  return [line("p50", (step) => step.p50Ms), line("p95", (step) => step.p95Ms), line("p99", (step) => step.p99Ms)];
}
