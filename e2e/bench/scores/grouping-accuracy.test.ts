import { expect, test } from "vitest";
import { scoreGrouping } from "./grouping-accuracy.ts";

// By hand, from the definitions in the docstring.
test.each([
  ["all groups right", [1, 1, 2], ["a", "a", "b"], { ga: 1, fga: 1, groups: 2, labels: 2 }],
  ["a group split in two has no right line", [1, 2, 3], ["a", "a", "b"], { ga: 1 / 3, fga: 2 / 5, groups: 3, labels: 2 }],
  ["two labels in one group are both wrong", [1, 1, 1, 2], ["a", "a", "b", "c"], { ga: 1 / 4, fga: 2 / 5, groups: 2, labels: 3 }],
  ["one foreign line spoils both groups", [1, 1, 1], ["a", "a", "b"], { ga: 0, fga: 0, groups: 1, labels: 2 }],
  ["no line", [], [], { ga: 0, fga: 0, groups: 0, labels: 0 }],
])("%s", (_, groups, labels, expected) => {
  expect(scoreGrouping(groups, labels)).toEqual(expected);
});
