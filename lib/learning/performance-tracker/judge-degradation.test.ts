import { describe, expect, test } from "vitest";
import { createSeededRandom } from "../../core/seeded-random.ts";
import type { Baseline } from "../../domain/baseline.ts";
import type { SeriesBucket } from "../../domain/metric-series.ts";
import { sketchKey } from "../../stats/quantile-sketch.ts";
import { calculateBaseline } from "./calculate-baseline.ts";
import { CALM, type DegradationContext, type DegradationEffect, type DegradationState, judgeDegradation } from "./judge-degradation.ts";

const MINUTE_MS = 60_000;
const LATENCY = { type: "latency", unit: "ms" } as const;
const ERRORS = { type: "error_rate", unit: "1" } as const;

function bucketOf(atMs: number, values: readonly number[]): SeriesBucket {
  const cells = new Map<number, number>();
  for (const value of values) cells.set(sketchKey(value), (cells.get(sketchKey(value)) ?? 0) + 1);
  const sorted = [...cells].sort(([a], [b]) => a - b);
  const [sum, sumSquares] = [1, 2].map((power) => values.reduce((total, value) => total + value ** power, 0)) as [number, number];
  const extremes = { min: Math.min(...values), max: Math.max(...values) };
  return { atMs, count: values.length, sum, sumSquares, ...extremes, keys: sorted.map(([key]) => key), counts: sorted.map(([, n]) => n) };
}

const outcomes = (atMs: number, total: number, failed: number): SeriesBucket => ({
  atMs,
  count: total,
  sum: failed,
  sumSquares: failed,
  min: failed === total ? 1 : 0,
  max: failed === 0 ? 0 : 1,
  keys: [],
  counts: [],
});

/** Latencies around `middle` ms that differ by a factor of up to e to both sides. */
function latencies(seed: number, perMinute: number, middle: (minute: number) => number) {
  const random = createSeededRandom(seed);
  return (minute: number): SeriesBucket =>
    bucketOf(
      minute * MINUTE_MS,
      Array.from({ length: perMinute }, () => middle(minute) * Math.exp(2 * random() - 1)),
    );
}

function baselineOf(make: (minute: number) => SeriesBucket): Baseline {
  const answer = calculateBaseline(Array.from({ length: 200 }, (_, minute) => make(minute)));
  if (answer.kind !== "found") throw new Error("A baseline needs 30 values");
  return answer;
}

type Told = DegradationEffect & { readonly minute: number };

function run(minutes: number, make: (minute: number) => SeriesBucket | null, ctx: Omit<DegradationContext, "nowMs">) {
  let state: DegradationState = CALM;
  const told: Told[] = [];
  for (let minute = 0; minute < minutes; minute += 1) {
    const step = judgeDegradation(state, make(minute), { ...ctx, nowMs: (minute + 1) * MINUTE_MS });
    // Through JSON, as it is stored between two looks.
    state = JSON.parse(JSON.stringify(step.state)) as DegradationState;
    told.push(...step.effects.map((effect) => ({ ...effect, minute })));
  }
  return { state, told, kinds: told.filter(({ kind }) => kind !== "updated").map(({ kind, minute }) => [kind, minute] as const) };
}

describe("a latency", () => {
  const baseline = baselineOf(latencies(1, 20, () => 1000));

  test("that stays as it was raises nothing in weeks of minutes", () => {
    for (const seed of [11, 12, 13]) {
      const calm = run(
        10_000,
        latencies(seed, 3, () => 1000),
        { series: LATENCY, baseline },
      );
      expect(calm.kinds).toEqual([]);
    }
  });

  test("that doubles is noticed within minutes, from the minute on in which it did, and is over some time after it is", () => {
    const slow = run(
      200,
      latencies(2, 20, (minute) => (minute >= 60 && minute < 100 ? 2100 : 1000)),
      { series: LATENCY, baseline },
    );
    expect(slow.kinds.map(([kind]) => kind)).toEqual(["opened", "ended"]);
    const opened = slow.told.find(({ kind }) => kind === "opened");
    if (opened?.kind !== "opened") throw new Error("Nothing was opened");
    expect(opened.minute).toBeLessThanOrEqual(63);
    expect(Math.abs(opened.degradation.beganAtMs / MINUTE_MS - 60)).toBeLessThanOrEqual(1);
    expect(opened.degradation.severity).toBe("warning");
    expect(opened.comparison.size).toBeGreaterThan(1.5);
    const ended = slow.told.at(-1);
    expect(ended).toMatchObject({ kind: "ended", status: "cleared" });
    // Fifteen minutes until the bad values are out of the window, and fifteen of calm.
    expect(ended?.minute).toBeGreaterThan(115);
    expect(ended?.minute).toBeLessThanOrEqual(131);
  });

  test("that halves is no degradation", () => {
    expect(
      run(
        100,
        latencies(3, 20, () => 480),
        { series: LATENCY, baseline },
      ).kinds,
    ).toEqual([]);
  });

  test("whose slowest values alone are slower is one of its 95th percentile", () => {
    const make = latencies(4, 20, () => 1000);
    const tailed = (minute: number) => {
      const usual = make(minute);
      const slow = bucketOf(usual.atMs, [9000, 9000, 9000]);
      return minute < 60
        ? usual
        : { ...bucketOf(usual.atMs, [...Array.from({ length: 17 }, () => 1000), 9000, 9000, 9000]), max: slow.max };
    };
    const opened = run(90, tailed, { series: LATENCY, baseline }).told.find(({ kind }) => kind === "opened");
    expect(opened).toMatchObject({ kind: "opened", comparison: { statistic: "p95" } });
  });

  test("without a baseline is not judged", () => {
    expect(
      run(
        100,
        latencies(5, 20, () => 9000),
        { series: LATENCY, baseline: null },
      ).kinds,
    ).toEqual([]);
  });
});

