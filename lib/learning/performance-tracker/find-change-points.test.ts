import { describe, expect, test } from "vitest";
import { createSeededRandom, drawInt, drawNormal, type Random } from "../../core/seeded-random.ts";
import type { ChangePoint } from "./change-point-evidence.ts";
import { findChangePoints } from "./find-change-points.ts";

function changesOf(values: readonly number[]): readonly ChangePoint[] {
  const told = findChangePoints(values);
  if (told.kind !== "found") throw new Error(`${values.length} points are too few`);
  return told.changePoints;
}

const indexesOf = (values: readonly number[]): number[] => changesOf(values).map(({ index }) => index);

/** First-order autoregression of unit variance. */
function drawNoise(random: Random, length: number, phi = 0): number[] {
  let value = drawNormal(random, 0, 1);
  return Array.from({ length }, () => {
    value = phi * value + Math.sqrt(1 - phi * phi) * drawNormal(random, 0, 1);
    return value;
  });
}

/** A series with a level step of some noise deviations at a random place. */
function drawStep(random: Random, size: number): { readonly values: number[]; readonly at: number } {
  const length = drawInt(random, 60, 400);
  const at = drawInt(random, Math.floor(length / 4), Math.floor((3 * length) / 4));
  return { values: drawNoise(random, length).map((value, index) => 20 + value + (index >= at ? size : 0)), at };
}

describe("a change is found", () => {
  test("the documented example", () => {
    const daily = [12, 11, 12, 13, 12, 11, 12, 12, 13, 11, 12, 12, 19, 18, 19, 20, 19, 18, 19, 20, 18, 19, 19, 20];
    const told = findChangePoints(daily);
    const at = told.kind === "found" ? told.changePoints.map(({ index }) => index) : []; // [12]
    expect(at).toEqual([12]);
  });

  test("steps of four deviations at their place or next to it, with what they are by hand", () => {
    const random = createSeededRandom(20261128);
    for (let round = 0; round < 60; round += 1) {
      const { values, at } = drawStep(random, 4);
      const changes = changesOf(values);
      const [change] = changes;
      expect(changes.length, `round ${round}`).toBe(1);
      if (change === undefined) continue;
      expect(Math.abs(change.index - at), `round ${round}`).toBeLessThanOrEqual(3);
      expect([change.before.n, change.after.n]).toEqual([change.index, values.length - change.index]);
      // Of 15 values and more a mean is within a deviation or so.
      expect(Math.abs(change.difference - 4)).toBeLessThan(1.2);
      expect(change.relativeChange).toBeCloseTo(change.difference / change.before.median, 12);
      expect(change.step).toBeCloseTo(change.after.mean - change.before.mean, 0);
    }
  });

  test("the interval holds nine true places in ten", () => {
    const random = createSeededRandom(3);
    let held = 0;
    for (let round = 0; round < 100; round += 1) {
      const { values, at } = drawStep(random, 2.5);
      if (changesOf(values).some(({ low, high }) => low <= at && at <= high)) held += 1;
    }
    expect(held).toBeGreaterThanOrEqual(90);
  });

  test("a bend of a trend, with its slopes", () => {
    const random = createSeededRandom(8);
    const noise = drawNoise(random, 200);
    const bent = noise.map((value, index) => value + (index < 120 ? 0.1 * index : 12 - 0.2 * (index - 120)));
    const [change, more] = changesOf(bent);
    expect(more).toBeUndefined();
    expect(change?.index).toBeGreaterThan(110);
    expect(change?.index).toBeLessThan(130);
    expect(change?.before.slope).toBeCloseTo(0.1, 1);
    expect(change?.after.slope).toBeCloseTo(-0.2, 1);
    expect(Math.abs(change?.step ?? 9)).toBeLessThan(1.5);
  });

  test("under a weekly rhythm larger than the step, which is named", () => {
    const random = createSeededRandom(12);
    const week = [0, 4, 4, 4, 4, 3, 0];
    const values = drawNoise(random, 210).map((value, index) => 0.4 * value + (week[index % 7] ?? 0) + (index >= 100 ? 1.5 : 0));
    expect(findChangePoints(values)).toMatchObject({ kind: "found", season: 7, changePoints: [{ index: 100 }] });
    expect(findChangePoints(values, { season: 7 })).toEqual(findChangePoints(values));
  });

  test("in series that do not vary between their changes", () => {
    const flat = Array.from({ length: 90 }, (_, index) => (index < 30 ? 0 : index < 60 ? 3 : 1));
    expect(indexesOf(flat)).toEqual([30, 60]);
  });

  test("in 10,000 points, at the exact place, in well under a second", () => {
    const values = drawNoise(createSeededRandom(6), 10_000).map(
      (value, index) => value + (index >= 4321 ? 8 : 0) - (index >= 7001 ? 4 : 0),
    );
    const startedMs = performance.now();
    expect(indexesOf(values)).toEqual([4321, 7001]);
    expect(performance.now() - startedMs).toBeLessThan(1000);
  });
});

