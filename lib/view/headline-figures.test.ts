import { describe, expect, test } from "vitest";
import { figuresSample } from "./figures-sample.ts";
import { formatThroughput, headlineFigures } from "./headline-figures.ts";

const HOUR_MS = 3_600_000;
const PHRASE = { within: "in the last hour", before: "the hour before" };
const SPAN = { elapsedMs: HOUR_MS, before: { fromMs: 0, toMs: HOUR_MS } };
const plain = (text: string | null | undefined) => text?.replaceAll("\u202f", " ") ?? null;

describe("headlineFigures", () => {
  test("each figure is said with its unit, its interval and its change", () => {
    const totals = figuresSample({ succeeded: 1150, failed: 50, p50Ms: 800, p95Ms: 2400, p99Ms: 4000, costUsd: 12 });
    const totalsBefore = figuresSample({ succeeded: 560, failed: 40, p50Ms: 800, p95Ms: 1000, p99Ms: 4400, costUsd: 6 });
    const shown = headlineFigures({ ...SPAN, totals, totalsBefore }, PHRASE);
    // 1150 / 1200 = 95.8 %, 560 / 600 = 93.3 %: 2.5 points more; 1200 an hour are 20 a minute; $12 over 1200 are a cent each.
    // p99 fell by ln(4.4 / 4) = 0.095; with a spread of ln 3 / 1.645 = 0.67 its error among 1200 alone is 3.73 * 0.67 / √1200 = 0.072.
    expect(shown.map((figure) => [figure.label, plain(figure.value), plain(figure.change?.text)])).toEqual([
      ["Executions", "1.20 k", "2 ×"],
      ["Success", "95.8 %", "+2.5 points"],
      ["Throughput", "20.0 / min", null],
      ["Latency p50", "800 ms", "no clear change"],
      ["Latency p95", "2.40 s", "2.4 ×"],
      ["Latency p99", "4.00 s", "no clear change"],
      ["Cost", "$12.00", "2 ×"],
    ]);
    expect(shown[6]?.sample).toBe("$0.01 each");
  });

  test("of silence only the count is known; nothing else is zero", () => {
    const shown = headlineFigures({ ...SPAN, totals: null, totalsBefore: null }, PHRASE);
    expect(shown.map((figure) => [figure.label, plain(figure.value)])).toEqual([
      ["Executions", "0"],
      ["Success", null],
      ["Throughput", "0 / min"],
      ["Latency p50", null],
      ["Latency p95", null],
      ["Latency p99", null],
      ["Cost", null],
    ]);
    expect(shown.every((figure) => figure.change === null)).toBe(true);
  });

  test("a quantile of a handful is luck, so its move is not called a change", () => {
    const totals = figuresSample({ succeeded: 900, p50Ms: 743, p95Ms: 6840, p99Ms: 8020, costUsd: 9 });
    const totalsBefore = figuresSample({ succeeded: 59, p50Ms: 470, p95Ms: 470, p99Ms: 470, costUsd: 0.1 });
    const changed = headlineFigures({ ...SPAN, totals, totalsBefore }, PHRASE).filter((figure) => figure.change !== null);
    // 59 are enough for a median and a sum, not for p95 (60) or p99 (300).
    expect(changed.map((figure) => figure.label)).toEqual(["Executions", "Success", "Latency p50", "Cost"]);
  });

  test("of a range that lies ahead there is no throughput", () => {
    const shown = headlineFigures({ ...SPAN, elapsedMs: 0, totals: null, totalsBefore: figuresSample({ succeeded: 4 }) }, PHRASE);
    expect(shown[2]?.value).toBeNull();
    expect(shown[0]?.change).toBeNull();
  });
});

test.each([
  [7200, HOUR_MS, "2.00 / s"],
  [90, HOUR_MS, "1.50 / min"],
  [30, HOUR_MS, "30.0 / h"],
  [3, 24 * HOUR_MS, "3.00 / d"],
  [1, 90 * 24 * HOUR_MS, "0.0111 / d"],
])("%d in %d ms are %s", (count, lengthMs, expected) => {
  expect(plain(formatThroughput(count, lengthMs))).toBe(expected);
});
