import { expect, test } from "vitest";
import { createSeededRandom, drawNormal } from "../core/seeded-random.ts";
import { replaceOutliers } from "./hampel-filter.ts";

// By hand: the window around the 90 holds 1, 2, 3 (twice), 2 and 90 itself; in a constant series the mean distance is a tenth of the spike.
test.each([
  ["a spike becomes the median around it", [1, 2, 3, 90, 3, 2, 1], [1, 2, 3, 3, 3, 2, 1]],
  ["a spike in a constant series too", [0, 0, 0, 0, 5, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ["a step stays", [0, 0, 0, 0, 0, 9, 9, 9, 9, 9], [0, 0, 0, 0, 0, 9, 9, 9, 9, 9]],
  ["nothing stays nothing", [], []],
  ["one stays one", [4], [4]],
])("%s", (_, values, expected) => {
  expect([...replaceOutliers(values, 2, 5)]).toEqual(expected);
});

test("of normal noise next to nothing is touched, and scale and shift do not matter", () => {
  const random = createSeededRandom(11);
  const values = Array.from({ length: 2000 }, () => drawNormal(random, 0, 1));
  const kept = replaceOutliers(values, 3, 6);
  expect(kept.filter((value, index) => value !== values[index]).length).toBeLessThan(5);
  const scaled = replaceOutliers(
    values.map((value) => 7 + 3 * value),
    3,
    6,
  );
  for (const [index, value] of kept.entries()) expect(scaled[index]).toBeCloseTo(7 + 3 * value, 9);
});

test.each([
  [0, 3],
  [1.5, 3],
  [2, 0],
  [2, Number.NaN],
])("reach %d and threshold %d are refused", (reach, threshold) => {
  expect(() => replaceOutliers([1, 2], reach, threshold)).toThrow(/outliers/);
});
