import { AppError } from "../core/app-error.ts";
import { median } from "./median.ts";

/** The median distance of normal values from their middle, in standard deviations, inverted. */
const NORMAL_MAD = 1.4826;

/**
 * How much the mean of many neighbouring values varies, times their number: the variance of independent values, more when neighbours lean
 * the same way; 0 or more, in the squared unit of the values. Seen in means of `block` values (a whole number from 1, at most a third of
 * them): a second difference of three neighbouring means is free of level and trend and has six times the variance of one, and of all
 * those differences the median counts, so that few steps, bends and bursts change little. Dependence over more than a block is missed.
 * Raises `invalid_input` for a block out of range.
 * **Source:** differences of block means, W. B. Wu and Z. Zhao, "Inference of trends in time series", JRSS B 69, 2007; of second order so
 * that trends cancel, 1 + 4 + 1 = 6.
 */
export function longRunVariance(values: ArrayLike<number>, block: number): number {
  const count = values.length - 3 * block + 1;
  if (!(Number.isSafeInteger(block) && block >= 1 && count >= 1)) {
    throw new AppError("invalid_input", `Three blocks of ${block} do not fit into ${values.length} values`);
  }
  const means = new Float64Array(values.length - block + 1);
  for (let start = 0; start < means.length; start += 1) {
    let sum = 0;
    for (let index = start; index < start + block; index += 1) sum += values[index] ?? 0;
    means[start] = sum / block;
  }
  const at = (start: number): number => means[start] ?? 0;
  const bends = Float64Array.from({ length: count }, (_, start) => Math.abs(at(start) - 2 * at(start + block) + at(start + 2 * block)));
  return ((NORMAL_MAD * median(bends)) ** 2 * block) / 6;
}
