import { describe, expect, test } from "vitest";
import { createSeededRandom, drawExponential, drawItem, drawNormal, type Random } from "../../core/seeded-random.ts";
import { type AnomalyVerdict, createAnomalyDetector, restoreAnomalyDetector } from "./anomaly-detector.ts";
import { ANOMALY_SETTINGS } from "./anomaly-settings.ts";

const START_MS = 1_764_288_000_000;
const STEP_MS = 300_000;
const DAY_POINTS = 288;

type Draw = (index: number, random: Random) => number;

/** What the detector says of each of `points` values, five minutes apart. */
function judge(points: number, draw: Draw, seed = 1): AnomalyVerdict[] {
  const random = createSeededRandom(seed);
  const detector = createAnomalyDetector();
  return Array.from({ length: points }, (_, index) => {
    return detector.observe({ atMs: START_MS + index * STEP_MS, value: draw(index, random) });
  });
}

/** The indices of alarms from `from` on. */
function alarmsOf(verdicts: readonly AnomalyVerdict[], from = 0): number[] {
  return verdicts.flatMap(({ alarm }, index) => (alarm && index >= from ? [index] : []));
}

const noise: Draw = (_, random) => drawNormal(random, 50, 1);
const autoregression = (): Draw => {
  let state = 0;
  return (_, random) => {
    state = 0.9 * state + drawNormal(random, 0, 1);
    return state;
  };
};
const isDaytime = (index: number): boolean => index % DAY_POINTS >= 96 && index % DAY_POINTS < 192;

describe("what is found", () => {
  const at = 2000;
  test.each<[string, Draw, AnomalyVerdict["direction"]]>([
    ["a spike", (index, random) => noise(index, random) + (index === at ? 12 : 0), "above"],
    ["a step up", (index, random) => noise(index, random) + (index >= at ? 6 : 0), "above"],
    ["a step down", (index, random) => noise(index, random) - (index >= at ? 6 : 0), "below"],
    ["an hour somewhat lower", (index, random) => noise(index, random) - (index >= at && index < at + 12 ? 4 : 0), "below"],
    ["a stuck value", (index, random) => (index < at ? noise(index, random) : 50), "stuck"],
    ["wilder values", (index, random) => drawNormal(random, 50, index < at ? 1 : 6), null],
    ["the first change ever", (index) => (index < at ? 5 : 6), "above"],
    ["the first that is not zero", (index) => (index < at ? 0 : 1e-6), "above"],
  ])("%s raises an alarm within an hour or two", (_, draw, direction) => {
    const verdicts = judge(at + 24, draw, 3);
    const [first] = alarmsOf(verdicts, at);
    expect(first).toBeDefined();
    if (direction !== null) expect(verdicts[first ?? 0]?.direction).toBe(direction);
  });

  test("a step alarms once and becomes the new normal", () => {
    for (const size of [6, 60, 1e4]) {
      const verdicts = judge(6000, (index, random) => drawNormal(random, 0, 1) + (index >= at ? size : 0), 4);
      expect(alarmsOf(verdicts, at).filter((index) => index < at + 1000)).toEqual([at]);
      expect(verdicts[5999]?.expected).toBeGreaterThan(0.8 * size);
    }
  });

  test("a day that stays night is noticed, and so is a night that is day", () => {
    const day: Draw = (index, random) => (isDaytime(index) ? 80 : 20) + drawNormal(random, 0, 2);
    const quiet = judge(14 * DAY_POINTS, (index, random) =>
      index >= 12 * DAY_POINTS ? 20 + drawNormal(random, 0, 2) : day(index, random),
    );
    expect(alarmsOf(quiet, 12 * DAY_POINTS)[0]).toBeLessThan(12 * DAY_POINTS + 96 + 36);
    const loud = judge(14 * DAY_POINTS, (index, random) => (index >= 12 * DAY_POINTS ? 80 + drawNormal(random, 0, 2) : day(index, random)));
    expect(alarmsOf(loud, 12 * DAY_POINTS)[0]).toBeLessThan(12 * DAY_POINTS + 36);
  });
});

