import { z } from "zod";
import type { ReadingBasis } from "./fleet-reading.ts";

/** What the database keeps of a group's state. Whether an open one is still new is told by the clock, see {@link groupState}. */
export const storedGroupStateSchema = z.enum(["open", "resolved", "ignored", "back"]);

/** See {@link storedGroupStateSchema}. */
export type StoredGroupState = z.infer<typeof storedGroupStateSchema>;

/** How a group stands, in the order in which it wants somebody's eye. */
export const GROUP_STATES = ["back", "new", "open", "ignored", "resolved"] as const;

/** See {@link GROUP_STATES}. */
export type GroupState = (typeof GROUP_STATES)[number];

/** A group is new for so long after it was first seen, ms: each operator's next shift meets it once as new. */
export const NEW_FOR_MS = 86_400_000;

/** How a group stands at `nowMs`, of what is stored and when it was first seen (ISO 8601). */
export function groupState(group: { readonly stored: StoredGroupState; readonly firstSeenAt: string }, nowMs: number): GroupState {
  return group.stored === "open" && Date.parse(group.firstSeenAt) > nowMs - NEW_FOR_MS ? "new" : group.stored;
}

/**
 * Until when a group is ignored: for good, until an instant (ISO 8601), until `count` (1 to 10,000) more executions that start from now on
 * failed like this, or until more than `perHour` (1 to 100,000) do within an hour.
 */
export type IgnoreEnd =
  | { readonly kind: "never" }
  | { readonly kind: "time"; readonly untilAt: string }
  | { readonly kind: "count"; readonly count: number }
  | { readonly kind: "rate"; readonly perHour: number };

/** What an operator can do with a group. `undo` takes the last of the others back. */
export type GroupAction =
  | { readonly kind: "resolve" }
  | { readonly kind: "reopen" }
  | { readonly kind: "undo" }
  | { readonly kind: "ignore"; readonly until: IgnoreEnd; readonly reason?: string }
  | { readonly kind: "assign"; readonly assigneeId: string | null };

/** What became of an action: somebody else was first and nothing was done, or the group is not there. */
export type GroupActionOutcome = "done" | "changed" | "gone";

/** The actions that make sense in a state. */
export function possibleActions(state: GroupState): readonly ("resolve" | "ignore" | "reopen")[] {
  return state === "resolved" || state === "ignored" ? ["reopen"] : ["resolve", "ignore"];
}

/** How often something fell to a name: an agent or a task type. The most frequent first. */
export type NamedCount = { readonly name: string; readonly count: number };

/** Failures that say the same. Instants are ISO 8601; counts are those of the range that was asked for, and of the time before it. */
export type ErrorGroup = {
  readonly id: string;
  /** The message with what varies masked. */
  readonly text: string;
  readonly exampleMessage: string;
  readonly exampleType: string | null;
  readonly exampleExecutionId: string;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly stored: StoredGroupState;
  readonly stateChangedAt: string;
  /** Null where the system changed it, or nobody yet. */
  readonly stateChangedBy: string | null;
  readonly stateReason: string | null;
  /** Set while it is ignored. */
  readonly ignoreUntil: IgnoreEnd | null;
  readonly assigneeId: string | null;
  /** Since when it comes unusually often; null while it does not. */
  readonly burstSince: string | null;
  /** Counts what was decided of it; an action names the revision that its operator saw. */
  readonly revision: number;
  readonly count: number;
  readonly countBefore: number;
  readonly byAgent: readonly NamedCount[];
  readonly byTaskType: readonly NamedCount[];
  /** Occurrences by steps of the reading's `stepMs`; steps without one are left out. */
  readonly steps: readonly { readonly bucketAt: string; readonly count: number }[];
};

/** The groups of a range, at most 500, the most frequent first; `hasAny` tells whether any group was ever found. */
export type ErrorGroupsReading = ReadingBasis & {
  readonly stepMs: number;
  readonly groups: readonly ErrorGroup[];
  readonly hasAny: boolean;
};

/** One group over a range; null when there is none of that id. */
export type ErrorGroupReading = ReadingBasis & { readonly stepMs: number; readonly group: ErrorGroup | null };

/** What was decided of a group, by whom (null: by the system) and why; newest first in lists. */
export type GroupDecision = {
  readonly id: string;
  readonly at: string;
  readonly actorId: string | null;
  /** As the audit log names it, without its prefix: `resolved`, `ignored`, `reopened`, `came_back`, `assigned`. */
  readonly action: string;
  readonly reason: string | null;
  readonly until: IgnoreEnd | null;
  /** Of an assignment: to whom; null for nobody. */
  readonly assigneeId: string | null;
};

/** Why a failure says nothing: neither message nor type were reported. Groups of their own, so that every failure is in one. */
export const NO_MESSAGE = "No message was reported";
