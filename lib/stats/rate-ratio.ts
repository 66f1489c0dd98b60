import { AppError } from "../core/app-error.ts";
import { type Interval, proportionInterval } from "./proportion-interval.ts";

/** How many times something happened while it was watched for `lengthMs`, above 0. */
export type CountedSpan = { readonly count: number; readonly lengthMs: number };

/**
 * Where the ratio of two true rates (`first` to `second`) lies, 0 to infinity excluded: `high` is null when nothing bounds it, which is
 * so when the second count is 0. An interval without 1 is a change that chance does not explain, provided that events come
 * independently. Raises `invalid_input` for a count that is not whole or a length that is not above 0.
 * **Source:** given both counts together, the first is binomial with the share of its span when the rates are equal (J. Przyborowski and
 * H. Wilenski, Biometrika 31, 1940); the interval of that share, by Wilson, is turned into the ratio.
 */
export function rateRatio(
  first: CountedSpan,
  second: CountedSpan,
  confidence: number,
): { readonly low: Interval["low"]; readonly high: number | null } {
  for (const { lengthMs } of [first, second]) {
    if (!(lengthMs > 0 && Number.isFinite(lengthMs))) throw new AppError("invalid_input", `A span lasts longer than 0 ms, not ${lengthMs}`);
  }
  const share = proportionInterval(first.count, first.count + second.count, confidence);
  const exposure = second.lengthMs / first.lengthMs;
  const toRatio = (part: number): number => (part / (1 - part)) * exposure;
  return { low: toRatio(share.low), high: share.high === 1 ? null : toRatio(share.high) };
}
