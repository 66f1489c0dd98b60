import { expect, test } from "vitest";
import { createSeededRandom, drawInt } from "../core/seeded-random.ts";
import { createSegmentError } from "./segment-error.ts";

test("two points make a line, three a line and an error", () => {
  const error = createSegmentError([1, 3, 2]);
  // By hand: mean 2; the best line rises by half a point and passes at 1.5, 2, 2.5, so the errors are -0.5, 1, -0.5.
  expect(error.level(0, 3)).toBeCloseTo(2, 12);
  expect(error.line(0, 3)).toBeCloseTo(1.5, 12);
  expect(error.slope(0, 3)).toBeCloseTo(0.5, 12);
  expect(error.height({ from: 0, to: 3 }, 4)).toBeCloseTo(3.5, 12);
  expect(error.line(0, 2)).toBeCloseTo(0, 12);
  expect([error.level(1, 2), error.line(1, 2), error.slope(1, 2)]).toEqual([0, 0, 0]);
});

test("any part agrees with least squares over its own values", () => {
  const random = createSeededRandom(21);
  const values = Array.from({ length: 300 }, (_, index) => 1000 + index + 20 * random());
  const error = createSegmentError(values);
  for (let round = 0; round < 200; round += 1) {
    const from = drawInt(random, 0, 290);
    const to = drawInt(random, from + 2, 300);
    const part = values.slice(from, to);
    const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
    const centre = (part.length - 1) / 2;
    const cross = part.reduce((sum, value, index) => sum + (index - centre) * (value - mean), 0);
    const slope = cross / part.reduce((sum, _, index) => sum + (index - centre) ** 2, 0);
    expect(error.slope(from, to)).toBeCloseTo(slope, 6);
    expect(error.level(from, to)).toBeCloseTo(
      part.reduce((sum, value) => sum + (value - mean) ** 2, 0),
      3,
    );
    expect(error.line(from, to)).toBeCloseTo(
      part.reduce((sum, value, index) => sum + (value - mean - slope * (index - centre)) ** 2, 0),
      3,
    );
    expect(error.height({ from, to }, to)).toBeCloseTo(mean + slope * (part.length - centre), 6);
  }
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e200])("a series with %d is refused", (value) => {
  expect(() => createSegmentError([1, value, 2])).toThrow(/errors/);
});
