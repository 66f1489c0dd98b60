import { describe, expect, test } from "vitest";
import { createSeededRandom, drawInt, drawNormal, type Random } from "../../core/seeded-random.ts";
import { createShiftDetector, restoreShiftDetector, type ShiftVerdict } from "./shift-detector.ts";

type Shifted = Extract<ShiftVerdict, { readonly kind: "shifted" }>;

/** All alarms of a stream, each with its index. */
function alarmsOf(values: readonly number[]): readonly { readonly index: number; readonly verdict: Shifted }[] {
  const detector = createShiftDetector();
  return values.flatMap((value, index) => {
    const verdict = detector.observe(value);
    return verdict.kind === "shifted" ? [{ index, verdict }] : [];
  });
}

const indexesOf = (values: readonly number[]): number[] => alarmsOf(values).map(({ index }) => index);

/** First-order autoregression of unit variance. */
function drawNoise(random: Random, length: number, phi = 0): number[] {
  let value = drawNormal(random, 0, 1);
  return Array.from({ length }, () => {
    value = phi * value + Math.sqrt(1 - phi * phi) * drawNormal(random, 0, 1);
    return value;
  });
}

/** A latency of 200 ms with a twentieth of noise, multiplied from index 150 on. */
function drawLatencies(random: Random, factor: number, length = 240): number[] {
  return drawNoise(random, length).map((value, index) => (200 + 10 * value) * (index >= 150 ? factor : 1));
}

describe("a shift is seen", () => {
  test("the documented example", () => {
    const detector = createShiftDetector();
    for (let index = 0; index < 130; index += 1) detector.observe(200 + (index % 7));
    const later = restoreShiftDetector(detector.state());
    const alarms = Array.from({ length: 40 }, (_, index) => later.observe(230 + (index % 7))).filter(({ alarm }) => alarm); // one
    expect(alarms.length).toBe(1);
  });

  test("once and within 40 points, with when it began, from what to what, and how sure that is", () => {
    const random = createSeededRandom(1);
    for (let round = 0; round < 60; round += 1) {
      const factor = round % 2 === 0 ? 1.1 : 0.9;
      const alarms = alarmsOf(drawLatencies(random, factor));
      expect(alarms.length, `round ${round}`).toBe(1);
      for (const { index, verdict } of alarms) {
        expect(index - 150).toBeLessThan(40);
        expect(Math.abs(index + 1 - verdict.since - 150), `round ${round}`).toBeLessThanOrEqual(8);
        expect(Math.abs(verdict.before / 200 - 1)).toBeLessThan(0.02);
        expect(Math.abs(verdict.after / (200 * factor) - 1)).toBeLessThan(0.05);
        expect(verdict.relativeChange).toBeCloseTo(verdict.after / verdict.before - 1, 12);
        // At four standard errors 1 - 2 (1 - Phi(4)) is 0.99994; the threshold lies a little below.
        expect(verdict.certainty).toBeGreaterThan(0.9998);
        expect(verdict.certainty).toBeLessThanOrEqual(1);
      }
    }
  });

  test("a large one within fifteen points", () => {
    const random = createSeededRandom(2);
    for (let round = 0; round < 30; round += 1) expect(indexesOf(drawLatencies(random, 1.5))[0]).toBeLessThan(165);
  });

  test("that creeps in over forty points, within sixty", () => {
    const random = createSeededRandom(3);
    for (let round = 0; round < 30; round += 1) {
      const creeping = drawLatencies(random, 1).map((value, index) => value * (1 + 0.1 * Math.max(0, Math.min(1, (index - 150) / 40))));
      const [first] = indexesOf(creeping);
      expect(first, `round ${round}`).toBeGreaterThanOrEqual(150);
      expect(first, `round ${round}`).toBeLessThan(210);
    }
  });

  test("again, after the new level was learnt", () => {
    const random = createSeededRandom(4);
    const twice = drawLatencies(random, 1.2, 600).map((value, index) => (index >= 400 ? value / 1.2 : value));
    const indexes = indexesOf(twice);
    expect(indexes.length).toBe(2);
    expect(indexes[1]).toBeGreaterThanOrEqual(400);
    expect(indexes[1]).toBeLessThan(440);
  });

  test("in counts with many ties, and from a level of zero, where no ratio is told", () => {
    const random = createSeededRandom(5);
    const counts = Array.from({ length: 240 }, (_, index) => drawInt(random, 0, 2) + (index >= 150 ? 2 : 0));
    expect(indexesOf(counts).length).toBe(1);
    const zeros = Array.from({ length: 240 }, (_, index) => (index >= 150 ? 1 : 0));
    expect(alarmsOf(zeros)).toEqual([
      { index: 159, verdict: expect.objectContaining({ since: 10, before: 0, after: 1, relativeChange: null }) },
    ]);
  });
});

