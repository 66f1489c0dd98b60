import { describe, expect, test } from "vitest";
import type { HealthLevel, HealthVerdict } from "./health-verdict.ts";
import { hidesPresent, orderVerdicts } from "./present-verdict.ts";

const verdict = (level: HealthLevel, sentence: string = level): HealthVerdict => ({ level, sentence, agentId: null });
const MINUTE_MS = 60_000;

describe("orderVerdicts", () => {
  test("an outage of now leads a day that was healthy, and the day is still told", () => {
    const [day, now] = [verdict("healthy"), verdict("serious")];
    expect(orderVerdicts(day, now)).toEqual([now, day]);
  });

  test.each<[HealthLevel, HealthLevel]>([
    ["healthy", "healthy"],
    ["healthy", "unknown"],
    ["healthy", "warning"],
    ["serious", "serious"],
    ["critical", "serious"],
  ])("a range that is %s stands alone while now is %s", (range, now) => {
    expect(orderVerdicts(verdict(range, "range"), verdict(now, "now"))).toEqual([verdict(range, "range")]);
  });

  test("without a reading of now the range stands alone", () => {
    expect(orderVerdicts(verdict("healthy"), null)).toEqual([verdict("healthy")]);
  });
});

describe("hidesPresent", () => {
  test.each([
    [5, false],
    [15, false],
    [16, true],
    [1440, true],
  ])("the last %i minutes: %s", (minutes, hides) => {
    expect(hidesPresent({ kind: "last", durationMs: minutes * MINUTE_MS })).toBe(hides);
  });

  test("a range between two instants was asked for to look at the past", () => {
    expect(hidesPresent({ kind: "between", fromMs: 0, toMs: 86_400_000 })).toBe(false);
  });
});
