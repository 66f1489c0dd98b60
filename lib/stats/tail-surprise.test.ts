import { describe, expect, test } from "vitest";
import { createSeededRandom, drawExponential, drawNormal, type Random } from "../core/seeded-random.ts";
import { createTailSurprise } from "./tail-surprise.ts";

const SETTINGS = { share: 0.05, memory: 1e9, floor: 1e-9, start: 2 };

const SHAPES: readonly [string, (random: Random) => number][] = [
  ["half-normal", (random) => Math.abs(drawNormal(random, 0, 1))],
  ["exponential", (random) => drawExponential(random, 1)],
  ["a power of three", (random) => (1 - random()) ** (-1 / 3)],
  ["a power of one", (random) => 1 / (1 - random())],
];

describe("createTailSurprise", () => {
  // The batch twin is the sorted sample: its quantile, and Hill's mean of ln(value / quantile) above it.
  test.each(SHAPES)("of %s values, level and index are those of the sorted sample", (_, draw) => {
    const random = createSeededRandom(20261128);
    const values = Array.from({ length: 50_000 }, () => draw(random));
    const tail = createTailSurprise(SETTINGS);
    for (const value of values) tail.observe(value);
    const sorted = [...values].sort((a, b) => a - b);
    const level = sorted[Math.floor(0.95 * sorted.length)] ?? 0;
    const logs = sorted.filter((value) => value > level).map((value) => Math.log(value / level));
    expect(Math.abs(Math.log(tail.level / level))).toBeLessThan(0.05);
    expect(tail.state().excess / (logs.reduce((sum, log) => sum + log, 0) / logs.length)).toBeCloseTo(1, 0);
  });

  test.each(SHAPES.slice(1))("of %s values, one in a thousand surprises as one in a thousand", (_, draw) => {
    const random = createSeededRandom(7);
    const tail = createTailSurprise(SETTINGS);
    for (let index = 0; index < 50_000; index += 1) tail.observe(draw(random));
    let surprising = 0;
    for (let index = 0; index < 50_000; index += 1) if (tail.observe(draw(random)) > Math.log(1000)) surprising += 1;
    // 50 are right for a power law; a lighter tail surprises less often, for a power law lies above it.
    expect(surprising).toBeGreaterThan(5);
    expect(surprising).toBeLessThan(75);
  });

  test("another unit changes nothing", () => {
    const random = createSeededRandom(3);
    const values = Array.from({ length: 2000 }, () => drawExponential(random, 1));
    const plain = createTailSurprise({ ...SETTINGS, floor: 0.5 });
    const scaled = createTailSurprise({ ...SETTINGS, floor: 512, start: 2048 });
    for (const value of values) expect(scaled.observe(value * 1024)).toBe(plain.observe(value));
  });

  test("nothing at or below the floor surprises, and nothing by more than 20", () => {
    const tail = createTailSurprise({ ...SETTINGS, floor: 1 });
    for (let index = 0; index < 1000; index += 1) expect(tail.observe(index % 2)).toBe(0);
    expect(tail.observe(1e300)).toBe(20);
    expect(tail.observe(Number.POSITIVE_INFINITY)).toBe(20);
    expect(Number.isFinite(tail.level)).toBe(true);
  });

  test("accidents among the first values do not blind it", () => {
    const random = createSeededRandom(4);
    const tail = createTailSurprise({ ...SETTINGS, memory: 4000 });
    for (let index = 0; index < 5; index += 1) tail.observe(1e6);
    for (let index = 0; index < 4000; index += 1) tail.observe(drawExponential(random, 1));
    // The level that an exponential variable exceeds once in twenty is ln 20.
    expect(tail.level).toBeLessThan(2 * Math.log(20));
  });

  test.each([0, 1, -0.1, Number.NaN])("a share of %d is refused", (share) => {
    expect(() => createTailSurprise({ ...SETTINGS, share })).toThrow(/tail/);
  });
});
