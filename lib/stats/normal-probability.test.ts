import { expect, test } from "vitest";
import { normalProbability } from "./normal-probability.ts";

// Abramowitz and Stegun, "Handbook of Mathematical Functions", table 26.1.
test.each([
  [0, 0.5],
  [1, 0.8413447],
  [-1, 0.1586553],
  [1.96, 0.9750021],
  [3, 0.9986501],
])("below %d lies what the table says", (z, probability) => {
  expect(normalProbability(z)).toBeCloseTo(probability, 6);
});

test("it rises from 0 to 1 and knows the ends; NaN is refused", () => {
  const row = Array.from({ length: 201 }, (_, index) => normalProbability((index - 100) / 8));
  expect(row).toEqual([...row].sort((a, b) => a - b));
  expect([normalProbability(Number.NEGATIVE_INFINITY), normalProbability(Number.POSITIVE_INFINITY)]).toEqual([0, 1]);
  expect(() => normalProbability(Number.NaN)).toThrow(/NaN/);
});
