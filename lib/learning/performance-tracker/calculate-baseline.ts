import { AppError } from "../../core/app-error.ts";
import type { BaselineAnswer } from "../../domain/baseline.ts";
import type { SeriesBucket } from "../../domain/metric-series.ts";
import { median } from "../../stats/median.ts";
import { bucketQuantile, mergeBuckets } from "./series-statistic.ts";

/** Fewer values say little about a tail, and the house shows ratios of fewer with their interval. */
export const BASELINE_MIN_SAMPLE = 30;
/** So many spreads from the usual level is an outage and not a bad quarter of an hour: of normal noise one bucket in some two million. */
const OUTAGE_SPREADS = 5;
/** What fills more than a quarter of a window is no outage in it: it is how things are. */
const MOST_LEFT_OUT = 0.25;
/** The spread of a normal distribution is so many times its median absolute deviation: 1 / quantile(0.75). */
const SPREAD_OF_MAD = 1.4826;

/**
 * What is normal of a series over a window that is cut into `buckets` of one width; quantiles within 1 %. A bucket counts as an outage,
 * and is left out, when its mean lies more than five spreads from the median of all means, a spread being what buckets usually differ by
 * and what chance alone does to so few values; unless more than a quarter of the buckets do. `insufficient` below 30 values.
 * Linear in the histograms. `invalid_input` for a bucket without values or with a sum that is not finite.
 *
 * ```ts
 * const baseline = calculateBaseline(buckets);
 * const normalMs = baseline.kind === "found" ? baseline.p50 : null;
 * ```
 *
 * **Source:** the rule of outliers is F. R. Hampel's identifier ("The breakdown points of the mean combined with some rejection rules",
 * Technometrics 27, 1985), with the error of each bucket's mean added to the spread.
 */
export function calculateBaseline(buckets: readonly SeriesBucket[]): BaselineAnswer {
  for (const { count, sum, sumSquares } of buckets) {
    if (!(count > 0) || !Number.isFinite(sum) || !Number.isFinite(sumSquares))
      throw new AppError("invalid_input", `A bucket holds values with a sum, not ${count} with ${sum}`);
  }
  const usual = withoutOutages(buckets);
  const merged = mergeBuckets(usual, 0);
  const have = merged?.count ?? 0;
  if (merged === null || have < BASELINE_MIN_SAMPLE) return { kind: "insufficient", have, need: BASELINE_MIN_SAMPLE };
  const mean = merged.sum / merged.count;
  const all = buckets.reduce((sum, { count }) => sum + count, 0);
  return {
    kind: "found",
    p05: bucketQuantile(merged, 0.05),
    p50: bucketQuantile(merged, 0.5),
    p95: bucketQuantile(merged, 0.95),
    p99: bucketQuantile(merged, 0.99),
    mean,
    // Rounding may leave a constant series a hair below zero.
    standardDeviation: Math.sqrt(Math.max(0, merged.sumSquares / merged.count - mean ** 2)),
    sample: have,
    leftOut: { buckets: buckets.length - usual.length, values: all - have },
  };
}

function withoutOutages(buckets: readonly SeriesBucket[]): readonly SeriesBucket[] {
  if (buckets.length < 4) return buckets;
  const means = buckets.map(({ sum, count }) => sum / count);
  const level = median(means);
  const between = SPREAD_OF_MAD * median(means.map((value) => Math.abs(value - level)));
  const within = withinVariance(buckets);
  const usual = buckets.filter(({ count }, place) => {
    const spread = Math.hypot(between, Math.sqrt(within / count));
    return Math.abs((means[place] ?? level) - level) <= OUTAGE_SPREADS * spread;
  });
  return buckets.length - usual.length > MOST_LEFT_OUT * buckets.length ? buckets : usual;
}

/** How much values differ inside of a bucket, pooled over all: the variance that is left when each bucket's own mean is taken away. */
function withinVariance(buckets: readonly SeriesBucket[]): number {
  const total = buckets.reduce((sum, { count }) => sum + count, 0);
  const left = buckets.reduce((sum, bucket) => sum + Math.max(0, bucket.sumSquares - bucket.sum ** 2 / bucket.count), 0);
  return left / total;
}
