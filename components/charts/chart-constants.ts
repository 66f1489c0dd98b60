import type { ChartUnit } from "@/lib/view/chart.ts";

/** Room at the right for the labels at the ends of lines; the same in every chart, so that times stand under one another. */
export const CHART_MARGIN = { top: 8, right: 56, bottom: 0, left: 0 } as const;

/** Horizontal lines only: time is read off the rule under the pointer. */
export const GRID = { vertical: false, stroke: "var(--line)" } as const;

/** Ticks are words, without a line of their own. */
export const TICK = {
  tick: { fontSize: 11, fill: "var(--muted)" },
  tickLine: false,
  axisLine: false,
  tickMargin: 6,
  minTickGap: 8,
} as const;

/** The vertical rule that follows the pointer on all charts of the page. */
export const CURSOR = { stroke: "var(--muted)", strokeWidth: 1 } as const;

/** How a title says the unit. */
export const UNIT_WORDS: Readonly<Record<ChartUnit, string>> = {
  duration: "time",
  count: "count",
  ratio: "%",
  cost: "US dollars",
};
