import { expect, test } from "vitest";
import { scoreVMeasure } from "./v-measure.ts";

// sklearn 1.5: homogeneity_completeness_v_measure([0, 0, 1, 1], [0, 0, 1, 2]) and the like, which its documentation prints.
test.each([
  ["the same parts under other names", ["x", "x", "y", "y"], [0, 0, 1, 1], [1, 1, 1]],
  ["one label in two groups", [0, 0, 1, 2], [0, 0, 1, 1], [1, 2 / 3, 0.8]],
  ["each line its own group", [0, 1, 2, 3], [0, 0, 1, 1], [1, 0.5, 2 / 3]],
  ["two labels in one group", [0, 0, 1, 1], [0, 0, 1, 2], [2 / 3, 1, 0.8]],
  ["groups that tell nothing", [0, 1, 0, 1], [0, 0, 1, 1], [0, 0, 0]],
  ["one group over two labels", [0, 0, 0, 0], [0, 0, 1, 1], [0, 1, 0]],
])("%s", (_, groups, labels, [homogeneity = Number.NaN, completeness = Number.NaN, vMeasure = Number.NaN]) => {
  const score = scoreVMeasure(groups, labels);
  expect(score.homogeneity).toBeCloseTo(homogeneity, 12);
  expect(score.completeness).toBeCloseTo(completeness, 12);
  expect(score.vMeasure).toBeCloseTo(vMeasure, 12);
});
