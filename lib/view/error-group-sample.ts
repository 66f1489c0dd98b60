import type { ErrorGroup } from "../domain/error-group.ts";

/** Noon of the day of the samples, epoch ms. */
export const NOW_MS = Date.parse("2026-11-22T12:00:00.000Z");

/** A group for tests: open, first seen a week before {@link NOW_MS}, unless `parts` say otherwise. */
export function makeGroup(parts: Partial<ErrorGroup> = {}): ErrorGroup {
  return {
    id: "g",
    text: "disk <*> is full",
    exampleMessage: "disk 7 is full",
    exampleType: null,
    exampleExecutionId: "019aab00-0000-7000-8000-000000000000",
    firstSeenAt: "2026-11-15T12:00:00.000Z",
    lastSeenAt: "2026-11-22T10:00:00.000Z",
    stored: "open",
    stateChangedAt: "2026-11-15T12:00:00.000Z",
    stateChangedBy: null,
    stateReason: null,
    ignoreUntil: null,
    assigneeId: null,
    burstSince: null,
    revision: 0,
    count: 1,
    countBefore: 0,
    byAgent: [{ name: "mail", count: 1 }],
    byTaskType: [{ name: "send", count: 1 }],
    steps: [],
    ...parts,
  };
}