describe("what is not", () => {
  test.each([0, 5, -3.25, 1e12])("a series that is always %d never alarms", (value) => {
    const verdicts = judge(5000, () => value);
    expect(alarmsOf(verdicts)).toEqual([]);
    const { score, expected, low, high, direction } = verdicts[4999] ?? {};
    expect({ score, expected, direction }).toEqual({ score: 0, expected: value, direction: null });
    expect((high ?? 1) - (low ?? 0)).toBeLessThanOrEqual(1e-8 * Math.abs(value));
  });

  test("rounding is no change", () => {
    expect(alarmsOf(judge(5000, (_, random) => 0.3 + drawItem(random, [0, 0, 2 ** -53])))).toEqual([]);
  });

  test.each<[string, Draw]>([
    ["a wave", (index) => 50 + 30 * Math.sin((2 * Math.PI * index) / DAY_POINTS)],
    ["working hours", (index) => (isDaytime(index) ? 80 : 20)],
    ["a job at three each night", (index) => (index % DAY_POINTS >= 36 && index % DAY_POINTS < 40 ? 90 : 20)],
  ])("%s that repeats each day does not alarm once it is known", (_, draw) => {
    expect(alarmsOf(judge(28 * DAY_POINTS, draw), 8 * DAY_POINTS).length).toBeLessThanOrEqual(1);
  });

  test.each<[string, Draw]>([
    ["white noise", noise],
    ["heavy tails", (_, random) => drawNormal(random, 0, 1) / Math.sqrt(drawExponential(random, 1))],
    ["a lognormal", (_, random) => Math.exp(drawNormal(random, 0, 1))],
    ["counts", (_, random) => Math.floor(drawExponential(random, 3))],
    ["a daily wave with noise", (index, random) => 10 * Math.sin((2 * Math.PI * index) / DAY_POINTS) + drawNormal(random, 0, 1)],
    ["an autoregression", autoregression()],
  ])("%s keeps within the budget in the long run", (_, draw) => {
    const [from, points] = [20_000, 60_000];
    const count = alarmsOf(judge(points, draw), from).length;
    // The raise level need not be at the end where it was at the beginning: a quarter more or less.
    expect(count).toBeLessThanOrEqual(1.25 * (points - from) * ANOMALY_SETTINGS.alarmBudget);
  });

  test("nothing alarms while there is too little to judge by", () => {
    const verdicts = judge(300, (index, random) => drawNormal(random, 0, index % 40 === 0 ? 1000 : 1));
    expect(alarmsOf(verdicts).every((index) => index >= 200)).toBe(true);
    expect(verdicts.slice(0, 20).every(({ score, isLearning }) => score === 0 && isLearning)).toBe(true);
    expect(verdicts[200]?.isLearning).toBe(false);
  });
});

