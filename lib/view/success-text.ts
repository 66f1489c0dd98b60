import { formatRatio, formatRatioOfFew } from "../core/format/format-ratio.ts";
import type { ExecutionFigures } from "../domain/execution-figures.ts";
import { type Interval, proportionInterval } from "../stats/proportion-interval.ts";

/** Below this many, a percentage claims more than is known, and the sample is shown in its place. */
export const FEW = 30;

/** A share with where it lies at 90 %: `text` is `96.1 %`, or `7 of 9` where there are few; `intervalText` is `95.0 to 97.1 %`. */
export type ShownRatio = { readonly ratio: number; readonly text: string; readonly interval: Interval; readonly intervalText: string };

/** The share of `part` in `whole`, for reading; null of nothing. */
export function showRatio(part: number, whole: number): ShownRatio | null {
  if (whole === 0) return null;
  const interval = proportionInterval(part, whole);
  const ratio = part / whole;
  const text = whole < FEW ? formatRatioOfFew(part, whole) : formatRatio(ratio);
  return { ratio, text, interval, intervalText: `${formatRatio(interval.low).replace(/\u202f%$/, "")} to ${formatRatio(interval.high)}` };
}

/** How many succeeded of those that succeeded or failed; null when there is none. */
export function showSuccess(figures: Pick<ExecutionFigures, "succeeded" | "failed">): ShownRatio | null {
  return showRatio(figures.succeeded, figures.succeeded + figures.failed);
}

/** How many failed of those that succeeded or failed; null when there is none. */
export function showFailure(figures: Pick<ExecutionFigures, "succeeded" | "failed">): ShownRatio | null {
  return showRatio(figures.failed, figures.succeeded + figures.failed);
}
