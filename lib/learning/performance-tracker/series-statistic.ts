import { AppError } from "../../core/app-error.ts";
import { assertNever } from "../../core/assert-never.ts";
import type { SeriesBucket, SeriesStatistic } from "../../domain/metric-series.ts";
import { sketchValue } from "../../stats/quantile-sketch.ts";

/** The bucket that holds what is below 0.001, and zero: ceil(ln 0.001 / ln(1.01 / 0.99)). */
const LOWEST_KEY = -345;

/**
 * A statistic of a bucket `stepMs` wide (above 0, `invalid_input` otherwise), in the unit of the series; `perMinute` in that a minute.
 * Quantiles are within 1 % of the value at rank floor(q (n - 1)); where the bucket holds no histogram, they are those of zeros and
 * ones. Linear in the histogram.
 */
export function statisticOf(bucket: SeriesBucket, statistic: SeriesStatistic, stepMs: number): number {
  if (!(stepMs > 0)) throw new AppError("invalid_input", `A step lasts longer than 0 ms, not ${stepMs}`);
  switch (statistic) {
    case "mean":
      return bucket.sum / bucket.count;
    case "sum":
    case "min":
    case "max":
    case "count":
      return bucket[statistic];
    case "perMinute":
      return bucket.sum * (60_000 / stepMs);
    case "p50":
      return bucketQuantile(bucket, 0.5);
    case "p95":
      return bucketQuantile(bucket, 0.95);
    case "p99":
      return bucketQuantile(bucket, 0.99);
    default:
      return assertNever(statistic);
  }
}

/** The value at rank floor(q (n - 1)), `q` from 0 to 1, within 1 % and never outside of min to max. Linear in the histogram. */
export function bucketQuantile(bucket: SeriesBucket, q: number): number {
  if (!(q >= 0 && q <= 1)) throw new AppError("invalid_input", `A quantile is asked at 0 to 1, not at ${q}`);
  // Of zeros and ones the sum tells how many are ones.
  if (bucket.keys.length === 0) return q * (bucket.count - 1) >= bucket.count - bucket.sum ? bucket.max : bucket.min;
  const total = bucket.counts.reduce((sum, count) => sum + count, 0);
  const rank = Math.floor(q * (total - 1));
  let passed = 0;
  const place = bucket.counts.findIndex((count) => {
    passed += count;
    return passed > rank;
  });
  const key = bucket.keys[place] ?? LOWEST_KEY;
  const value = key <= LOWEST_KEY ? bucket.min : sketchValue(key);
  return Math.min(Math.max(value, bucket.min), bucket.max);
}

/** Several buckets as one that begins at `atMs`; null of none. Exact, as adding all values to one. Linear in the histograms. */
export function mergeBuckets(buckets: readonly SeriesBucket[], atMs: number): SeriesBucket | null {
  if (buckets.length === 0) return null;
  const cells = new Map<number, number>();
  let [count, sum, sumSquares, min, max] = [0, 0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const bucket of buckets) {
    count += bucket.count;
    sum += bucket.sum;
    sumSquares += bucket.sumSquares;
    min = Math.min(min, bucket.min);
    max = Math.max(max, bucket.max);
    for (const [place, key] of bucket.keys.entries()) cells.set(key, (cells.get(key) ?? 0) + (bucket.counts[place] ?? 0));
  }
  const sorted = [...cells].sort(([a], [b]) => a - b);
  return { atMs, count, sum, sumSquares, min, max, keys: sorted.map(([key]) => key), counts: sorted.map(([, amount]) => amount) };
}
