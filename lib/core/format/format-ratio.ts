import { AppError } from "../app-error.ts";
import { joinUnit, requireFinite, toGrouped, toSignificant } from "./significant.ts";

/** Below this many percent, digits say nothing that an operator acts on. */
const SMALLEST_PERCENT = 0.01;
/** Above this many percent, three digits would round to 100 and call something perfect that is not. */
const LARGEST_PERCENT = 99.95;

/**
 * A ratio from 0 to 1 as a percentage with three significant digits: `98.2 %`, `4.20 %`. Only 0 is `0 %` and only 1 is `100 %`;
 * what lies nearer than that is `< 0.01 %` or `> 99.9 %`. Raises `invalid_input` outside 0 to 1.
 */
export function formatRatio(ratio: number): string {
  requireRatio(ratio);
  if (ratio === 0 || ratio === 1) return joinUnit(String(ratio * 100), "%");
  const percent = ratio * 100;
  if (percent < SMALLEST_PERCENT) return joinUnit(joinUnit("<", "0.01"), "%");
  if (percent >= LARGEST_PERCENT) return joinUnit(joinUnit(">", "99.9"), "%");
  return joinUnit(toSignificant(percent), "%");
}

/** The same ratio for the hover, with up to six decimals, as in `98.214286 %`. Raises as `formatRatio`. */
export function formatExactRatio(ratio: number): string {
  requireRatio(ratio);
  return joinUnit(toGrouped(ratio * 100, 6), "%");
}

/** A ratio of few, which shows its sample: `7 of 9`. Both are counts from 0; raises `invalid_input` when the part exceeds the whole. */
export function formatRatioOfFew(part: number, whole: number): string {
  if (!Number.isInteger(part) || !Number.isInteger(whole) || part < 0 || part > whole) {
    throw new AppError("invalid_input", `${part} of ${whole} is not a part of a whole`);
  }
  return `${toGrouped(part, 0)} of ${toGrouped(whole, 0)}`;
}

function requireRatio(ratio: number): void {
  requireFinite(ratio, "ratio");
  if (ratio < 0 || ratio > 1) throw new AppError("invalid_input", `A ratio lies from 0 to 1, not at ${ratio}`);
}
