/*
 *                       an operator resolves
 *   new ──24 h──▶ open ────────────────────────▶ resolved ──an execution that STARTED after it fails alike──▶ back (alert)
 *    │             ▲ │ an operator ignores          │ an operator reopens                                       │
 *    │             │ ▼                              ▼                                                           │
 *    └──────▶  ignored ──time, count or rate passed──▶ open (alert)         back: resolve, ignore as open ◀──────┘
 *
 * Beside it, while open or back:  calm ──≥ raise level in the window──▶ burst (alert) ──≤ clear level──▶ calm (alert ends)
 *
 * Judged from facts that stand in the database and not from single occurrences, so that a judge who is killed between two
 * looks, or comes twice, finds the same. `new` is not stored: the clock tells it. What a judge changes is bound to the
 * revision that was judged; an operator who acts meanwhile wins.
 * After silence: a time still ends an ignoring, and a burst calms; nothing else changes. At restart: nothing is lost.
 * When wrong: an execution whose clock is ahead by less than is corrected may bring a group back that was just resolved.
 */
import { assertNever } from "../../core/assert-never.ts";
import type { IgnoreEnd, StoredGroupState } from "../../domain/error-group.ts";

/** What is known of a group that may have to change by itself. Instants are ISO 8601, counts whole. */
export type GroupFacts = {
  readonly text: string;
  readonly state: StoredGroupState;
  readonly stateChangedAt: string;
  readonly firstSeenAt: string;
  /** Start of the youngest execution that failed like this. */
  readonly lastStartedAt: string;
  readonly ignoreUntil: IgnoreEnd | null;
  readonly burstSince: string | null;
  /** Occurrences in the last ten minutes, and in the last hour (of an ignored group: since it was ignored, if that is less). */
  readonly tenMinutes: number;
  readonly hour: number;
  /** Executions that started after the last decision and failed like this. */
  readonly sinceDecision: number;
};

/** A change that a group undergoes by itself, with the alert that says so; `calm` ends the alert of a burst. */
export type GroupVerdict =
  | {
      readonly kind: "back" | "reopened" | "burst";
      readonly reason: string;
      readonly severity: "serious" | "warning";
      readonly title: string;
      readonly body: string;
    }
  | { readonly kind: "calm" };

/**
 * When a group that is new or open is called a burst. Window in ms; raise and clear are occurrences within it.
 * Ten in ten minutes is more than a person would meet one by one, and a single new error is none; the clear level lies at a fifth, so
 * that a burst which ebbs and swells raises one alert.
 */
export const BURST_RULE = { windowMs: 600_000, raiseAt: 10, clearAt: 2, newWithinMs: 86_400_000 } as const;

/**
 * What has to change of a group at `ctx.nowMs`; null for nothing.
 *
 * ```ts
 * const verdict = judgeErrorGroup(resolvedAndAgain, { nowMs });
 * ```
 */
export function judgeErrorGroup(facts: GroupFacts, ctx: { readonly nowMs: number }): GroupVerdict | null {
  switch (facts.state) {
    case "resolved":
      return judgeResolved(facts) ?? judgeCalm(facts);
    case "ignored":
      return judgeIgnored(facts, ctx.nowMs) ?? judgeCalm(facts);
    case "open":
    case "back":
      return judgeBurst(facts, ctx.nowMs) ?? (facts.tenMinutes <= BURST_RULE.clearAt ? judgeCalm(facts) : null);
    default:
      return assertNever(facts.state);
  }
}

function judgeResolved(facts: GroupFacts): GroupVerdict | null {
  if (Date.parse(facts.lastStartedAt) <= Date.parse(facts.stateChangedAt)) return null;
  return {
    kind: "back",
    reason: "An execution that started after it was resolved failed like this.",
    severity: "serious",
    title: `Back after it was resolved: ${shorten(facts.text)}`,
    body: `An execution that started at ${facts.lastStartedAt}, after it was resolved, failed like this.`,
  };
}

function judgeIgnored(facts: GroupFacts, nowMs: number): GroupVerdict | null {
  const reason = passedEnd(facts, nowMs);
  if (reason === null) return null;
  return { kind: "reopened", reason, severity: "warning", title: `No longer ignored: ${shorten(facts.text)}`, body: reason };
}

/** Why the ignoring has come to its end; null while it has not. */
function passedEnd({ ignoreUntil: end, sinceDecision, hour, tenMinutes }: GroupFacts, nowMs: number): string | null {
  if (end === null || end.kind === "never") return null;
  if (end.kind === "time") {
    return Date.parse(end.untilAt) <= nowMs ? `It was ignored until ${end.untilAt}; ${tenMinutes} came in the last ten minutes.` : null;
  }
  if (end.kind === "count")
    return sinceDecision >= end.count ? `It was ignored until ${end.count} more failed like this, which they have.` : null;
  return hour > end.perHour ? `It was ignored up to ${end.perHour} an hour; ${hour} came within the last hour.` : null;
}

function judgeBurst(facts: GroupFacts, nowMs: number): GroupVerdict | null {
  const isNew = Date.parse(facts.firstSeenAt) > nowMs - BURST_RULE.newWithinMs;
  if (facts.burstSince !== null || !isNew || facts.tenMinutes < BURST_RULE.raiseAt) return null;
  return {
    kind: "burst",
    reason: `${facts.tenMinutes} in ten minutes, of an error first seen at ${facts.firstSeenAt}.`,
    severity: "serious",
    title: `A new error comes often: ${shorten(facts.text)}`,
    body: `${facts.tenMinutes} executions failed like this within ten minutes. It was first seen at ${facts.firstSeenAt}.`,
  };
}

function judgeCalm(facts: GroupFacts): GroupVerdict | null {
  return facts.burstSince === null ? null : { kind: "calm" };
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