describe("there is no alarm", () => {
  // Simulated over 200,000 points: one in 18,000 and in 2200 and 2000; the bounds are twice that, for 40,000 points make few.
  test.each([
    [0, 4],
    [0.3, 37],
    [0.5, 40],
  ])("in noise that carries over %d of its deviation, but for at most %d in 40,000 points", (phi, most) => {
    expect(indexesOf(drawNoise(createSeededRandom(6), 40_000, phi)).length).toBeLessThanOrEqual(most);
  });

  // Simulated over 300 series each: 0.3 % of single spikes, 1 % of bursts of three, 3 % of five; bounds for 100 series.
  test.each([
    [1, 3],
    [3, 5],
    [5, 10],
  ])("at a burst of %d points of any size, but for at most %d in 100 series", (length, most) => {
    const random = createSeededRandom(7);
    let alarms = 0;
    for (let round = 0; round < 100; round += 1) {
      const values = drawLatencies(random, 1);
      const at = drawInt(random, 120, 220);
      values.fill(200 * 10 ** drawInt(random, 1, 9), at, at + length);
      alarms += indexesOf(values).length;
    }
    expect(alarms).toBeLessThanOrEqual(most);
  });

  test("while nothing varies, at any level, nor when a spike interrupts that", () => {
    for (const level of [0, -3, 1e-300, 1e150]) expect(indexesOf(new Array(400).fill(level))).toEqual([]);
    expect(indexesOf(Array.from({ length: 400 }, (_, index) => (index === 200 ? 1e9 : 0)))).toEqual([]);
    expect(indexesOf(Array.from({ length: 400 }, (_, index) => (index % 2 === 0 ? 5 : 6)))).toEqual([]);
  });

  test("at a shift of half a percent, however plain", () => {
    const plain = Array.from({ length: 300 }, (_, index) => (index >= 150 ? 1004.9 : 1000) + (index % 3) / 100);
    expect(indexesOf(plain)).toEqual([]);
    expect(indexesOf(plain.map((value, index) => (index >= 150 ? value + 10 : value)))).toEqual([160]);
  });

  test("before 120 points are known: it is told how many are", () => {
    const detector = createShiftDetector();
    for (let index = 1; index < 120; index += 1) {
      expect(detector.observe(index < 60 ? 1 : 50)).toEqual({ kind: "learning", alarm: false, have: index, need: 120 });
    }
    expect(detector.observe(50).kind).not.toBe("learning");
  });
});

describe("laws", () => {
  test("multiplying all values by a factor, also a negative one, changes no alarm", () => {
    const random = createSeededRandom(8);
    for (let round = 0; round < 20; round += 1) {
      const values = drawLatencies(random, 1 + 0.02 * round);
      const alarms = alarmsOf(values).map(({ index, verdict }) => [index, verdict.since]);
      for (const factor of [0.001, 1e9, -1, -3e-7]) {
        expect(alarmsOf(values.map((value) => factor * value)).map(({ index, verdict }) => [index, verdict.since])).toEqual(alarms);
      }
    }
  });

  test("stopping and going on anywhere, through JSON, equals never having stopped", () => {
    const random = createSeededRandom(9);
    const values = drawLatencies(random, 1.15, 500).map((value, index) => (index >= 330 ? 0.8 * value : value));
    const whole = createShiftDetector();
    let resumed = createShiftDetector();
    for (const value of values) {
      resumed = restoreShiftDetector(JSON.parse(JSON.stringify(resumed.state())));
      expect(resumed.observe(value)).toEqual(whole.observe(value));
    }
    expect(resumed.state()).toEqual(whole.state());
  });

  test("the state stays below 4 kB, whatever was seen", () => {
    const random = createSeededRandom(10);
    const detector = createShiftDetector();
    for (let index = 0; index < 5000; index += 1) {
      detector.observe(drawNormal(random, 0, 1) * 1e-120);
      if (index % 100 === 0) expect(JSON.stringify(detector.state()).length).toBeLessThan(4096);
    }
    expect(JSON.stringify(detector.state()).length).toBeGreaterThan(3000);
  });

  test("a stored state is not changed by going on", () => {
    const detector = createShiftDetector();
    detector.observe(1);
    const state = detector.state();
    detector.observe(2);
    restoreShiftDetector(state).observe(3);
    expect(state).toEqual({ version: 1, values: [1] });
  });
});

describe("at the door", () => {
  test.each([Number.NaN, Number.POSITIVE_INFINITY, -2e150])("%d is refused, and forgotten", (value) => {
    const detector = createShiftDetector();
    expect(() => detector.observe(value)).toThrow(/point/);
    expect(detector.state().values).toEqual([]);
  });

  test.each([
    { version: 1, values: [Number.NaN] },
    { version: 1, values: new Array(161).fill(0) },
    { version: 2, values: [] },
  ])("a state that no detector gave is refused", (state) => {
    // As it may come from a database.
    expect(() => restoreShiftDetector(JSON.parse(JSON.stringify(state)))).toThrow(/state|point/);
  });

  test.each([
    { memory: 120 },
    { windows: [40, 20] as const },
    { threshold: 0 },
    { lags: 100 },
    { irrelevantRatio: -1 },
    { clip: Number.NaN },
  ])("settings that contradict themselves are refused: %j", (settings) => {
    expect(() => createShiftDetector(settings)).toThrow(/settings/);
  });
});
