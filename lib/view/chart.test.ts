import { describe, expect, test } from "vitest";
import { formatExactInUnit, formatInUnit, mergeSeries } from "./chart.ts";

describe("mergeSeries", () => {
  test("puts points of one instant into one row, in order of time, each series under its key", () => {
    const rows = mergeSeries([
      { key: "p95", label: "p95", points: [{ atMs: 2, value: 9 }] },
      {
        key: "p50",
        label: "p50",
        points: [
          { atMs: 1, value: 4, low: 3, high: 5 },
          { atMs: 2, value: null, low: 3, high: null },
        ],
      },
    ]);
    expect(rows).toEqual([
      { atMs: 1, values: { p50: 4 }, bands: { p50: [3, 5] } },
      { atMs: 2, values: { p95: 9, p50: null }, bands: { p95: null, p50: null } },
    ]);
  });

  test("of nothing is nothing", () => {
    expect(mergeSeries([])).toEqual([]);
  });
});

// \u202f is the narrow space between a figure and its unit.
test.each([
  ["duration", 1240, "1.24\u202fs", "1,240\u202fms"],
  ["count", 12_403, "12.4\u202fk", "12,403"],
  ["count", 2.5, "2.5", "2.5"],
  ["ratio", 0.982, "98.2\u202f%", "98.2\u202f%"],
  // An axis of a rounded domain may end a little above 1.
  ["ratio", 1.0000001, "100\u202f%", "100\u202f%"],
  ["cost", 0.0042, "$0.0042", "$0.0042"],
] as const)("as %s, %d reads %j, in full %j", (unit, value, short, exact) => {
  expect(formatInUnit(unit, value)).toBe(short);
  expect(formatExactInUnit(unit, value)).toBe(exact);
});
