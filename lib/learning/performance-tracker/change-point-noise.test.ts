import { expect, test } from "vitest";
import { createSeededRandom, drawNormal } from "../../core/seeded-random.ts";
import { createSegmentError } from "../../stats/segment-error.ts";
import { measureNoise } from "./change-point-noise.ts";

function drawNoise(seed: number, length: number): Float64Array {
  const random = createSeededRandom(seed);
  return Float64Array.from({ length }, () => drawNormal(random, 0, 2));
}

const noiseOf = (values: Float64Array) => measureNoise(values, createSegmentError(values));

// By hand: a twentieth of the points, but 5 at least and the root of the length at most.
test.each([
  [20, 5],
  [100, 5],
  [300, 15],
  [400, 20],
  [10_000, 100],
])("%d points are seen in blocks of %d", (length, block) => {
  expect(noiseOf(drawNoise(1, length)).block).toBe(block);
});

test("normal noise has its variance, with one large step too, from 40 points on", () => {
  for (const length of [40, 60, 400]) {
    const ratios = Array.from({ length: 60 }, (_, round) => {
      const noise = drawNoise(round, length);
      return noiseOf(noise.map((value, index) => (index < length / 2 ? value : value + 8))).variance / 4;
    });
    const mean = ratios.reduce((sum, ratio) => sum + ratio / ratios.length, 0);
    expect(mean, `${length} points`).toBeGreaterThan(0.7);
    expect(mean, `${length} points`).toBeLessThan(1.6);
  }
});

test("what rests most of the time is not without noise; a constant is", () => {
  expect(noiseOf(Float64Array.from({ length: 200 }, (_, index) => (index % 50 < 5 ? 3 : 0))).variance).toBeGreaterThan(0.1);
  expect(noiseOf(new Float64Array(50)).variance).toBe(0);
});
