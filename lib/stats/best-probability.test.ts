import { describe, expect, test } from "vitest";
import { createSeededRandom, drawNormal } from "../core/seeded-random.ts";
import { bestProbabilities } from "./best-probability.ts";
import { normalProbability } from "./normal-probability.ts";

describe("bestProbabilities", () => {
  // The difference of two independent normal variables is normal: P(first > second) = Phi((m1 - m2) / sqrt(v1 + v2)).
  test.each([
    [0, 1, 0, 1],
    [1, 1, 0, 1],
    [2, 0.25, 1, 4],
  ])("two candidates: %d ± %d beside %d ± %d", (firstMean, firstVariance, secondMean, secondVariance) => {
    const expected = normalProbability((firstMean - secondMean) / Math.sqrt(firstVariance + secondVariance));
    const first = { mean: firstMean, variance: firstVariance };
    const second = { mean: secondMean, variance: secondVariance };
    expect(bestProbabilities([first, second], 0)).toEqual([expect.closeTo(expected, 3), expect.closeTo(1 - expected, 3)]);
  });

  test("exactly one of many is the best, so the probabilities are one together; a margin only helps", () => {
    const random = createSeededRandom(7);
    for (let round = 0; round < 20; round += 1) {
      const candidates = Array.from({ length: 1 + round }, () => ({ mean: drawNormal(random, 0, 1), variance: 0.05 + random() }));
      const best = bestProbabilities(candidates, 0);
      const near = bestProbabilities(candidates, 0.05);
      expect(best.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 1);
      for (const [index, one] of near.entries()) expect(one).toBeGreaterThanOrEqual((best[index] ?? 0) - 1e-9);
    }
  });

  test("alone is best; nobody is nobody; a margin of everything excludes none; another margin is refused", () => {
    expect(bestProbabilities([{ mean: -3, variance: 2 }], 0)).toEqual([expect.closeTo(1, 12)]);
    expect(bestProbabilities([], 0.05)).toEqual([]);
    expect(
      bestProbabilities(
        [
          { mean: -9, variance: 1 },
          { mean: 9, variance: 1 },
        ],
        1,
      ),
    ).toEqual([1, 1]);
    expect(() => bestProbabilities([], 2)).toThrow(/margin/);
  });
});
