import { describe, expect, test } from "vitest";
import { createSeededRandom } from "../core/seeded-random.ts";
import { proportionDifference } from "./proportion-difference.ts";

const of = (successes: number, total: number) => ({ successes, total });

describe("proportionDifference", () => {
  // Newcombe 1998 (Statistics in Medicine 17, 873-890), table II, method 10, 95 %.
  test.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [10, 10, 0, 20, 0.6791, 1],
  ])("%d/%d against %d/%d lies where Newcombe's table says", (a, m, b, n, low, high) => {
    const interval = proportionDifference(of(a, m), of(b, n), 0.95);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  test("the other way round it is the mirror image, and it holds the observed difference", () => {
    const random = createSeededRandom(7);
    for (let round = 0; round < 300; round += 1) {
      const m = 1 + Math.floor(random() * 400);
      const n = 1 + Math.floor(random() * 400);
      const one = of(Math.floor(random() * (m + 1)), m);
      const two = of(Math.floor(random() * (n + 1)), n);
      const there = proportionDifference(one, two, 0.9);
      const back = proportionDifference(two, one, 0.9);
      expect(there.low).toBeCloseTo(-back.high, 12);
      const observed = one.successes / m - two.successes / n;
      expect(there.low).toBeLessThanOrEqual(observed);
      expect(there.high).toBeGreaterThanOrEqual(observed);
    }
  });

  test("without trials on one side no difference can be claimed", () => {
    const { low, high } = proportionDifference(of(500, 500), of(0, 0), 0.95);
    expect(low).toBeLessThanOrEqual(0);
    expect(high).toBeGreaterThanOrEqual(0);
  });
});
