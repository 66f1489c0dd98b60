import { describe, expect, test } from "vitest";
import type { GeneratedExecution } from "./virtual/recorder.ts";
import { simulate } from "./virtual/simulate.ts";
import { AGENTS } from "./work/roster.ts";
import { FAULT_KINDS, type FaultKind, type FaultLevels, NO_FAULTS, naturalLevels } from "./world/faults.ts";
import { messageOf } from "./world/messages.ts";

const SEED = 11;
const START_MS = Date.UTC(2026, 10, 18, 9);

const remembered = new Map<string, readonly GeneratedExecution[]>();

/** Two hours of the live fleet under constant faults; the same faults are simulated once. */
function twoHours(levels: FaultLevels): readonly GeneratedExecution[] {
  const name = JSON.stringify(levels);
  const options = { seed: SEED, startMs: START_MS, endMs: START_MS + 2 * 3_600_000, stretchAt: () => 1 };
  const rows = remembered.get(name) ?? [...simulate({ ...options, levelsAt: () => levels, agents: AGENTS })].flat();
  remembered.set(name, rows);
  return rows;
}

const countByType = (rows: readonly GeneratedExecution[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { error } of rows) if (error?.type !== undefined) counts[error.type] = (counts[error.type] ?? 0) + 1;
  return counts;
};

/** What comes of the data alone: bad messages, letters that were cut, pages without facts, booked hosts, long reports. */
const DATA_CAUSES = [
  "MalformedMessage",
  "LetterRejected",
  "FactsMissing",
  "PageMissing",
  "SlotConflict",
  "TooManyRows",
  "SweepFailed",
  "Cancelled",
];
const EFFECTS: Readonly<Record<FaultKind, readonly string[]>> = {
  flaky_upstream: ["NetworkError", "ServiceUnavailable", "TimeoutError"],
  slow_upstream: ["TimeoutError"],
  rate_limit: ["RateLimitExceeded"],
  full_disk: ["DiskFull"],
  corrupted_cache: ["CacheCorruption"],
};

describe("failures have causes", () => {
  test("without faults only the data can be at fault, and a message fails exactly when it is flawed", () => {
    const rows = twoHours(NO_FAULTS);
    expect(Object.keys(countByType(rows)).filter((type) => !DATA_CAUSES.includes(type))).toEqual([]);
    const messages = rows.filter((row) => row.taskType === "email_processing");
    expect(messages.length).toBeGreaterThan(1000);
    for (const row of messages) {
      const { flaw } = messageOf(SEED, (row.inputs as { readonly message: number }).message);
      expect(row.status).toBe(flaw === "none" ? "succeeded" : "failed");
    }
  });

  test.each(FAULT_KINDS)("%s causes its own failures and no other's", (kind) => {
    const types = Object.keys(countByType(twoHours({ ...NO_FAULTS, [kind]: 1 })));
    expect(types.filter((type) => !DATA_CAUSES.includes(type)).sort()).toEqual(EFFECTS[kind]);
  });

  test.each(FAULT_KINDS)("more of %s means more failures", (kind) => {
    const failuresAt = (level: number): number => {
      const counts = countByType(twoHours({ ...NO_FAULTS, [kind]: level }));
      return EFFECTS[kind].reduce((sum, type) => sum + (counts[type] ?? 0), 0);
    };
    expect(failuresAt(1)).toBeGreaterThan(failuresAt(0.5));
    expect(failuresAt(0.5)).toBeGreaterThanOrEqual(failuresAt(0));
  });

  test("with no pace to stretch its pauses, the fleet does about one thing a second", () => {
    const perSecond = twoHours(NO_FAULTS).length / 7200;
    expect(perSecond).toBeGreaterThan(0.85);
    expect(perSecond).toBeLessThan(1.3);
  });
});

describe("naturalLevels", () => {
  test("stay from 0 to 1, and each fault has good and bad times within a fortnight", () => {
    const minutes = Array.from({ length: 14 * 24 * 12 }, (_item, index) => naturalLevels(START_MS + index * 300_000, SEED));
    for (const kind of FAULT_KINDS) {
      const levels = minutes.map((all) => all[kind]);
      expect(Math.min(...levels)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...levels)).toBeLessThanOrEqual(1);
      expect(Math.min(...levels)).toBeLessThan(0.1);
      expect(Math.max(...levels)).toBeGreaterThan(0.3);
    }
  });

  test("follow the night, the full hour and Monday morning", () => {
    // 2026-11-18 is a Wednesday, 2026-11-16 a Monday.
    expect(naturalLevels(Date.UTC(2026, 10, 18, 2, 30), SEED).flaky_upstream).toBeGreaterThanOrEqual(0.35);
    expect(naturalLevels(Date.UTC(2026, 10, 18, 7, 2), SEED).rate_limit).toBeGreaterThanOrEqual(0.22);
    expect(naturalLevels(Date.UTC(2026, 10, 16, 9, 30), SEED).slow_upstream).toBeGreaterThanOrEqual(0.55);
  });
});
