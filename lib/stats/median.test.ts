import { expect, test } from "vitest";
import { createSeededRandom } from "../core/seeded-random.ts";
import { median } from "./median.ts";

// By hand, from the definition.
test.each([
  [[3], 3],
  [[5, 1, 3], 3],
  [[4, 1, 3, 2], 2.5],
  [[-1, -1, -1, 7], -1],
  [[1e308, 1.5e308], 1.25e308],
])("of %j it is %d", (values, expected) => {
  expect(median(values)).toBe(expected);
});

test("as many values lie above it as below, and it moves with them", () => {
  const random = createSeededRandom(5);
  for (let count = 1; count < 40; count += 1) {
    const values = Array.from({ length: count }, () => random());
    const middle = median(values);
    expect(values.filter((value) => value > middle).length).toBe(values.filter((value) => value < middle).length);
    expect(median(values.map((value) => 8 - 4 * value))).toBeCloseTo(8 - 4 * middle, 12);
  }
});

test.each([[[]], [[1, Number.NaN]], [[1, Number.NEGATIVE_INFINITY]]])("%j has none", (values) => {
  expect(() => median(values)).toThrow(/median/);
});