describe("laws", () => {
  const shapes: readonly Draw[] = [
    noise,
    (_, random) => Math.exp(drawNormal(random, 0, 2)),
    (index, random) => (isDaytime(index) ? 8 : 2) + Math.floor(drawExponential(random, 2)),
    (index, random) => (index % 700 < 100 ? 7 : drawNormal(random, 7, 3)),
  ];

  test("another unit changes no score and no alarm", () => {
    for (const [seed, draw] of shapes.entries()) {
      const plain = judge(3000, draw, seed);
      for (const factor of [1024, 1000, 1e-6, -1]) {
        const scaled = judge(3000, (index, random) => factor * draw(index, random), seed);
        expect(alarmsOf(scaled)).toEqual(alarmsOf(plain));
        for (const [index, { score, expected }] of scaled.entries()) {
          expect(score).toBeCloseTo(plain[index]?.score ?? 0, 6);
          expect(expected / factor).toBeCloseTo(plain[index]?.expected ?? 0, 6);
        }
      }
    }
  });

  test("another zero changes no alarm", () => {
    for (const [seed, draw] of shapes.entries()) {
      const moved = judge(3000, (index, random) => draw(index, random) + 4096, seed);
      expect(alarmsOf(moved)).toEqual(alarmsOf(judge(3000, draw, seed)));
    }
  });

  test("stopped and resumed at any point, it is as if it had never stopped, to the last bit", () => {
    for (const [seed, draw] of shapes.entries()) {
      const random = createSeededRandom(seed);
      const whole = createAnomalyDetector();
      let resumed = createAnomalyDetector();
      for (let index = 0; index < 2500; index += 1) {
        const point = { atMs: START_MS + index * STEP_MS * drawItem(random, [1, 1, 1, 20]), value: draw(index, random) };
        if (random() < 0.1) resumed = restoreAnomalyDetector(JSON.parse(JSON.stringify(resumed.state())));
        expect(resumed.observe(point)).toEqual(whole.observe(point));
      }
      expect(JSON.stringify(resumed.state())).toBe(JSON.stringify(whole.state()));
    }
  });

  test("what it has to store does not grow beyond 8 kB", () => {
    for (const [seed, draw] of shapes.entries()) {
      const random = createSeededRandom(seed);
      const detector = createAnomalyDetector();
      for (let index = 0; index < 20_000; index += 1) {
        detector.observe({ atMs: START_MS + index * STEP_MS, value: draw(index, random) / 3 });
        if (index % 500 === 0) expect(JSON.stringify(detector.state()).length).toBeLessThan(8192);
      }
    }
  });

  test("nothing it tells is ever NaN or infinite, whatever it is fed", () => {
    const random = createSeededRandom(9);
    const odd = [0, -0, 1, 1e150, -1e150, 5e-324, 1e-300, 1e9, 0.1];
    for (let round = 0; round < 20; round += 1) {
      const detector = createAnomalyDetector();
      for (let index = 0; index < 500; index += 1) {
        const atMs = drawItem(random, [null, START_MS + index * STEP_MS, -START_MS, 0]);
        const { score, expected, low, high, raiseScore } = detector.observe({ atMs, value: drawItem(random, odd) });
        expect([score, expected, low, high, raiseScore].every(Number.isFinite)).toBe(true);
        expect(score >= 0 && score < 1 && low <= expected && expected <= high).toBe(true);
      }
    }
  });
});

describe("the door", () => {
  test.each([Number.NaN, Number.POSITIVE_INFINITY, -1e151])("a value of %d is refused and leaves no trace", (value) => {
    const detector = createAnomalyDetector();
    detector.observe({ atMs: 0, value: 1 });
    const before = JSON.stringify(detector.state());
    expect(() => detector.observe({ atMs: 1, value })).toThrow(/finite value/);
    expect(JSON.stringify(detector.state())).toBe(before);
  });

  test("an instant that is no number is refused; none at all is not", () => {
    const detector = createAnomalyDetector();
    expect(() => detector.observe({ atMs: Number.NaN, value: 1 })).toThrow(/instant/);
    expect(detector.observe({ atMs: null, value: 1 }).expected).toBe(1);
  });

  test("a state of another make is refused", () => {
    const { known } = (() => {
      const detector = createAnomalyDetector({ horizons: [1, 2] });
      detector.observe({ atMs: 0, value: 1 });
      return detector.state();
    })();
    expect(() => restoreAnomalyDetector({ version: 1, points: 1, known })).toThrow(/state/);
  });

  test("the example of the docstring", () => {
    const detector = createAnomalyDetector();
    const verdict = detector.observe({ atMs: 1_764_288_000_000, value: 12.5 });
    const later = restoreAnomalyDetector(detector.state());
    expect(verdict).toMatchObject({ score: 0, alarm: false, expected: 12.5 });
    expect(later.state()).toEqual(detector.state());
  });
});
