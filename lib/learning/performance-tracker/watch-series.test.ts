import { describe, expect, test } from "vitest";
import { createSeededRandom } from "../../core/seeded-random.ts";
import type { SeriesBucket } from "../../domain/metric-series.ts";
import { calculateBaseline } from "./calculate-baseline.ts";
import { readSeriesState, watchSeries } from "./watch-series.ts";

const MINUTE_MS = 60_000;
const MEMORY = { name: "process.memory.rss", type: "memory", unit: "By", origin: "reported" } as const;

/** Six equal values a minute, as gauges have them. */
function levels(seed: number, count: number, level: (minute: number) => number): SeriesBucket[] {
  const random = createSeededRandom(seed);
  return Array.from({ length: count }, (_, minute) => {
    const value = level(minute) * (1 + 0.02 * random());
    const squares = 6 * value ** 2;
    return { atMs: minute * MINUTE_MS, count: 6, sum: 6 * value, sumSquares: squares, min: value, max: value, keys: [], counts: [] };
  });
}

describe("a watched series", () => {
  test("is known by its state alone, which is plain JSON of bounded size: going on from it equals never having stopped", () => {
    const minutes = levels(1, 600, (minute) => (minute >= 500 ? 3e8 : 1e8));
    const series = MEMORY;
    const answer = calculateBaseline(minutes.slice(0, 300));
    const baseline = answer.kind === "found" ? answer : null;
    const [untilMs, nowMs] = [600 * MINUTE_MS, 600 * MINUTE_MS];
    const whole = watchSeries(null, minutes, { series, baseline, untilMs, nowMs });
    let state = null;
    const parts = [];
    for (let from = 0; from < 600; from += 7) {
      const part = watchSeries(state, minutes.slice(from, from + 7), { series, baseline, untilMs: (from + 7) * MINUTE_MS, nowMs });
      state = readSeriesState(JSON.parse(JSON.stringify(part.state)));
      expect(JSON.stringify(part.state).length).toBeLessThan(30_000);
      parts.push(part);
    }
    expect(parts.flatMap(({ anomalies }) => anomalies)).toEqual(whole.anomalies);
    expect(state?.anomaly).toEqual(whole.state.anomaly);
    expect(state?.degradation.open?.beganAtMs).toBe(500 * MINUTE_MS);
    expect(parts.flatMap(({ effects }) => effects).filter(({ kind }) => kind === "opened")).toHaveLength(1);
    const first = watchSeries(null, minutes, { series, baseline, untilMs, nowMs });
    const next = watchSeries(first.state, [], { series, baseline, untilMs, nowMs });
    expect(next.effects).toEqual([]);
  });

  test("whose level moves for good is noticed where no baseline is known yet, by the shift", () => {
    const minutes = levels(2, 300, (minute) => (minute >= 240 ? 2e8 : 1e8));
    const nowMs = 300 * MINUTE_MS;
    const { effects } = watchSeries(null, minutes, { series: MEMORY, baseline: null, untilMs: nowMs, nowMs });
    const opened = effects.find(({ kind }) => kind === "opened");
    if (opened?.kind !== "opened") throw new Error("Nothing was opened");
    expect(Math.abs(opened.degradation.beganAtMs / MINUTE_MS - 240)).toBeLessThanOrEqual(5);
    expect(opened.comparison.size).toBeCloseTo(2, 1);
  });

  test("that was not looked at for days is learnt from, and what is long over is not told", () => {
    const minutes = levels(3, 3000, (minute) => (minute >= 1000 && minute < 1100 ? 9e8 : 1e8));
    const answer = calculateBaseline(minutes.slice(0, 900));
    const baseline = answer.kind === "found" ? answer : null;
    const nowMs = 3000 * MINUTE_MS;
    const { state, effects, anomalies } = watchSeries(null, minutes, { series: MEMORY, baseline, untilMs: nowMs, nowMs });
    expect(effects).toEqual([]);
    expect(state.anomaly.points).toBe(3000);
    expect(anomalies.map(({ at }) => Date.parse(at) / MINUTE_MS)).toContainEqual(1000);
  });

  test("of an unknown make is learnt anew", () => {
    expect([readSeriesState(null), readSeriesState({ version: 0 }), readSeriesState("x")]).toEqual([null, null, null]);
  });
});
