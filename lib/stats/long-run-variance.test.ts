import { expect, test } from "vitest";
import { createSeededRandom, drawNormal } from "../core/seeded-random.ts";
import { longRunVariance } from "./long-run-variance.ts";

/** First-order autoregression; its long-run variance is 1 / (1 - phi)^2 for innovations of variance 1 (geometric sum of the influence). */
function drawSeries(seed: number, phi: number, length: number): number[] {
  const random = createSeededRandom(seed);
  let value = 0;
  return Array.from({ length }, () => {
    value = phi * value + drawNormal(random, 0, 1);
    return value;
  });
}

test.each([
  [0, 10, 1],
  [0.5, 30, 4],
  [0.7, 60, 11.1],
])("noise that carries over %d of its deviation", (phi, block, expected) => {
  const estimates = [1, 2, 3, 4, 5].map((seed) => longRunVariance(drawSeries(seed, phi, 6000), block));
  const mean = estimates.reduce((sum, one) => sum + one / estimates.length, 0);
  expect(mean / expected).toBeGreaterThan(0.75);
  expect(mean / expected).toBeLessThan(1.25);
});

test("a trend is no noise; a few steps hardly are", () => {
  const noise = drawSeries(9, 0, 3000);
  const plain = longRunVariance(noise, 15);
  const trending = noise.map((value, index) => value + index / 10);
  const stepping = noise.map((value, index) => value + (index > 900 ? 50 : 0) - (index > 2000 ? 80 : 0));
  expect(longRunVariance(trending, 15)).toBeCloseTo(plain, 9);
  expect(longRunVariance(stepping, 15) / plain).toBeLessThan(1.2);
});

test("values that do not vary have none; twice the values have four times as much", () => {
  expect(longRunVariance(new Array(50).fill(3), 5)).toBe(0);
  const noise = drawSeries(3, 0, 90);
  expect(
    longRunVariance(
      noise.map((value) => 2 * value),
      6,
    ),
  ).toBeCloseTo(4 * longRunVariance(noise, 6), 9);
});

test.each([0, 1.5, 4, Number.NaN])("blocks of %d do not fit thrice into eleven values", (block) => {
  expect(() => longRunVariance(new Array(11).fill(0), block)).toThrow(/blocks/);
});
