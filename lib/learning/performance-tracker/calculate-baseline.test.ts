import { describe, expect, test } from "vitest";
import { createSeededRandom } from "../../core/seeded-random.ts";
import type { SeriesBucket } from "../../domain/metric-series.ts";
import { sketchKey } from "../../stats/quantile-sketch.ts";
import { calculateBaseline } from "./calculate-baseline.ts";

function bucketOf(values: readonly number[]): SeriesBucket {
  const cells = new Map<number, number>();
  for (const value of values) cells.set(sketchKey(Math.max(value, 0.001)), (cells.get(sketchKey(Math.max(value, 0.001))) ?? 0) + 1);
  const sorted = [...cells].sort(([a], [b]) => a - b);
  const sum = values.reduce((total, value) => total + value, 0);
  return {
    atMs: 0,
    count: values.length,
    sum,
    sumSquares: values.reduce((total, value) => total + value ** 2, 0),
    min: Math.min(...values),
    max: Math.max(...values),
    keys: sorted.map(([key]) => key),
    counts: sorted.map(([, count]) => count),
  };
}

/** Outcomes of which so many are ones, as executions' errors come. */
const outcomes = (total: number, ones: number): SeriesBucket => ({
  atMs: 0,
  count: total,
  sum: ones,
  sumSquares: ones,
  min: ones === total ? 1 : 0,
  max: ones === 0 ? 0 : 1,
  keys: [],
  counts: [],
});

function latencies(seed: number, buckets: number, scale = 1): SeriesBucket[] {
  const random = createSeededRandom(seed);
  return Array.from({ length: buckets }, () => bucketOf(Array.from({ length: 10 }, () => scale * 1000 * Math.exp(random() - 0.5))));
}

describe("a baseline", () => {
  test("of 1 to 100 is what a table of them says", () => {
    const answer = calculateBaseline([bucketOf(Array.from({ length: 100 }, (_, index) => index + 1))]);
    // By hand: ranks floor(q * 99) are 4, 49, 94 and 98; the variance of 1 to n is (n^2 - 1) / 12 = 833.25.
    expect(answer).toMatchObject({ kind: "found", mean: 50.5, sample: 100, leftOut: { buckets: 0, values: 0 } });
    if (answer.kind !== "found") return;
    for (const [found, exact] of [
      [answer.p05, 5] as const,
      [answer.p50, 50] as const,
      [answer.p95, 95] as const,
      [answer.p99, 99] as const,
    ])
      expect(Math.abs(found / exact - 1)).toBeLessThan(0.0101);
    expect(answer.standardDeviation).toBeCloseTo(Math.sqrt(833.25), 9);
  });

  test("tells what is normal of a latency", () => {
    const buckets = latencies(3, 20);
    const baseline = calculateBaseline(buckets);
    const normalMs = baseline.kind === "found" ? baseline.p50 : null;
    // The median of 1000 exp(u - 0.5), u uniform in [0, 1), is 1000; of 200 values its error is some 40.
    expect(Math.abs((normalMs ?? 0) - 1000)).toBeLessThan(150);
  });

  test("of too few values is none, and says how many are missing", () => {
    expect(calculateBaseline([])).toEqual({ kind: "insufficient", have: 0, need: 30 });
    expect(calculateBaseline([bucketOf(Array.from({ length: 12 }, () => 1))])).toEqual({ kind: "insufficient", have: 12, need: 30 });
  });

  test("is the same with and without an outage in its window, and says what it left out", () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const usual = latencies(seed, 100);
      const outage = latencies(seed + 100, 10, 12);
      const clean = calculateBaseline(usual);
      const answer = calculateBaseline([...usual.slice(0, 50), ...outage, ...usual.slice(50)]);
      expect(answer).toMatchObject({ leftOut: { buckets: 10, values: 100 } });
      if (clean.kind !== "found" || answer.kind !== "found") throw new Error("Both have more than a thousand values");
      expect(answer.mean).toBeCloseTo(clean.mean, 6);
      expect(answer.p99).toBe(clean.p99);
    }
  });

  test("of failures leaves out the minutes in which all failed, and not those in which one of a few did", () => {
    const minutes = Array.from({ length: 60 }, (_, index) => outcomes(20, index % 4 === 0 ? 1 : 0));
    const down = Array.from({ length: 6 }, () => outcomes(20, 20));
    // By hand: 15 of 1200 failed.
    expect(calculateBaseline([...minutes, ...down])).toMatchObject({ mean: 15 / 1200, leftOut: { buckets: 6, values: 120 } });
  });

  test("takes a state that fills more than a quarter of the window for how things are", () => {
    const answer = calculateBaseline([...latencies(1, 60), ...latencies(2, 40, 12)]);
    expect(answer).toMatchObject({ sample: 1000, leftOut: { buckets: 0 } });
  });

  test("of a constant is that constant, without spread", () => {
    const constant = calculateBaseline(Array.from({ length: 40 }, () => bucketOf([0.3, 0.3])));
    expect(constant).toMatchObject({ kind: "found", p05: 0.3, p50: 0.3, p99: 0.3, leftOut: { buckets: 0 } });
    if (constant.kind === "found") expect(constant.standardDeviation).toBeLessThan(1e-7);
  });

  test("keeps to the unit: a thousand times the values are a thousand times the figures", () => {
    const [small, large] = [latencies(9, 50), latencies(9, 50, 1000)].map((buckets) => calculateBaseline(buckets));
    if (small?.kind !== "found" || large?.kind !== "found") throw new Error("Both have 500 values");
    expect(large.mean / small.mean).toBeCloseTo(1000, 6);
    expect(large.standardDeviation / small.standardDeviation).toBeCloseTo(1000, 6);
    expect(Math.abs(large.p95 / small.p95 / 1000 - 1)).toBeLessThan(0.0203);
  });

  test("is not made of what is no bucket", () => {
    expect(() => calculateBaseline([outcomes(0, 0)])).toThrow(expect.objectContaining({ code: "invalid_input" }));
    expect(() => calculateBaseline([{ ...outcomes(5, 1), sum: Number.NaN }])).toThrow(expect.objectContaining({ code: "invalid_input" }));
  });
});
