import { expect, test } from "vitest";
import { phraseRange } from "./range-phrase.ts";

test.each([
  [3_600_000, "in the last hour", "the hour before"],
  [86_400_000, "in the last 24 hours", "the 24 hours before"],
  [300_000, "in the last 5 minutes", "the 5 minutes before"],
])("%d ms read as part of a sentence", (durationMs, within, before) => {
  expect(phraseRange({ kind: "last", durationMs })).toEqual({ within, before });
});

test("a range between two instants is named by pointing at it", () => {
  expect(phraseRange({ kind: "between", fromMs: 0, toMs: 1 }).within).toBe("in this range");
});
