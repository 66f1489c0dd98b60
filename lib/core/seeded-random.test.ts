import { describe, expect, test } from "vitest";
import { createSeededRandom, createXoshiro128, drawExponential, drawInt, drawItem, drawNormal } from "./seeded-random.ts";

const SAMPLES = 20_000;

function sample(draw: () => number, count = SAMPLES): number[] {
  return Array.from({ length: count }, draw);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return meanOf(values.map((value) => (value - mean) ** 2));
}

describe("createXoshiro128", () => {
  test("gives the words worked out by hand from the state 1, 2, 3, 4", () => {
    // Word 1: rotl(2 * 5, 7) * 9 = 10 * 128 * 9 = 11520; the step leaves (7, 0, 1026, 12288).
    // Word 2: rotl(0, 7) * 9 = 0; the step leaves (12295, 1029, 1029, 12288 << 11).
    // Word 3: rotl(1029 * 5, 7) * 9 = 5145 * 128 * 9 = 5927040.
    const next = createXoshiro128([1, 2, 3, 4]);
    expect([next(), next(), next()]).toEqual([11520, 0, 5927040]);
  });

  test("refuses the all-zero state", () => {
    expect(() => createXoshiro128([0, 0, 0, 0])).toThrow("must not be all zero");
  });
});

describe("createSeededRandom", () => {
  test("repeats itself for one seed and differs between neighbouring seeds", () => {
    expect(sample(createSeededRandom(42), 50)).toEqual(sample(createSeededRandom(42), 50));
    expect(sample(createSeededRandom(42), 50)).not.toEqual(sample(createSeededRandom(43), 50));
    expect(createSeededRandom(7)()).not.toBe(createSeededRandom(7 + 2 ** 32)());
  });

  test.each([0, 1, 42, 2 ** 53 - 1])("stays in [0, 1) with mean 1/2 and variance 1/12 (seed %d)", (seed) => {
    const values = sample(createSeededRandom(seed));
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    // Five standard errors: sqrt(1 / 12 / 20000) = 0.00204; that of the variance is sqrt(1 / 180 / 20000) = 0.00053.
    expect(Math.abs(meanOf(values) - 1 / 2)).toBeLessThan(0.0103);
    expect(Math.abs(varianceOf(values) - 1 / 12)).toBeLessThan(0.0027);
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])("refuses the seed %d", (seed) => {
    expect(() => createSeededRandom(seed)).toThrow("A seed is an integer");
  });
});

describe("drawInt and drawItem", () => {
  test("reach both ends and every value about equally often", () => {
    const random = createSeededRandom(3);
    const counts = new Map<number, number>();
    for (const value of sample(() => drawInt(random, -1, 2))) counts.set(value, (counts.get(value) ?? 0) + 1);
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-1, 0, 1, 2]);
    // Binomial(20000, 1/4): mean 5000, deviation 61.2; five of them are 306.
    for (const count of counts.values()) expect(Math.abs(count - 5000)).toBeLessThan(306);
  });

  test("map the ends of the uniform range to the ends of the integer range", () => {
    expect(drawInt(() => 0, 5, 9)).toBe(5);
    expect(drawInt(() => 1 - 2 ** -53, 5, 9)).toBe(9);
    expect(drawItem(() => 0.5, ["a", "b", "c"])).toBe("b");
  });

  test("refuse what cannot be drawn", () => {
    const random = createSeededRandom(3);
    expect(() => drawInt(random, 2, 1)).toThrow("from 2 to 1");
    expect(() => drawInt(random, 0.5, 1)).toThrow("from 0.5 to 1");
    expect(() => drawItem(random, [])).toThrow("empty list");
  });
});

describe("drawNormal", () => {
  test("has the asked mean, deviation, symmetry and tail", () => {
    const random = createSeededRandom(11);
    const values = sample(() => drawNormal(random, 10, 2));
    // Five standard errors: 2 / sqrt(20000) = 0.0141; of the variance: 4 * sqrt(2 / 20000) = 0.04.
    expect(Math.abs(meanOf(values) - 10)).toBeLessThan(0.071);
    expect(Math.abs(varianceOf(values) - 4)).toBeLessThan(0.2);
    // Two deviations hold 95.45 % (normal table); five binomial errors of 20000 draws are 0.74 %.
    const within = values.filter((value) => Math.abs(value - 10) <= 4).length / SAMPLES;
    expect(Math.abs(within - 0.9545)).toBeLessThan(0.0074);
  });

  test("is finite at the ends of the uniform range, and the mean itself without deviation", () => {
    expect(drawNormal(() => 0, 1, 1)).toBe(1);
    expect(Number.isFinite(drawNormal(() => 1 - 2 ** -53, 1, 1))).toBe(true);
    expect(drawNormal(createSeededRandom(1), 3, 0)).toBe(3);
  });

  test("refuses a negative deviation", () => {
    expect(() => drawNormal(() => 0.5, 0, -1)).toThrow("deviation -1");
  });
});

describe("drawExponential", () => {
  test("has the asked mean, and half of its draws below mean * ln 2", () => {
    const random = createSeededRandom(5);
    const values = sample(() => drawExponential(random, 250));
    // The deviation equals the mean: five standard errors are 5 * 250 / sqrt(20000) = 8.84.
    expect(Math.abs(meanOf(values) - 250)).toBeLessThan(8.84);
    const below = values.filter((value) => value < 250 * Math.LN2).length / SAMPLES;
    expect(Math.abs(below - 0.5)).toBeLessThan(0.0177);
  });

  test("starts at 0 and refuses a mean that is not above it", () => {
    expect(drawExponential(() => 0, 250)).toBe(0);
    expect(() => drawExponential(() => 0.5, 0)).toThrow("above 0");
  });
});
