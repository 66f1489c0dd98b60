import { describe, expect, test } from "vitest";
import { logistic, logisticMoments, logit } from "./logistic-moments.ts";

describe("logisticMoments", () => {
  test("without variance it is the logistic curve and its slope", () => {
    expect(logisticMoments({ mean: 1, variance: 0 })).toEqual({
      mean: expect.closeTo(1 / (1 + Math.exp(-1)), 12),
      // p (1 - p) at 1 is 0.1966119, from tables of the logistic density.
      slope: expect.closeTo(0.1966119, 6),
    });
  });

  test("log odds around 0 are even odds, however uncertain", () => {
    for (const variance of [0.1, 1, 9]) expect(logisticMoments({ mean: 0, variance }).mean).toBeCloseTo(0.5, 12);
  });

  // The twin: a sum over 40,001 points within ten standard deviations.
  test.each([
    [0.5, 0.2],
    [-2, 1],
    [3, 4],
    [1, 9],
  ])("mean %d and variance %d agree with a fine sum", (mean, variance) => {
    const points = Array.from({ length: 40_001 }, (_, index) => (index - 20_000) / 2000);
    const weights = points.map((point) => Math.exp((-point * point) / 2));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const at = points.map((point) => logistic(mean + Math.sqrt(variance) * point));
    const fine = at.reduce((sum, p, index) => sum + p * (weights[index] ?? 0), 0) / total;
    const slope = at.reduce((sum, p, index) => sum + p * (1 - p) * (weights[index] ?? 0), 0) / total;
    expect(logisticMoments({ mean, variance }).mean).toBeCloseTo(fine, 4);
    expect(logisticMoments({ mean, variance }).slope).toBeCloseTo(slope, 4);
  });

  test("what is no normal variable is refused", () => {
    expect(() => logisticMoments({ mean: Number.NaN, variance: 1 })).toThrow(/normal/);
    expect(() => logisticMoments({ mean: 0, variance: -1 })).toThrow(/normal/);
  });
});

describe("logistic and logit", () => {
  test("one undoes the other, and far out nothing overflows", () => {
    for (const probability of [1e-6, 0.2, 0.5, 0.999]) expect(logistic(logit(probability))).toBeCloseTo(probability, 12);
    expect([logistic(-2000), logistic(2000)]).toEqual([0, 1]);
  });

  test.each([0, 1, Number.NaN])("%d has no log odds", (probability) => {
    expect(() => logit(probability)).toThrow(/log odds/);
  });
});
