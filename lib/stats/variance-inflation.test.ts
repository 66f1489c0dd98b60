import { expect, test } from "vitest";
import { createSeededRandom, drawNormal } from "../core/seeded-random.ts";
import { varianceInflation } from "./variance-inflation.ts";

test("by hand: 1, 1, -1, -1 over two lags", () => {
  // Squares sum to 4, products of neighbours to 1 - 1 + 1 = 1, weighted by half and counted twice: 1 + 1/4, over 1 - 2/4.
  expect(varianceInflation([1, 1, -1, -1], 0, 2)).toBeCloseTo(2.5, 12);
  expect(varianceInflation([11, 11, 9, 9], 10, 2)).toBeCloseTo(2.5, 12);
});

test("of few values the estimate is right on average", () => {
  const random = createSeededRandom(18);
  let value = 0;
  const estimates = Array.from({ length: 3000 }, () => {
    const few = Array.from({ length: 80 }, () => {
      value = 0.6 * value + drawNormal(random, 0, 1);
      return value;
    });
    return varianceInflation(
      few,
      few.reduce((sum, one) => sum + one / 80, 0),
      8,
    );
  });
  // 1 + 2 sum of (1 - l/8) 0.6^l for l to 7 is 3.084; as the ratio of two estimates it stays a little low.
  const mean = estimates.reduce((sum, one) => sum + one / 3000, 0);
  expect(mean).toBeGreaterThan(2.7);
  expect(mean).toBeLessThan(3.2);
});

// First-order autoregression: 1 + 2 sum of (1 - l/L) phi^l, the triangular window over the true correlations.
test.each([0, 0.3, 0.6])("noise that carries over %d of its deviation", (phi) => {
  const random = createSeededRandom(17);
  let value = 0;
  const values = Array.from({ length: 40_000 }, () => {
    value = phi * value + drawNormal(random, 0, 1);
    return value;
  });
  const expected = Array.from({ length: 9 }, (_, lag) => 2 * (1 - (lag + 1) / 10) * phi ** (lag + 1)).reduce((sum, part) => sum + part, 1);
  expect(varianceInflation(values, 0, 10) / expected).toBeGreaterThan(0.93);
  expect(varianceInflation(values, 0, 10) / expected).toBeLessThan(1.07);
});

test("alternation and constants inflate nothing", () => {
  expect(varianceInflation([1, -1, 1, -1, 1, -1, 1, -1], 0, 2)).toBe(1);
  expect(varianceInflation([2, 2, 2], 2, 2)).toBe(1);
});

test.each([0, 2.5, 3, Number.NaN])("%d lags of three values are refused", (lags) => {
  expect(() => varianceInflation([1, 2, 3], 2, lags)).toThrow(/lags/);
});
