import { describe, expect, test } from "vitest";
import { createSeededRandom } from "../core/seeded-random.ts";
import { normalQuantile } from "./normal-quantile.ts";
import { quantileLogError } from "./quantile-error.ts";

describe("quantileLogError", () => {
  // By hand: at the median sqrt(1/4) / (1 / sqrt(2 pi)) = sqrt(pi / 2) = 1.2533.
  test("of the median it is the textbook's 1.2533 over the root of the count", () => {
    expect(quantileLogError(0.5, 1, 100)).toBeCloseTo(0.12533, 5);
    expect(quantileLogError(0.5, 2, 400)).toBeCloseTo(0.12533, 5);
  });

  test.each([0.5, 0.95])("samples drawn at random scatter as much at %d", (probability) => {
    const random = createSeededRandom(11);
    const count = 401;
    const logs = Array.from({ length: 600 }, () => {
      const sample = Array.from({ length: count }, () => normalQuantile(Math.max(random(), 1e-12))).sort((a, b) => a - b);
      return sample[Math.floor(probability * (count - 1))] ?? Number.NaN;
    });
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
    const deviation = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (logs.length - 1));
    // 600 samples know their deviation to 1 / sqrt(1200) = 2.9 %; three of these either way.
    expect(deviation / quantileLogError(probability, 1, count)).toBeGreaterThan(0.91);
    expect(deviation / quantileLogError(probability, 1, count)).toBeLessThan(1.09);
  });

  test.each([
    [0.5, -1, 10],
    [0.5, Number.NaN, 10],
    [0.5, 1, 0],
    [0, 1, 10],
  ])("%d, %d, %d is refused", (probability, sigma, count) => {
    expect(() => quantileLogError(probability, sigma, count)).toThrow();
  });
});
