import { longRunVariance } from "../../stats/long-run-variance.ts";
import type { SegmentError } from "../../stats/segment-error.ts";

/** A block, and so a regime, has five points at least: of fewer, three may be outliers that were left out before. */
const SHORTEST_BLOCK = 5;
/** As many blocks at least tell what noise is within a fifth of its deviation; longer series have blocks of the root of their length. */
const BLOCKS = 20;
/** Share of the blocks that counts as degrees of freedom of the noise: measured on white and autocorrelated noise of 40 to 4000 points. */
const DEGREES_PER_BLOCK = 0.6;

/** What a series does between its changes: its long-run variance, over which `block` of points it was seen, and how well it is known. */
export type SeriesNoise = { readonly variance: number; readonly block: number; readonly degrees: number };

/**
 * The noise of 20 or more finite values; the variance is 0 or more, in their squared unit. It is taken once as the series is and once
 * without its largest step, for in a short series a step touches most of the blocks; the lesser counts. It is never less than half
 * the mean squared distance of neighbours: that much even a series has that rests most of the time.
 * **Source:** `longRunVariance`; neighbours: J. von Neumann, "Distribution of the ratio of the mean square successive difference to the
 * variance", Annals of Mathematical Statistics 12, 1941, which positive dependence makes a lower bound.
 */
export function measureNoise(values: Float64Array, error: SegmentError): SeriesNoise {
  const block = Math.max(SHORTEST_BLOCK, Math.min(Math.round(Math.sqrt(values.length)), Math.floor(values.length / BLOCKS)));
  const variance = Math.min(longRunVariance(values, block), longRunVariance(withoutStep(values, error, block), block));
  return {
    variance: Math.max(variance, neighbourVariance(values)),
    block,
    degrees: (DEGREES_PER_BLOCK * values.length) / block,
  };
}

function withoutStep(values: Float64Array, error: SegmentError, block: number): Float64Array {
  let least = Number.POSITIVE_INFINITY;
  let place = block;
  for (let at = block; at <= values.length - block; at += 1) {
    const left = error.level(0, at) + error.level(at, values.length);
    if (left >= least) continue;
    least = left;
    place = at;
  }
  const step = meanOf(values.subarray(place)) - meanOf(values.subarray(0, place));
  return values.map((value, index) => (index < place ? value : value - step));
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value / values.length, 0);
}

function neighbourVariance(values: Float64Array): number {
  let sum = 0;
  for (let index = 1; index < values.length; index += 1) sum += ((values[index] ?? 0) - (values[index - 1] ?? 0)) ** 2;
  return sum / (2 * (values.length - 1));
}
