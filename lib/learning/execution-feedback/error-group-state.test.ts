import { describe, expect, test } from "vitest";
import type { IgnoreEnd } from "../../domain/error-group.ts";
import { BURST_RULE, type GroupFacts, judgeErrorGroup } from "./error-group-state.ts";

const nowMs = Date.parse("2026-11-22T12:00:00.000Z");
const facts: GroupFacts = {
  text: "disk <*> is full",
  state: "open",
  stateChangedAt: "2026-11-20T10:00:00.000Z",
  firstSeenAt: "2026-11-20T10:00:00.000Z",
  lastStartedAt: "2026-11-22T11:00:00.000Z",
  ignoreUntil: null,
  burstSince: null,
  tenMinutes: 0,
  hour: 0,
  sinceDecision: 0,
};
const kindOf = (parts: Partial<GroupFacts>) => judgeErrorGroup({ ...facts, ...parts }, { nowMs })?.kind ?? null;

describe("a resolved group", () => {
  test("comes back for an execution that started afterwards", () => {
    const resolvedAndAgain: GroupFacts = {
      ...facts,
      state: "resolved",
      stateChangedAt: "2026-11-22T10:00:00.000Z",
      lastStartedAt: "2026-11-22T10:05:00.000Z",
    };
    const verdict = judgeErrorGroup(resolvedAndAgain, { nowMs });
    expect(verdict).toMatchObject({ kind: "back", severity: "serious", title: "Back after it was resolved: disk <*> is full" });
  });

  test.each(["2026-11-22T10:00:00.000Z", "2026-11-22T09:59:59.999Z"])(
    "stays for one that started at %s, before or as it was resolved",
    (lastStartedAt) => {
      expect(kindOf({ state: "resolved", stateChangedAt: "2026-11-22T10:00:00.000Z", lastStartedAt, hour: 99, tenMinutes: 99 })).toBeNull();
    },
  );
});

describe("an ignored group", () => {
  const ignored = (ignoreUntil: IgnoreEnd, parts: Partial<GroupFacts> = {}) => kindOf({ state: "ignored", ignoreUntil, ...parts });

  test.each([
    [{ kind: "time", untilAt: "2026-11-22T12:00:00.000Z" }, {}, "reopened"],
    [{ kind: "time", untilAt: "2026-11-22T12:00:00.001Z" }, { hour: 1000 }, null],
    [{ kind: "count", count: 3 }, { sinceDecision: 3 }, "reopened"],
    [{ kind: "count", count: 3 }, { sinceDecision: 2, hour: 50 }, null],
    [{ kind: "rate", perHour: 4 }, { hour: 5 }, "reopened"],
    [{ kind: "rate", perHour: 4 }, { hour: 4 }, null],
    [{ kind: "never" }, { hour: 1000, sinceDecision: 1000 }, null],
  ] as const)("until %j with %j: %s", (until, parts, kind) => {
    expect(ignored(until, parts)).toBe(kind);
  });
});

describe("a burst", () => {
  const fresh = { firstSeenAt: "2026-11-22T11:00:00.000Z" };

  test.each([
    ["a quiet new error", { ...fresh, tenMinutes: 1 }, null],
    ["a new error just below the level", { ...fresh, tenMinutes: BURST_RULE.raiseAt - 1 }, null],
    ["a new error at the level", { ...fresh, tenMinutes: BURST_RULE.raiseAt }, "burst"],
    ["an old error at the level", { tenMinutes: 1000 }, null],
    ["a burst that goes on", { ...fresh, tenMinutes: 1000, burstSince: "2026-11-22T11:50:00.000Z" }, null],
    ["a burst between the levels", { ...fresh, tenMinutes: BURST_RULE.clearAt + 1, burstSince: "2026-11-22T11:50:00.000Z" }, null],
    ["a burst that ebbed", { ...fresh, tenMinutes: BURST_RULE.clearAt, burstSince: "2026-11-22T11:50:00.000Z" }, "calm"],
    [
      "a burst that somebody resolved",
      {
        ...fresh,
        state: "resolved",
        lastStartedAt: fresh.firstSeenAt,
        stateChangedAt: "2026-11-22T11:55:00.000Z",
        tenMinutes: 50,
        burstSince: "2026-11-22T11:50:00.000Z",
      },
      "calm",
    ],
  ] as const)("%s", (_, parts, kind) => {
    expect(kindOf(parts)).toBe(kind);
  });
});

test("what a verdict changes ends the reason for it: the same look again finds nothing", () => {
  expect(kindOf({ state: "back", lastStartedAt: "2026-11-22T11:59:00.000Z" })).toBeNull();
  expect(kindOf({ state: "open", ignoreUntil: null, hour: 100 })).toBeNull();
});