describe("no change is found", () => {
  // Bound: measured over 300 series of each kind, and a margin of three standard errors; white noise is asked for 1 in 100.
  test.each([
    [0, 0.04],
    [0.3, 0.06],
    [0.6, 0.12],
  ])("in noise that carries over %d of its deviation, but for a share below %d", (phi, share) => {
    const random = createSeededRandom(99);
    let found = 0;
    for (let round = 0; round < 150; round += 1) if (indexesOf(drawNoise(random, 30 + round, phi)).length > 0) found += 1;
    expect(found / 150).toBeLessThan(share);
  });

  test("at an outlier of any size, nor at three in a row", () => {
    const random = createSeededRandom(31);
    for (let round = 0; round < 60; round += 1) {
      const values = drawNoise(random, 100);
      const size = 10 ** drawInt(random, 1, 6);
      const at = drawInt(random, 5, 90);
      for (let index = at; index < at + 1 + (round % 3); index += 1) values[index] = size;
      expect(indexesOf(values), `round ${round}, ${size} at ${at}`).toEqual([]);
    }
  });

  test("in constants, with and without an outlier, and in a straight line", () => {
    expect(indexesOf(new Array(100).fill(0))).toEqual([]);
    expect(indexesOf(new Array(100).fill(-7.1))).toEqual([]);
    expect(indexesOf(Array.from({ length: 100 }, (_, index) => (index === 40 ? 9 : 1)))).toEqual([]);
    expect(indexesOf(Array.from({ length: 100 }, (_, index) => 5 - index / 3))).toEqual([]);
  });
});

describe("laws", () => {
  test("shifting, scaling and turning upside down move no change and no confidence", () => {
    const random = createSeededRandom(44);
    for (let round = 0; round < 30; round += 1) {
      const { values } = drawStep(random, 3);
      const changes = changesOf(values);
      for (const [factor, shift] of [
        [1e-9, 0],
        [1e12, 0],
        [-1, 0],
        [3, 500],
      ] as const) {
        const other = changesOf(values.map((value) => factor * value + shift));
        expect(other.map(({ index, low, high }) => [index, low, high])).toEqual(changes.map(({ index, low, high }) => [index, low, high]));
        for (const [place, { difference, confidence }] of other.entries()) {
          expect(difference / factor).toBeCloseTo(changes[place]?.difference ?? 0, 6);
          expect(confidence).toBeCloseTo(changes[place]?.confidence ?? 0, 6);
        }
      }
    }
  });

  test("a series read backwards has its changes mirrored", () => {
    const random = createSeededRandom(45);
    for (let round = 0; round < 30; round += 1) {
      const { values } = drawStep(random, 4);
      const mirrored = indexesOf(values.toReversed()).map((index) => values.length - index);
      expect(mirrored.toReversed(), `round ${round}`).toEqual(indexesOf(values));
    }
  });

  test("confidence grows with the step, and is a probability", () => {
    const random = createSeededRandom(46);
    const noise = drawNoise(random, 120);
    const confidences = [1.5, 2, 3, 5, 10].map(
      (size) => changesOf(noise.map((value, index) => value + (index >= 60 ? size : 0)))[0]?.confidence ?? 0,
    );
    expect(confidences).toEqual(confidences.toSorted((a, b) => a - b));
    for (const confidence of confidences) expect(confidence >= 0 && confidence <= 1).toBe(true);
  });

  test("the largest numbers there are do not overflow", () => {
    const values = Array.from({ length: 60 }, (_, index) => (index < 30 ? -1.7e308 : 1.7e308));
    const [change] = changesOf(values);
    expect(change?.index).toBe(30);
    expect(change?.confidence).toBeGreaterThan(0.9);
  });
});

describe("at the door", () => {
  test("19 points are too few, 20 are enough", () => {
    expect(findChangePoints(new Array(19).fill(1))).toEqual({ kind: "insufficient", have: 19, need: 20 });
    expect(findChangePoints([])).toEqual({ kind: "insufficient", have: 0, need: 20 });
    expect(findChangePoints(new Array(20).fill(1))).toEqual({ kind: "found", changePoints: [], season: null });
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])("%d is refused by its place", (value) => {
    expect(() => findChangePoints([1, 2, value])).toThrow(/Point 2/);
  });

  test.each([1, 2.5, 26])("a season of %d of 100 points is refused", (season) => {
    expect(() => findChangePoints(new Array(100).fill(1), { season })).toThrow(/season/);
  });
});
