import { expect, test } from "vitest";
import { TIME_RANGE_PRESETS_MS } from "../domain/time-range.ts";
import { describeRange, shortRangeText } from "./range-words.ts";

test("presets are named as operators type them", () => {
  expect(TIME_RANGE_PRESETS_MS.map(shortRangeText)).toEqual(["5m", "30m", "1h", "3h", "24h", "7d", "30d", "90d"]);
});

test.each([
  [{ kind: "last", durationMs: 86_400_000 }, "Last 24 hours"],
  [{ kind: "last", durationMs: 3_600_000 }, "Last hour"],
  [{ kind: "last", durationMs: 5_400_000 }, "Last 90 minutes"],
  [{ kind: "last", durationMs: 7 * 86_400_000 }, "Last 7 days"],
  [{ kind: "between", fromMs: Date.UTC(2026, 10, 21, 8), toMs: Date.UTC(2026, 10, 22, 18, 33) }, "2026-11-21 08:00 to 2026-11-22 18:33"],
] as const)("%j reads %j", (range, words) => {
  expect(describeRange(range, "UTC")).toBe(words);
});
