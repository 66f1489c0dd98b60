import { describe, expect, test } from "vitest";
import { createSeededRandom, drawNormal } from "../core/seeded-random.ts";
import { findPeriod, seasonalPattern } from "./seasonal-pattern.ts";

const WEEK = [0, 1, 2, 1, 0, -6, 2];

function drawWeeks(seed: number, length: number, noise: number): number[] {
  const random = createSeededRandom(seed);
  return Array.from({ length }, (_, index) => (WEEK[index % 7] ?? 0) + drawNormal(random, 0, noise));
}

describe("findPeriod", () => {
  test.each([60, 100, 700])("a week is found in %d days, also with a trend, a step and a spike", (length) => {
    const values = drawWeeks(length, length, 0.7);
    expect(findPeriod(values)).toBe(7);
    const disturbed = values.map((value, index) => value + index / 20 + (index > length / 2 ? 9 : 0) + (index === 11 ? 500 : 0));
    expect(findPeriod(disturbed)).toBe(7);
  });

  test("a sine is found at its own length, not at a multiple", () => {
    const values = Array.from({ length: 400 }, (_, index) => Math.sin((2 * Math.PI * index) / 24));
    expect(findPeriod(values)).toBe(24);
  });

  test("a smooth rhythm is found under noise that hides it from point to point", () => {
    const random = createSeededRandom(20);
    // Deviation of neighbouring differences: 1.4 of the noise, 0.4 of the sine.
    const values = Array.from({ length: 1000 }, (_, index) => 2 * Math.sin((2 * Math.PI * index) / 24) + drawNormal(random, 0, 1));
    expect(findPeriod(values)).toBe(24);
  });

  test("noise, trends, constants and short series have none", () => {
    const random = createSeededRandom(4);
    for (let round = 0; round < 60; round += 1) {
      let walk = 0;
      const steps = Array.from({ length: 30 + 10 * round }, () => drawNormal(random, 0, 1));
      const walked = steps.map((step) => {
        walk = ((round % 3) / 2) * walk + step;
        return walk;
      });
      expect(findPeriod(walked), `round ${round}`).toBeNull();
    }
    expect(findPeriod(Array.from({ length: 100 }, (_, index) => index))).toBeNull();
    expect(findPeriod(new Array(50).fill(2))).toBeNull();
    expect(findPeriod([])).toBeNull();
    expect(findPeriod([1, 2, 1, 2, 1])).toBeNull();
  });
});

describe("seasonalPattern", () => {
  test.each([7, 6])("a pattern of %d on a trend is given back", (period) => {
    const shape = WEEK.slice(0, period);
    const mean = shape.reduce((sum, part) => sum + part / period, 0);
    const values = Array.from({ length: 8 * period }, (_, index) => (shape[index % period] ?? 0) + 100 + 3 * index);
    const pattern = seasonalPattern(values, period);
    expect(pattern.length).toBe(period);
    for (const [place, part] of pattern.entries()) expect(part).toBeCloseTo((shape[place] ?? 0) - mean, 9);
  });
});
