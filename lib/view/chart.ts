import { assertNever } from "../core/assert-never.ts";
import { formatCost, formatExactCost } from "../core/format/format-cost.ts";
import { formatCount, formatExactCount } from "../core/format/format-count.ts";
import { formatDuration, formatExactDuration } from "../core/format/format-duration.ts";
import { formatExactRatio, formatRatio } from "../core/format/format-ratio.ts";

/** What an axis counts in: milliseconds, things, shares from 0 to 1, US dollars. */
export type ChartUnit = "duration" | "count" | "ratio" | "cost";

/** A point of a line; `value` null is a gap. `low` and `high`, where given, bound a band around it. */
export type ChartPoint = {
  readonly atMs: number;
  readonly value: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
};

/** A line, points in order of time. At most five to a chart, in the fixed order of the palette. */
export type ChartSeries = { readonly key: string; readonly label: string; readonly points: readonly ChartPoint[] };

/** Something that happened: a vertical line with a word. */
export type ChartMark = { readonly atMs: number; readonly label: string };

/** A part of a stacked bar. Its tone has a meaning, or is a series' place in the palette. */
export type BarPart = {
  readonly key: string;
  readonly label: string;
  readonly tone: "healthy" | "critical" | "serious" | "warning" | "muted" | "series-1" | "series-2" | "series-3" | "series-4" | "series-5";
};

/** A bar: the step that begins at `atMs`, and how much each part has in it; a part that is left out has none. */
export type ChartBar = { readonly atMs: number; readonly amounts: Readonly<Record<string, number>> };

/** A row of a chart's points at one instant, as the drawing takes it: one value and one band for each series, by its key. */
export type ChartRow = {
  readonly atMs: number;
  readonly values: Readonly<Record<string, number | null>>;
  readonly bands: Readonly<Record<string, readonly [number, number] | null>>;
};

/** The points of several series by instant, in order; a series without a point there has null. Linear but for the sort. */
export function mergeSeries(series: readonly ChartSeries[]): readonly ChartRow[] {
  const rows = new Map<
    number,
    { atMs: number; values: Record<string, number | null>; bands: Record<string, readonly [number, number] | null> }
  >();
  for (const { key, points } of series) {
    for (const point of points) {
      const row = rows.get(point.atMs) ?? { atMs: point.atMs, values: {}, bands: {} };
      rows.set(point.atMs, row);
      row.values[key] = point.value;
      row.bands[key] = point.low == null || point.high == null ? null : [point.low, point.high];
    }
  }
  return [...rows.values()].sort((a, b) => a.atMs - b.atMs);
}

/** A value on an axis or beside a line, with three significant digits and its unit. */
export function formatInUnit(unit: ChartUnit, value: number): string {
  switch (unit) {
    case "duration":
      return formatDuration(value);
    case "count":
      // An axis may put a tick between two whole numbers.
      return Number.isInteger(value) ? formatCount(value) : String(value);
    case "ratio":
      return formatRatio(Math.min(1, Math.max(0, value)));
    case "cost":
      return formatCost(value);
    default:
      return assertNever(unit);
  }
}

/** The same value in full. */
export function formatExactInUnit(unit: ChartUnit, value: number): string {
  switch (unit) {
    case "duration":
      return formatExactDuration(value);
    case "count":
      return Number.isInteger(value) ? formatExactCount(value) : String(value);
    case "ratio":
      return formatExactRatio(Math.min(1, Math.max(0, value)));
    case "cost":
      return formatExactCost(value);
    default:
      return assertNever(unit);
  }
}
