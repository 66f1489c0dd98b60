import { describe, expect, test } from "vitest";
import { readIgnoreEnd } from "./error-group-ignore.ts";
import { makeGroup, NOW_MS } from "./error-group-sample.ts";
import { describeTrendOf, occurrenceBars, trendOf } from "./error-group-trend.ts";
import { decisionWords, describeGroup, ignoreEndWords, judgeGroups } from "./error-group-words.ts";

const PHRASE = { within: "in the last 24 hours", before: "the 24 hours before" };

describe("the page's sentence", () => {
  test.each([
    [[], "calm", "Nothing failed in the last 24 hours."],
    [[makeGroup({ stored: "resolved" })], "calm", "Nothing waits: all 1 error in the last 24 hours are resolved or ignored."],
    [[makeGroup({ count: 12 })], "calm", "1 open error made 12 executions fail in the last 24 hours; none is new."],
    [
      [makeGroup({ count: 1, firstSeenAt: "2026-11-22T09:00:00.000Z" }), makeGroup({ count: 4 })],
      "warning",
      "2 open errors made 5 executions fail in the last 24 hours: 1 is new.",
    ],
    [
      [makeGroup({ stored: "back" }), makeGroup({ burstSince: "2026-11-22T11:50:00.000Z" }), makeGroup({ stored: "ignored", count: 99 })],
      "serious",
      "2 open errors made 2 executions fail in the last 24 hours: 1 came back after being resolved, 1 comes in a burst.",
    ],
  ] as const)("of %# is %s: %s", (groups, level, sentence) => {
    expect(judgeGroups(groups, PHRASE, NOW_MS)).toEqual({ level, sentence });
  });

  test("about one group names the agent where it is one", () => {
    expect(describeGroup(makeGroup({ count: 3 }), PHRASE)).toBe("3 executions, all of mail, failed like this in the last 24 hours.");
    expect(describeGroup(makeGroup({ count: 0 }), PHRASE)).toBe("Nothing failed like this in the last 24 hours.");
  });
});

test("an end of ignoring reads back as a sentence", () => {
  expect(ignoreEndWords({ kind: "never" }, "UTC")).toBe("for good");
  expect(ignoreEndWords({ kind: "time", untilAt: "2026-11-23T12:00:00.000Z" }, "UTC")).toBe("until 2026-11-23 12:00:00 UTC");
  expect(ignoreEndWords({ kind: "count", count: 20 }, "UTC")).toBe("until 20 more fail like this");
});

test.each([
  ["time", "2h", { kind: "end", end: { kind: "time", untilAt: "2026-11-22T14:00:00.000Z" } }],
  ["count", " 20 ", { kind: "end", end: { kind: "count", count: 20 } }],
  ["rate", "5", { kind: "end", end: { kind: "rate", perHour: 5 } }],
  ["never", "", { kind: "end", end: { kind: "never" } }],
  ["time", "soon", { kind: "invalid" }],
  ["time", "9999d", { kind: "invalid" }],
  ["count", "0", { kind: "invalid" }],
  ["count", "10001", { kind: "invalid" }],
  ["rate", "1.5", { kind: "invalid" }],
] as const)("the end %s with %j is read", (kind, amount, result) => {
  expect(readIgnoreEnd(kind, amount, NOW_MS)).toMatchObject(result);
});

test("decisions are told with their end and the person meant", () => {
  const decision = { id: "d", at: "2026-11-22T11:00:00.000Z", actorId: "u", reason: null, until: null, assigneeId: null };
  expect(decisionWords({ ...decision, action: "assigned", assigneeId: "v" }, "UTC", () => "Maya")).toBe("assigned it to Maya");
  expect(decisionWords({ ...decision, action: "ignored", until: { kind: "count", count: 2 } }, "UTC", () => "")).toBe(
    "ignored it until 2 more fail like this",
  );
  expect(decisionWords({ ...decision, action: "came_back", actorId: null }, "UTC", () => "")).toBe("saw it come back");
});

test("a course has every step that has begun, and bars every step of the range", () => {
  const span = { fromMs: NOW_MS - 4 * 3_600_000, toMs: NOW_MS + 3_600_000 };
  const group = { steps: [{ bucketAt: "2026-11-22T09:00:00.000Z", count: 5 }] };
  const grid = { span, stepMs: 3_600_000, readAtMs: NOW_MS };
  expect(trendOf(group, grid)).toEqual([0, 5, 0, 0]);
  expect(occurrenceBars(group, grid).map((bar) => bar.amounts["count"])).toEqual([0, 5, 0, 0, 0]);
  expect(describeTrendOf([0, 5, 0, 0])).toBe("At most 5 in a step, 0 in the last");
});
