import { describe, expect, test } from "vitest";
import { createSeededRandom } from "../../core/seeded-random.ts";
import { type SeriesBucket, usualStatistic, worseDirection } from "../../domain/metric-series.ts";
import { sketchKey } from "../../stats/quantile-sketch.ts";
import { bucketQuantile, mergeBuckets, statisticOf } from "./series-statistic.ts";

/** A bucket as the database makes it of values. */
function bucketOf(values: readonly number[], atMs = 0): SeriesBucket {
  const cells = new Map<number, number>();
  for (const value of values) {
    const key = sketchKey(Math.max(value, 0.001));
    cells.set(key, (cells.get(key) ?? 0) + 1);
  }
  const sorted = [...cells].sort(([a], [b]) => a - b);
  return {
    atMs,
    count: values.length,
    sum: values.reduce((sum, value) => sum + value, 0),
    sumSquares: values.reduce((sum, value) => sum + value ** 2, 0),
    min: Math.min(...values),
    max: Math.max(...values),
    keys: sorted.map(([key]) => key),
    counts: sorted.map(([, count]) => count),
  };
}

describe("a statistic", () => {
  test.each([
    ["mean", 25],
    ["sum", 100],
    ["min", 10],
    ["max", 40],
    ["count", 4],
    // 100 in half a minute are 200 in one.
    ["perMinute", 200],
  ] as const)("%s of 10, 20, 30, 40 in half a minute is %d", (statistic, expected) => {
    expect(statisticOf(bucketOf([10, 20, 30, 40]), statistic, 30_000)).toBe(expected);
  });

  test("of a step that lasts no time is refused", () => {
    expect(() => statisticOf(bucketOf([1]), "mean", 0)).toThrow(expect.objectContaining({ code: "invalid_input" }));
  });

  test("quantile is within 1 % of the value at its rank, and within the extremes", () => {
    const random = createSeededRandom(7);
    const values = Array.from({ length: 999 }, () => Math.exp(6 * random() - 3)).sort((a, b) => a - b);
    for (const [statistic, q] of [["p50", 0.5] as const, ["p95", 0.95] as const, ["p99", 0.99] as const]) {
      const exact = values[Math.floor(q * (values.length - 1))] ?? Number.NaN;
      expect(Math.abs(statisticOf(bucketOf(values), statistic, 1) / exact - 1)).toBeLessThan(0.0101);
    }
    expect(bucketQuantile(bucketOf([3]), 0)).toBe(3);
    expect(() => bucketQuantile(bucketOf([3]), 1.1)).toThrow(expect.objectContaining({ code: "invalid_input" }));
  });

  test("quantile of zeros alone is zero, and of what is below the lowest bucket the smallest", () => {
    expect(bucketQuantile(bucketOf([0, 0, 0]), 0.95)).toBe(0);
    expect(bucketQuantile(bucketOf([-4, 2, 2]), 0)).toBe(-4);
  });

  test("quantile without a histogram is that of zeros and ones", () => {
    // Of ten, three are ones: ranks 0 to 6 are zeros.
    const outcomes = { ...bucketOf([1]), count: 10, sum: 3, min: 0, max: 1, keys: [], counts: [] };
    expect([0, 0.5, 0.77, 0.78, 1].map((q) => bucketQuantile(outcomes, q))).toEqual([0, 0, 0, 1, 1]);
  });
});

test("merged buckets are the bucket of all values, in whatever order", () => {
  const [a, b, c] = [
    [1, 2, 3],
    [2, 500, 0.5],
    [0.001, 7],
  ] as const;
  const whole = bucketOf([...a, ...b, ...c], 60_000);
  expect(mergeBuckets([bucketOf(a), bucketOf(b), bucketOf(c)], 60_000)).toEqual(whole);
  expect(mergeBuckets([bucketOf(c), bucketOf(a), bucketOf(b)], 60_000)).toEqual(whole);
  expect(mergeBuckets([], 0)).toBeNull();
});

test("a series is judged by what fits its kind", () => {
  const of = (name: string, type: "latency" | "throughput" | "other" | "memory") => usualStatistic({ name, type, origin: "executions" });
  expect(of("windvane.execution.latency", "latency")).toBe("p50");
  expect(of("windvane.execution.throughput", "throughput")).toBe("perMinute");
  expect(of("windvane.execution.cost", "other")).toBe("sum");
  expect(of("process.memory.rss", "memory")).toBe("mean");
  expect([worseDirection("latency"), worseDirection("cache_hit_rate"), worseDirection("other")]).toEqual(["up", "down", null]);
});
