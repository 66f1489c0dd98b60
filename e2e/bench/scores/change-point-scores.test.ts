import { expect, test } from "vitest";
import { scoreChangeF1, scoreCover } from "./change-point-scores.ts";

// By hand, with 0 added to every set: precision and recall stand in the name.
test.each([
  ["all found: 2/2, 2/2", [[50]], [50], 1],
  ["within the margin: 2/2, 2/2", [[50]], [55], 1],
  ["just outside: 1/2, 1/2", [[50]], [56], 1 / 2],
  ["nothing found: 1/1, 1/2", [[50]], [], 2 / 3],
  ["nothing to find: 1/2, 1/1", [[]], [50], 2 / 3],
  ["two claims near one truth match once: 2/3, 2/2", [[50]], [49, 51], 4 / 5],
  ["the second of two annotators disagrees: 2/2, mean of 2/2 and 1/2", [[50], [80]], [50], 6 / 7],
  ["a change next to the start may match 0 only: 1/2, 1/1", [[]], [3], 2 / 3],
])("F1: %s", (_, annotations, found, expected) => {
  expect(scoreChangeF1(annotations, found)).toBeCloseTo(expected, 12);
});

// By hand: shares of the segments times their best overlap over union.
test.each([
  ["the same segments", [[50]], [50], 1],
  ["halves against the whole: 1/2 each", [[50]], [], 1 / 2],
  ["the whole against halves", [[]], [50], 1 / 2],
  ["40 + 60 against 50 + 50: 0.4 of 40/50, 0.6 of 50/60", [[40]], [50], 0.32 + 0.5],
  ["two annotators are averaged", [[50], []], [], 3 / 4],
])("cover: %s", (_, annotations, found, expected) => {
  expect(scoreCover(annotations, found, 100)).toBeCloseTo(expected, 12);
});
