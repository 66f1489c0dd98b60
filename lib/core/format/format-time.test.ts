import { describe, expect, test } from "vitest";
import { formatDay, formatExactInstant, formatInstant, formatRelativeTime, formatTimeOfDay } from "./format-time.ts";
import { UNIT_SPACE } from "./significant.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 22, 18, 33, 17, 42);

describe("formatRelativeTime", () => {
  test.each([
    [0, "now"],
    [1999, "now"],
    [-1999, "now"],
    [2 * SECOND, "2 s ago"],
    [59.9 * SECOND, "59 s ago"],
    [MINUTE, "1 min ago"],
    [3 * MINUTE + 59 * SECOND, "3 min ago"],
    [23 * HOUR + 59 * MINUTE, "23 h ago"],
    [5 * DAY, "5 d ago"],
    [366 * DAY, "1 y ago"],
    [-2 * HOUR, "in 2 h"],
  ])("%d ms before now reads %s", (agoMs, text) => {
    expect(formatRelativeTime(NOW - agoMs, NOW).replaceAll(UNIT_SPACE, " ")).toBe(text);
  });

  test("refuses NaN", () => {
    expect(() => formatRelativeTime(Number.NaN, NOW)).toThrow("must be finite");
  });
});

describe("formatInstant", () => {
  // Zurich is one hour ahead of UTC in winter and two in summer; Kolkata five and a half all year.
  test.each([
    [NOW, "UTC", "2026-11-22 18:33:17 UTC"],
    [NOW, "Europe/Zurich", "2026-11-22 19:33:17 UTC+01:00"],
    [NOW, "Asia/Kolkata", "2026-11-23 00:03:17 UTC+05:30"],
    [Date.UTC(2026, 2, 29, 0, 59, 59), "Europe/Zurich", "2026-03-29 01:59:59 UTC+01:00"],
    [Date.UTC(2026, 2, 29, 1, 0, 0), "Europe/Zurich", "2026-03-29 03:00:00 UTC+02:00"],
    [Date.UTC(2026, 0, 1, 0, 0, 0), "UTC", "2026-01-01 00:00:00 UTC"],
  ])("%d in %s reads %s", (instantMs, timeZone, text) => {
    expect(formatInstant(instantMs, timeZone)).toBe(text);
  });

  test("day and time of day follow the zone too", () => {
    expect(formatDay(NOW, "Asia/Kolkata")).toBe("2026-11-23");
    expect(formatTimeOfDay(NOW, "Asia/Kolkata")).toBe("00:03");
  });

  test("the exact value has milliseconds", () => {
    expect(formatExactInstant(NOW)).toBe("2026-11-22T18:33:17.042Z");
  });

  test("refuses an unknown zone and an impossible instant", () => {
    expect(() => formatInstant(NOW, "Mars/Olympus")).toThrow("Unknown time zone: Mars/Olympus");
    expect(() => formatInstant(9e15, "UTC")).toThrow("Not an instant");
    expect(() => formatExactInstant(Number.NaN)).toThrow("Not an instant");
  });
});
