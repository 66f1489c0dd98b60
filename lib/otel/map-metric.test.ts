import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkMetrics } from "../domain/check-metrics.ts";
import { mapPoint } from "./map-metric.ts";
import { readPoints } from "./otel-metric.ts";

const request = (metric: object) => ({
  resourceMetrics: [{ resource: { attributes: [] }, scopeMetrics: [{ metrics: [{ name: "m", unit: "ms", ...metric }] }] }],
});
const reports = (metric: object) => readPoints(request(metric)).points.map(mapPoint);
const at = { timeUnixNano: "1763802000123456789" };

test("a gauge is its value at its instant, to the microsecond", () => {
  expect(reports({ gauge: { dataPoints: [{ ...at, asInt: "7" }] } })).toEqual([
    { name: "m", type: "other", unit: "ms", at: "2025-11-22T09:00:00.123456Z", tags: {}, value: 7 },
  ]);
});

test("temporality is read by number and by name", () => {
  const sum = (aggregationTemporality: unknown) => ({
    sum: { dataPoints: [{ ...at, asDouble: 1 }], aggregationTemporality, isMonotonic: true },
  });
  expect(reports(sum(1))[0]?.tags).toEqual({ "otel.temporality": "delta" });
  expect(reports(sum("AGGREGATION_TEMPORALITY_DELTA"))[0]?.tags).toEqual({ "otel.temporality": "delta" });
  expect(reports(sum(2))[0]?.tags).toEqual({ "otel.temporality": "cumulative" });
});

test("points without a value, or said to have none, are no points", () => {
  expect(readPoints(request({ gauge: { dataPoints: [{ ...at, flags: 1 }, { ...at }, { asInt: 1 }] } }))).toMatchObject({
    points: [],
    rejected: [expect.any(String), expect.any(String)],
  });
  expect(
    reports({
      histogram: { dataPoints: [{ ...at, count: "0", bucketCounts: ["0", "0"], explicitBounds: [1] }], aggregationTemporality: 1 },
    }),
  ).toEqual([]);
});

test("quantiles of a summary are points of their own", () => {
  const quantileValues = [
    { quantile: 0.5, value: 10 },
    { quantile: 0.99, value: 90 },
  ];
  expect(
    reports({ summary: { dataPoints: [{ ...at, count: "5", sum: 100, quantileValues }] } }).map(({ tags, value }) => [
      tags?.["quantile"],
      value,
    ]),
  ).toEqual([
    ["0.5", 10],
    ["0.99", 90],
  ]);
});

describe("a histogram", () => {
  test("keeps every count, and is a point that can be stored", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 2, maxLength: 12 }), fc.boolean(), (counts, isExponential) => {
        const total = counts.reduce((sum, count) => sum + count, 0);
        const bounds = counts.slice(1).map((_, index) => 2 ** index);
        const point = isExponential
          ? { ...at, scale: 2, zeroCount: "0", positive: { offset: -3, bucketCounts: counts.map(String) } }
          : { ...at, explicitBounds: bounds, bucketCounts: counts.map(String) };
        const made = reports({
          [isExponential ? "exponentialHistogram" : "histogram"]: { dataPoints: [point], aggregationTemporality: 1 },
        });
        expect(checkMetrics(made).rejected).toEqual([]);
        expect(made[0]?.distribution?.count ?? 0).toBe(total);
      }),
    );
  });

  test("spreads a bucket over its width, within what was measured", () => {
    const point = { ...at, count: "100", sum: 5000, min: 40, max: 60, explicitBounds: [10, 100], bucketCounts: ["0", "100", "0"] };
    const [made] = reports({ histogram: { dataPoints: [point], aggregationTemporality: 1 } });
    expect(made?.distribution).toMatchObject({ count: 100, sum: 5000, min: 40, max: 60 });
    // gamma = 1.01 / 0.99: ceil(ln 40 / ln gamma) = 185, ceil(ln 60 / ln gamma) = 205.
    expect(Math.min(...(made?.distribution?.keys ?? []))).toBeGreaterThanOrEqual(185);
    expect(Math.max(...(made?.distribution?.keys ?? []))).toBeLessThanOrEqual(205);
  });
});
