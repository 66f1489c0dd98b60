import { type Interval, proportionInterval } from "./proportion-interval.ts";

/** A count out of a whole: `successes` of `total`, whole numbers. */
export type Proportion = { readonly successes: number; readonly total: number };

/**
 * Where the difference of two true proportions (`first` minus `second`) lies, -1 to 1, with `confidence`. An interval without 0 is a
 * difference that chance does not explain; of no trials on either side it always holds 0. Raises as `proportionInterval`.
 * **Source:** R. G. Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17,
 * 1998, method 10.
 */
export function proportionDifference(first: Proportion, second: Proportion, confidence: number): Interval {
  const one = proportionInterval(first.successes, first.total, confidence);
  const two = proportionInterval(second.successes, second.total, confidence);
  if (first.total === 0 || second.total === 0) return { low: one.low - two.high, high: one.high - two.low };
  const p = first.successes / first.total;
  const q = second.successes / second.total;
  return {
    low: p - q - Math.hypot(p - one.low, two.high - q),
    high: p - q + Math.hypot(one.high - p, q - two.low),
  };
}
