import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  DEFAULT_TIME_RANGE,
  parseTimeRange,
  previousSpan,
  readTypedRange,
  resolveTimeRange,
  seriesStepMs,
  TIME_RANGE_PRESETS_MS,
  type TimeRange,
  writeTimeRange,
} from "./time-range.ts";

const HOUR_MS = 3_600_000;
const NOW_MS = Date.UTC(2026, 10, 22, 18, 33);

const ranges: fc.Arbitrary<TimeRange> = fc.oneof(
  fc.integer({ min: 1, max: 400 * 86_400 }).map((seconds): TimeRange => ({ kind: "last", durationMs: seconds * 1000 })),
  fc
    .tuple(fc.integer({ min: 0, max: NOW_MS }), fc.integer({ min: 1, max: NOW_MS }))
    .map(([fromMs, lengthMs]): TimeRange => ({ kind: "between", fromMs, toMs: fromMs + lengthMs })),
);

describe("parseTimeRange", () => {
  test("reads back every range that writeTimeRange writes", () => {
    fc.assert(
      fc.property(ranges, (range) => {
        expect(parseTimeRange(writeTimeRange(range))).toEqual(range);
      }),
    );
  });

  test("keeps the address of the default clean, and reads a clean address as the default", () => {
    expect(writeTimeRange(DEFAULT_TIME_RANGE)).toEqual({});
    expect(parseTimeRange({})).toEqual({ kind: "last", durationMs: 24 * HOUR_MS });
  });

  test.each([
    [{ range: "tomorrow" }],
    [{ range: "9999w" }],
    [{ range: ["1h", "2h"] }],
    [{ from: "2026-11-22T00:00:00Z" }],
    [{ from: "2026-11-22T00:00:00Z", to: "2026-11-21T00:00:00Z" }],
    [{ from: "yesterday", to: "today" }],
  ])("takes %j for the default", (parameters) => {
    expect(parseTimeRange(parameters)).toEqual(DEFAULT_TIME_RANGE);
  });

  test("lets two instants outrank a duration", () => {
    const parameters = { range: "1h", from: "2026-11-22T00:00:00+01:00", to: "2026-11-22T00:00:00Z" };
    expect(parseTimeRange(parameters)).toEqual({ kind: "between", fromMs: Date.UTC(2026, 10, 21, 23), toMs: Date.UTC(2026, 10, 22) });
  });
});

test("a typed range is refused with a reason that names it", () => {
  expect(readTypedRange("500d")).toEqual({ kind: "invalid", reason: expect.stringContaining('"500d"') });
  expect(readTypedRange("1h30m")).toEqual({ kind: "range", range: { kind: "last", durationMs: 1.5 * HOUR_MS } });
});

test("the last hour ends now, and the span before it ends where it begins", () => {
  const span = resolveTimeRange({ kind: "last", durationMs: HOUR_MS }, NOW_MS);
  expect(span).toEqual({ fromMs: NOW_MS - HOUR_MS, toMs: NOW_MS });
  expect(previousSpan(span)).toEqual({ fromMs: NOW_MS - 2 * HOUR_MS, toMs: NOW_MS - HOUR_MS });
});

describe("seriesStepMs", () => {
  // By hand: the least step that cuts the preset into at most a hundred. 90 d / 1 d = 90; 30 d / 12 h = 60; 7 d / 2 h = 84; 24 h / 15 min = 96.
  test.each(TIME_RANGE_PRESETS_MS.map((lengthMs, index) => [lengthMs, [1, 1, 1, 2, 15, 120, 720, 1440][index]] as const))(
    "%d ms has steps of %d minutes",
    (lengthMs, minutes) => {
      expect(seriesStepMs({ fromMs: NOW_MS - lengthMs, toMs: NOW_MS })).toBe((minutes ?? 0) * 60_000);
    },
  );

  test("divides a day or is made of whole days, and gives at most a hundred steps up to 700 days", () => {
    const day = 86_400_000;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700 * day }), (lengthMs) => {
        const stepMs = seriesStepMs({ fromMs: 0, toMs: lengthMs });
        expect(day % stepMs === 0 || stepMs % day === 0).toBe(true);
        expect(lengthMs / stepMs).toBeLessThanOrEqual(100);
      }),
    );
  });
});
