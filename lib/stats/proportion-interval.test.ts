import { describe, expect, test } from "vitest";
import { createSeededRandom } from "../core/seeded-random.ts";
import { proportionInterval, quantileOf } from "./proportion-interval.ts";

describe("proportionInterval", () => {
  // R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, 1998, table I, method 3, 95 %.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("%d of %d lies where Newcombe's table says", (successes, total, low, high) => {
    const interval = proportionInterval(successes, total, 0.95);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  // By hand: with k = n the lower bound is n / (n + z²), and z² is 2.7055 at 90 %.
  test("one success of one says little: at 90 % the true ratio may be as low as 27 %", () => {
    expect(proportionInterval(1, 1)).toEqual({ low: expect.closeTo(1 / 3.70554, 4), high: 1 });
  });

  test("of no trials nothing is known", () => {
    expect(proportionInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });

  test("it stays within 0 to 1, holds the observed ratio, mirrors failure and narrows with evidence", () => {
    const random = createSeededRandom(20261122);
    for (let round = 0; round < 500; round += 1) {
      const total = 1 + Math.floor(random() * 5000);
      const successes = Math.floor(random() * (total + 1));
      const { low, high } = proportionInterval(successes, total);
      const mirrored = proportionInterval(total - successes, total);
      const more = proportionInterval(successes * 4, total * 4);
      const seen = `${successes} of ${total}`;
      expect(low, seen).toBeGreaterThanOrEqual(0);
      expect(high, seen).toBeLessThanOrEqual(1);
      expect(low, seen).toBeLessThanOrEqual(successes / total);
      expect(high, seen).toBeGreaterThanOrEqual(successes / total);
      expect(mirrored.low, seen).toBeCloseTo(1 - high, 12);
      expect(more.high - more.low, seen).toBeLessThan(high - low);
    }
  });

  test.each([
    [2, 1],
    [-1, 3],
    [0.5, 3],
    [1, Number.NaN],
    [1, Number.POSITIVE_INFINITY],
  ])("%d of %d is refused", (successes, total) => {
    expect(() => proportionInterval(successes, total)).toThrow(/part of a whole/);
  });

  test.each([0, 1, Number.NaN])("a confidence of %d is refused", (confidence) => {
    expect(() => quantileOf(confidence)).toThrow(/confidence/);
  });
});
