import type { SeasonHour } from "../../domain/baseline.ts";
import { type MetricSeries, type SeriesBucket, worseDirection } from "../../domain/metric-series.ts";
import { binomialTail } from "../../stats/binomial-tail.ts";
import { proportionInterval } from "../../stats/proportion-interval.ts";
import { sketchKey } from "../../stats/quantile-sketch.ts";
import { bucketQuantile } from "./series-statistic.ts";

/** Fewer recent values than this cannot be told from chance at {@link COMPARE_CHANCE}. */
export const COMPARE_MIN_SAMPLE = 8;
/**
 * How improbable a difference must be by chance: with some hundred series looked at every minute, chance alone then raises one in a few
 * weeks, as neighbouring minutes share nearly all of their values.
 */
export const COMPARE_CHANCE = 5e-6;
/** One or two failures are no rate, however rare they were before. */
const LEAST_FAILED = 3;
/** Of values that come one after another, as memory, each says little that the one before did not: so many deviations must lie between. */
const LEVEL_DEVIATIONS = 4;

/** How recent values stand to what is normal. `now` and `normal` are of one statistic; `isCertain` says that chance does not explain the difference. */
export type Comparison =
  | { readonly kind: "insufficient"; readonly have: number; readonly need: number }
  | {
      readonly kind: "compared";
      readonly statistic: "p50" | "p95" | "mean";
      readonly now: number;
      readonly normal: number;
      readonly direction: "up" | "down" | "same";
      /** How far apart: the larger divided by the smaller, 1 or more; for ratios (0 to 1) the difference, 0 or more. */
      readonly size: number;
      readonly isRatio: boolean;
      readonly isCertain: boolean;
      readonly sample: number;
    };

/** What is compared: the series, its recent values as one bucket, and its baseline. */
export type CompareInput = {
  readonly series: Pick<MetricSeries, "type" | "unit">;
  readonly recent: SeriesBucket;
  readonly baseline: SeasonHour;
};

/**
 * Compares recent values with a baseline of the same series, by what fits the kind of metric: error rates as proportions of outcomes,
 * latencies by how many values lie above the normal median and the normal 95th percentile (so that no shape of distribution is assumed),
 * all others by their mean. Linear in the histogram.
 *
 * **Source:** exact binomial tests; of a median, the sign test (W. J. Dixon and A. M. Mood, JASA 41, 1946). Intervals do not serve here: far
 * out, those of Wilson are many times too narrow for a handful of values.
 */
export function compareWithBaseline({ series, recent, baseline }: CompareInput): Comparison {
  if (recent.count < COMPARE_MIN_SAMPLE) return { kind: "insufficient", have: recent.count, need: COMPARE_MIN_SAMPLE };
  if (series.type === "error_rate" && isOfOutcomes(recent)) return compareOutcomes(recent, baseline);
  if (series.type === "latency" && recent.keys.length > 0) return compareLatency(recent, baseline);
  return compareLevel({ series, recent, baseline });
}

/** Ones and zeros alone have the sum of their squares for their sum. */
function isOfOutcomes({ sum, sumSquares, min, max }: SeriesBucket): boolean {
  return min >= 0 && max <= 1 && Math.abs(sum - sumSquares) < 1e-6 * Math.max(1, sum);
}

function compareOutcomes(recent: SeriesBucket, baseline: SeasonHour): Comparison {
  const failed = Math.round(recent.sum);
  const before = proportionInterval(Math.round(baseline.mean * baseline.sample), baseline.sample);
  // Whichever end of what is known of the normal rate explains the recent ones best.
  const more = binomialTail(failed, recent.count, Math.max(before.high, baseline.mean));
  const fewer = binomialTail(recent.count - failed, recent.count, 1 - Math.min(before.low, baseline.mean));
  return compared("mean", {
    now: recent.sum / recent.count,
    normal: baseline.mean,
    isRatio: true,
    isCertain: (more < COMPARE_CHANCE && failed >= LEAST_FAILED) || fewer < COMPARE_CHANCE,
    sample: recent.count,
  });
}

function compareLatency(recent: SeriesBucket, baseline: SeasonHour): Comparison {
  const middle = countAbove(recent, baseline.p50);
  const tail = countAbove(recent, baseline.p95);
  const median = compared("p50", {
    now: bucketQuantile(recent, 0.5),
    normal: baseline.p50,
    isRatio: false,
    isCertain:
      binomialTail(Math.floor(middle.above), middle.total, 0.5) < COMPARE_CHANCE ||
      binomialTail(Math.floor(middle.total - middle.above), middle.total, 0.5) < COMPARE_CHANCE,
    sample: recent.count,
  });
  if (binomialTail(Math.floor(tail.above), tail.total, 0.05) >= COMPARE_CHANCE) return median;
  const slowest = compared("p95", {
    now: bucketQuantile(recent, 0.95),
    normal: baseline.p95,
    isRatio: false,
    isCertain: true,
    sample: recent.count,
  });
  // Of two that are certain the one that moved further; slow ones that are slower are not made up for by quick ones that are quicker.
  return median.isCertain && median.direction === "up" && median.size >= slowest.size ? median : slowest;
}

/** How many values lie above a limit; those in the limit's own bucket count as halves. */
function countAbove(bucket: SeriesBucket, limit: number): { readonly above: number; readonly total: number } {
  const key = sketchKey(Math.max(limit, 0.001));
  let above = 0;
  let total = 0;
  for (const [place, count] of bucket.counts.entries()) {
    const own = bucket.keys[place] ?? key;
    total += count;
    if (own > key) above += count;
    else if (own === key) above += count / 2;
  }
  return { above, total };
}

function compareLevel({ series, recent, baseline }: CompareInput): Comparison {
  const now = recent.sum / recent.count;
  return compared("mean", {
    now,
    normal: baseline.mean,
    isRatio: series.unit === "1" && recent.min >= 0 && recent.max <= 1,
    // Both the mean and every single value must have left.
    isCertain:
      Math.abs(now - baseline.mean) > LEVEL_DEVIATIONS * baseline.standardDeviation &&
      (recent.min > baseline.p95 || recent.max < baseline.p05),
    sample: recent.count,
  });
}

/** A comparison but for what follows from it. */
type Measured = Pick<Extract<Comparison, { kind: "compared" }>, "now" | "normal" | "isRatio" | "isCertain" | "sample">;

/** What a figure is of another, and which way it moved. */
export function compared(statistic: "p50" | "p95" | "mean", measured: Measured): Extract<Comparison, { kind: "compared" }> {
  const { now, normal, isRatio } = measured;
  const direction = now > normal ? "up" : now < normal ? "down" : "same";
  return { kind: "compared", statistic, direction, size: isRatio ? Math.abs(now - normal) : timesApart(now, normal), ...measured };
}

/** The larger of two magnitudes divided by the smaller, 1 to a million: of something and nothing there is no ratio. */
export function timesApart(a: number, b: number): number {
  const [small, large] = [Math.min(Math.abs(a), Math.abs(b)), Math.max(Math.abs(a), Math.abs(b))];
  return large === 0 ? 1 : Math.min(1_000_000, large / Math.max(small, large / 1_000_000));
}

/** Whether the values moved to the worse side of their kind. Kinds without one never do. */
export function isWorse(comparison: Comparison, series: Pick<MetricSeries, "type">): boolean {
  return comparison.kind === "compared" && comparison.direction === worseDirection(series.type);
}
