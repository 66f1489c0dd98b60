import { describe, expect, test } from "vitest";
import { normalQuantile } from "./normal-quantile.ts";

describe("normalQuantile", () => {
  // Abramowitz and Stegun, Handbook of Mathematical Functions, table 26.5 (x for which Q(x) is 1 - p), with more digits from NIST's e-Handbook.
  test.each([
    [0.5, 0],
    [0.9, 1.2815515655],
    [0.95, 1.644853627],
    [0.975, 1.9599639845],
    [0.99, 2.326347874],
    [0.995, 2.5758293035],
    [0.999, 3.0902323062],
    [0.9999, 3.7190164855],
  ])("at %d it is the tabulated %d", (probability, expected) => {
    expect(normalQuantile(probability)).toBeCloseTo(expected, 7);
  });

  test("the lower half mirrors the upper one", () => {
    for (let step = 1; step < 500; step += 1) {
      const probability = step / 1000;
      expect(normalQuantile(probability)).toBeCloseTo(-normalQuantile(1 - probability), 7);
    }
  });

  test("it rises with the probability, also where the centre meets the tails", () => {
    let before = Number.NEGATIVE_INFINITY;
    for (let step = 1; step < 2000; step += 1) {
      const value = normalQuantile(step / 2000);
      expect(value).toBeGreaterThan(before);
      before = value;
    }
  });

  test.each([0, 1, -0.1, 1.1, Number.NaN, Number.POSITIVE_INFINITY])("%d is refused", (probability) => {
    expect(() => normalQuantile(probability)).toThrow(/probability/);
  });
});
