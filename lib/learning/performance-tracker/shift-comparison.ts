import { median } from "../../stats/median.ts";
import { varianceInflation } from "../../stats/variance-inflation.ts";
import type { ShiftSettings } from "./shift-settings.ts";

/** The mean distance of normal values from their middle, and the median one, in standard deviations, inverted. */
const NORMAL_MEAN_DISTANCE = Math.sqrt(Math.PI / 2);
const NORMAL_MAD = 1.4826;

/** How the last points compare with those before. */
export type ShiftComparison = {
  /** Standard errors of the window that differs most, less what is irrelevant of it: 0 or more, infinite where noise is unknown to the series. */
  readonly strength: number;
  /** How many points ago the level began to differ, if it does: 1 is the last one. */
  readonly since: number;
  /** Median of the points before that, and of those since; in the unit of the values. */
  readonly before: number;
  readonly after: number;
};

/**
 * Compares the last points of `values` (oldest first, as many as a reference and the shorter window at least) with those before. Each point
 * counts as its distance from the median of the reference in robust deviations, clipped; windows are compared by the mean of that, whose error
 * knows how much the noise carries over. Multiplying all values by a factor changes nothing but `before` and `after`.
 * **Source:** M-test of location (P. J. Huber, 1964) in a scan over windows; standard error by Bartlett's window; the part of a difference
 * that is no relevant one is taken off (H. Dette and W. Wu, Annals of Statistics 47, 2019).
 */
export function compareWindows(values: Float64Array, settings: ShiftSettings): ShiftComparison {
  const { windows, reference, clip, lags, irrelevantRatio } = settings;
  const known = values.subarray(0, Math.max(reference, values.length - windows[1]));
  const level = median(known);
  const sums = cumulate(scoresOf(values, { known, level, clip }));
  const mean = (sums[known.length] ?? 0) / known.length;
  const scores = Float64Array.from(known, (_, index) => (sums[index + 1] ?? 0) - (sums[index] ?? 0));
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (known.length - 1);
  const unitVariance = variance * varianceInflation(scores, mean, lags);
  const strengths = windows
    .filter((window) => values.length - window >= reference)
    .map((window) => {
      const apart = Math.abs(median(values.subarray(values.length - window)) - level);
      const irrelevant = irrelevantRatio * Math.abs(level);
      if (apart <= irrelevant) return 0;
      return differenceAt(sums, window, unitVariance) * (1 - irrelevant / apart);
    });
  const since = onsetOf(sums, reference);
  return {
    strength: Math.max(0, ...strengths),
    since,
    before: median(values.subarray(0, values.length - since)),
    after: median(values.subarray(values.length - since)),
  };
}

type Reference = { readonly known: Float64Array; readonly level: number; readonly clip: number };

/**
 * The deviation is the median one; where half of the points or more lie on the level it is the mean one, and where all do, that of all
 * points. Where that is 0 too there is nothing to compare.
 */
function scoresOf(values: Float64Array, { known, level, clip }: Reference): Float64Array {
  const distances = known.map((value) => Math.abs(value - level));
  const deviation =
    NORMAL_MAD * median(distances) ||
    NORMAL_MEAN_DISTANCE * meanOf(distances) ||
    NORMAL_MEAN_DISTANCE * meanOf(values.map((value) => Math.abs(value - level)));
  if (!(deviation > 0)) return new Float64Array(values.length);
  return values.map((value) => Math.max(-clip, Math.min(clip, (value - level) / deviation)));
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value / values.length, 0);
}

function cumulate(scores: Float64Array): Float64Array {
  const sums = new Float64Array(scores.length + 1);
  for (const [index, score] of scores.entries()) sums[index + 1] = (sums[index] ?? 0) + score;
  return sums;
}

/** Standard errors between the mean score of the last `window` points and of those before. */
function differenceAt(sums: Float64Array, window: number, unitVariance: number): number {
  const split = sums.length - 1 - window;
  const difference = Math.abs(lastMean(sums, window) - (sums[split] ?? 0) / split);
  if (difference === 0) return 0;
  return unitVariance > 0 ? difference / Math.sqrt(unitVariance * (1 / window + 1 / split)) : Number.POSITIVE_INFINITY;
}

function lastMean(sums: Float64Array, window: number): number {
  const total = sums.length - 1;
  return ((sums[total] ?? 0) - (sums[total - window] ?? 0)) / window;
}

/** The split that explains most, by least squares: with equal noise everywhere, the most likely one. */
function onsetOf(sums: Float64Array, reference: number): number {
  let since = 1;
  let most = 0;
  for (let window = 1; sums.length - 1 - window >= reference; window += 1) {
    const explained = differenceAt(sums, window, 1);
    if (explained <= most) continue;
    most = explained;
    since = window;
  }
  return since;
}
