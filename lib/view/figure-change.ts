import { toGrouped, withSign } from "../core/format/significant.ts";
import type { ExecutionFigures } from "../domain/execution-figures.ts";
import { proportionDifference } from "../stats/proportion-difference.ts";
import { quantileOf } from "../stats/proportion-interval.ts";
import { type CountedSpan, rateRatio } from "../stats/rate-ratio.ts";

/** How a figure differs from the one before it, ready to be shown: `text` with sign and unit, `against` what. */
export type FigureChange = {
  readonly direction: "up" | "down" | "same";
  readonly meaning: "better" | "worse" | "neutral";
  readonly text: string;
  readonly against: string;
};

/** How sure a change must be before it is called one. */
export const CHANGE_CONFIDENCE = 0.95;
/** A quantile is known to 1 %, so two of them differ by less than this by themselves. */
const QUANTILE_NOISE = 0.02;
/** From twice on, a factor is read faster than a percentage. */
const AS_FACTOR = 2;

type Outcomes = Pick<ExecutionFigures, "succeeded" | "failed">;

/** How the success rate moved, in percentage points; the same where chance explains it, null where either side has nothing to judge. */
export function successChange(now: Outcomes, before: Outcomes, against: string): FigureChange | null {
  const one = { successes: now.succeeded, total: now.succeeded + now.failed };
  const two = { successes: before.succeeded, total: before.succeeded + before.failed };
  if (one.total === 0 || two.total === 0) return null;
  const { low, high } = proportionDifference(one, two, CHANGE_CONFIDENCE);
  if (low <= 0 && high >= 0) return noClearChange(against);
  const points = (one.successes / one.total - two.successes / two.total) * 100;
  const isUp = points > 0;
  return { direction: isUp ? "up" : "down", meaning: isUp ? "better" : "worse", text: `${signed(points)} points`, against };
}

/** How often something happens, against before, per time; the same where chance explains it, null where nothing was counted before. */
export function rateChange(now: CountedSpan, before: CountedSpan, against: string): FigureChange | null {
  if (before.count === 0 || now.lengthMs <= 0) return null;
  const { low, high } = rateRatio(now, before, CHANGE_CONFIDENCE);
  if (low <= 1 && (high === null || high >= 1)) return noClearChange(against);
  return factorChange(now.count / now.lengthMs / (before.count / before.lengthMs), against);
}

/** An amount now and before; `logError` is the standard error of the logarithm of their ratio. */
export type MovedAmount = { readonly now: number | null; readonly before: number | null; readonly logError: number };

/**
 * How an amount moved, relative to before; the same within what its error explains. Nothing is said of whether that is good, for the
 * error is an estimate from assumptions. Null where there is no before.
 */
export function amountChange({ now, before, logError }: MovedAmount, against: string): FigureChange | null {
  if (now === null || before === null || now <= 0 || before <= 0) return null;
  const factor = now / before;
  if (Math.abs(Math.log(factor)) <= Math.max(QUANTILE_NOISE, quantileOf(CHANGE_CONFIDENCE) * logError)) return noClearChange(against);
  return factorChange(factor, against);
}

function factorChange(factor: number, against: string): FigureChange {
  const text = factor >= AS_FACTOR ? `${toGrouped(factor, factor < 10 ? 1 : 0)}\u202f×` : `${signed((factor - 1) * 100)}\u202f%`;
  return { direction: factor > 1 ? "up" : "down", meaning: "neutral", text, against };
}

function noClearChange(against: string): FigureChange {
  return { direction: "same", meaning: "neutral", text: "no clear change", against };
}

/** With its sign; one decimal below ten. */
function signed(value: number): string {
  const digits = toGrouped(Math.abs(value), Math.abs(value) < 10 ? 1 : 0);
  return value > 0 ? `+${digits}` : withSign(value, digits);
}
