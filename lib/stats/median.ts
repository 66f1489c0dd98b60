import { AppError } from "../core/app-error.ts";

/**
 * The middle of one or more finite values, in their unit; of an even number the mean of the two in the middle. Raises `invalid_input` for
 * none, or for one that is not finite. Cost: a sort.
 */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  // NaN and infinity are sorted to the ends.
  if (upper === undefined || lower === undefined || !Number.isFinite(sorted[0]) || !Number.isFinite(sorted.at(-1))) {
    throw new AppError("invalid_input", `A median is of one finite value or more, not of ${sorted.length} with ${sorted.at(-1)}`);
  }
  // Halved first: the sum of two large values may overflow.
  return lower / 2 + upper / 2;
}