describe("an error rate", () => {
  const usual = (minute: number) => outcomes(minute * MINUTE_MS, 5, minute % 10 === 0 ? 1 : 0);
  const baseline = baselineOf(usual);

  test("of an agent that fails always is critical once it touched enough", () => {
    const down = run(60, (minute) => (minute < 30 ? usual(minute) : outcomes(minute * MINUTE_MS, 5, 5)), { series: ERRORS, baseline });
    expect(down.kinds).toEqual([["opened", expect.any(Number)]]);
    expect(down.told.find(({ kind }) => kind === "opened")?.minute).toBeLessThanOrEqual(33);
    expect(down.state.open).toMatchObject({ severity: "critical", touched: 150, beganAtMs: 30 * MINUTE_MS });
  });

  test("that goes up and down within a quarter of an hour is one degradation, which came back", () => {
    const isBad = (minute: number) => (minute >= 30 && minute < 40) || (minute >= 72 && minute < 82);
    const flapping = run(110, (minute) => (isBad(minute) ? outcomes(minute * MINUTE_MS, 5, 5) : usual(minute)), {
      series: ERRORS,
      baseline,
    });
    expect(flapping.kinds.map(([kind]) => kind)).toEqual(["opened", "ended", "reopened"]);
    expect(flapping.state.open).toMatchObject({ flaps: 1, beganAtMs: 30 * MINUTE_MS });
  });

  test("of whom nothing is heard any more is unknown, and not well", () => {
    const silent = run(300, (minute) => (minute < 30 ? usual(minute) : minute < 60 ? outcomes(minute * MINUTE_MS, 5, 5) : null), {
      series: ERRORS,
      baseline,
    });
    expect(silent.told.at(-1)).toMatchObject({ kind: "ended", status: "silent" });
    // The newest minute begins at 59; a look at the end of minute 179 comes 121 minutes later, the one before 120, which is not more yet.
    expect(silent.told.at(-1)?.minute).toBe(179);
  });

  test("that stays high for a day is the new normal", () => {
    const settled = run(26 * 60, (minute) => (minute < 30 ? usual(minute) : outcomes(minute * MINUTE_MS, 5, 3)), {
      series: ERRORS,
      baseline,
    });
    const ended = settled.told.filter(({ kind }) => kind === "ended");
    expect(ended.map((effect) => (effect.kind === "ended" ? effect.status : ""))).toEqual(["settled"]);
  });
});

test("memory that leaves its band for good is noticed, and a single high value is not", () => {
  const series = { type: "memory", unit: "By" } as const;
  const make = latencies(6, 6, () => 500e6);
  const level = (factor: (minute: number) => number) => (minute: number) => {
    const wobble = 1 + ((minute * 7) % 11) / 100;
    return bucketOf(
      minute * MINUTE_MS,
      Array.from({ length: 6 }, () => 500e6 * wobble * factor(minute)),
    );
  };
  const baseline = baselineOf(level(() => 1));
  expect(make(0).count).toBe(6);
  expect(
    run(
      200,
      level((minute) => (minute === 50 ? 4 : 1)),
      { series, baseline },
    ).kinds,
  ).toEqual([]);
  expect(
    run(
      100,
      level((minute) => (minute >= 50 ? 2 : 1)),
      { series, baseline },
    ).kinds,
  ).toEqual([["opened", expect.any(Number)]]);
});
