import type { ErrorGroup } from "../domain/error-group.ts";
import type { TimeSpan } from "../domain/time-range.ts";
import type { BarPart, ChartBar } from "./chart.ts";
import { fillSteps } from "./time-steps.ts";

type Grid = { readonly span: TimeSpan; readonly stepMs: number; readonly readAtMs: number };

/** A group's occurrences in every step of the reading that has begun, also those without one: what a sparkline takes. */
export function trendOf(group: Pick<ErrorGroup, "steps">, { span, stepMs, readAtMs }: Grid): readonly number[] {
  const grid = { span: { fromMs: span.fromMs, toMs: Math.min(span.toMs, Math.max(readAtMs, span.fromMs)) }, stepMs };
  return fillSteps(group.steps, grid, (_, step) => step?.count ?? 0);
}

/** A sparkline in words: its greatest step, and whether the last one has any. */
export function describeTrendOf(values: readonly number[]): string {
  const most = Math.max(0, ...values);
  if (most === 0) return "No occurrence in this range";
  return `At most ${most} in a step, ${values.at(-1) ?? 0} in the last`;
}

/** The one part of a group's bars. */
export const OCCURRENCE_PARTS: readonly BarPart[] = [{ key: "count", label: "Failed like this", tone: "critical" }];

/** A group's occurrences as bars, every step of the range. */
export function occurrenceBars(
  group: Pick<ErrorGroup, "steps">,
  grid: { readonly span: TimeSpan; readonly stepMs: number },
): readonly ChartBar[] {
  return fillSteps(group.steps, grid, (atMs, step) => ({ atMs, amounts: { count: step?.count ?? 0 } }));
}
