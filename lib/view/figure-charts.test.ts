import { describe, expect, test } from "vitest";
import type { SeriesStep } from "../domain/execution-figures.ts";
import { latencySeries, statusBars, successSeries } from "./figure-charts.ts";

const MINUTE_MS = 60_000;
const FROM_MS = Date.parse("2026-11-22T12:00:00Z");

function stepAt(minute: number, changes: Partial<SeriesStep>): SeriesStep {
  const bucketAt = new Date(FROM_MS + minute * MINUTE_MS).toISOString();
  return { bucketAt, succeeded: 0, failed: 0, cancelled: 0, p50Ms: null, p95Ms: null, p99Ms: null, costUsd: 0, ...changes };
}

const READ = {
  span: { fromMs: FROM_MS, toMs: FROM_MS + 4 * MINUTE_MS },
  stepMs: MINUTE_MS,
  series: [
    stepAt(0, { succeeded: 3, failed: 1, p50Ms: 100, p95Ms: 200, p99Ms: 300 }),
    stepAt(2, { cancelled: 2, p50Ms: 50, p95Ms: 60, p99Ms: 70 }),
    stepAt(3, { failed: 2, p50Ms: 10, p95Ms: 20, p99Ms: 30 }),
  ],
};

describe("charts of a series with holes", () => {
  test("bars stand at every step, empty ones too", () => {
    expect(statusBars(READ).map((bar) => [(bar.atMs - FROM_MS) / MINUTE_MS, bar.amounts])).toEqual([
      [0, { succeeded: 3, failed: 1, cancelled: 0 }],
      [1, { succeeded: 0, failed: 0, cancelled: 0 }],
      [2, { succeeded: 0, failed: 0, cancelled: 2 }],
      [3, { succeeded: 0, failed: 2, cancelled: 0 }],
    ]);
  });

  test("the success rate has gaps where nothing was judged, and 0 only where all failed", () => {
    expect(successSeries(READ)[0]?.points.map((point) => point.value)).toEqual([0.75, null, null, 0]);
  });

  test("every known success rate lies in its band", () => {
    for (const point of successSeries(READ)[0]?.points ?? []) {
      if (point.value === null) expect(point.low).toBeUndefined();
      else {
        expect(point.low).toBeLessThanOrEqual(point.value);
        expect(point.high).toBeGreaterThan(point.value);
      }
    }
  });

  test("latency has gaps where nothing ended", () => {
    expect(latencySeries(READ).map((line) => [line.key, line.points.map((point) => point.value)])).toEqual([
      ["p50", [100, null, 50, 10]],
      ["p95", [200, null, 60, 20]],
      ["p99", [300, null, 70, 30]],
    ]);
  });
});
