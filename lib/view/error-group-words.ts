import { formatCount } from "../core/format/format-count.ts";
import { formatInstant } from "../core/format/format-time.ts";
import {
  type ErrorGroup,
  type ErrorGroupsReading,
  type GroupDecision,
  type GroupState,
  groupState,
  type IgnoreEnd,
} from "../domain/error-group.ts";
import { type FigureChange, rateChange } from "./figure-change.ts";
import type { RangePhrase } from "./range-phrase.ts";

/** How a state is called. */
export const STATE_WORDS: Readonly<Record<GroupState, string>> = {
  back: "Back",
  new: "New",
  open: "Open",
  ignored: "Ignored",
  resolved: "Resolved",
};

/** What each action does, said before it is pressed. */
export const ACTION_MEANINGS = {
  resolve: "Resolve says that it is mended: the next execution that starts from then on and fails like this brings it back, with an alert.",
  ignore: "Ignore takes it off the list until an end that you choose. It goes on being counted.",
  reopen: "Reopen puts it among the open groups again, as if nothing had been decided.",
} as const;

/** Until when a group is ignored, after the word "ignored". */
export function ignoreEndWords(end: IgnoreEnd, timeZone: string): string {
  if (end.kind === "time") return `until ${formatInstant(Date.parse(end.untilAt), timeZone)}`;
  if (end.kind === "count") return `until ${formatCount(end.count)} more fail like this`;
  return end.kind === "rate" ? `until more than ${formatCount(end.perHour)} fail like this within an hour` : "for good";
}

/** A decision in words, after the name of who made it: `resolved it`. `nameOf` gives the name of a member. */
export function decisionWords(decision: GroupDecision, timeZone: string, nameOf: (userId: string) => string): string {
  if (decision.action === "ignored") return `ignored it ${decision.until === null ? "" : ignoreEndWords(decision.until, timeZone)}`.trim();
  if (decision.action === "assigned")
    return decision.assigneeId === null ? "took the assignment away" : `assigned it to ${nameOf(decision.assigneeId)}`;
  if (decision.action === "came_back") return "saw it come back";
  return decision.action === "resolved" ? "resolved it" : "reopened it";
}

/** How often a group came, against the time before; new where it had never been seen. */
export function groupChange(
  group: ErrorGroup,
  reading: Pick<ErrorGroupsReading, "elapsedMs" | "before" | "span">,
  phrase: RangePhrase,
): FigureChange | null {
  const lengthMs = reading.before.toMs - reading.before.fromMs;
  return rateChange({ count: group.count, lengthMs: reading.elapsedMs }, { count: group.countBefore, lengthMs }, phrase.before);
}

/** How loud the page's sentence is: something came back or bursts, something new, or neither. */
export type GroupsVerdict = { readonly level: "serious" | "warning" | "calm"; readonly sentence: string };

/** The page's one sentence: what is back, what is new, and what leads. */
export function judgeGroups(groups: readonly ErrorGroup[], phrase: RangePhrase, nowMs: number): GroupsVerdict {
  const states = groups.map((group) => ({ group, state: groupState(group, nowMs) }));
  const waiting = states.filter(({ state }) => state === "back" || state === "new" || state === "open");
  if (waiting.length === 0) {
    const sentence =
      groups.length === 0
        ? `Nothing failed ${phrase.within}.`
        : `Nothing waits: all ${plural(groups.length, "error")} ${phrase.within} are resolved or ignored.`;
    return { level: "calm", sentence };
  }
  const back = waiting.filter(({ state }) => state === "back").length;
  const fresh = waiting.filter(({ state }) => state === "new").length;
  const bursting = waiting.filter(({ group }) => group.burstSince !== null).length;
  const failures = waiting.reduce((sum, { group }) => sum + group.count, 0);
  const parts = [
    ...(back === 0 ? [] : [`${back} came back after being resolved`]),
    ...(bursting === 0 ? [] : [`${bursting} ${bursting === 1 ? "comes" : "come"} in a burst`]),
    ...(fresh === 0 ? [] : [`${fresh} ${fresh === 1 ? "is" : "are"} new`]),
  ];
  const head = `${plural(waiting.length, "open error")} made ${plural(failures, "execution")} fail ${phrase.within}`;
  const sentence = parts.length === 0 ? `${head}; none is new.` : `${head}: ${parts.join(", ")}.`;
  return { level: back > 0 || bursting > 0 ? "serious" : fresh > 0 ? "warning" : "calm", sentence };
}

/** The verdict on one group. */
export function describeGroup(group: ErrorGroup, phrase: RangePhrase): string {
  const agents = group.byAgent.length;
  if (group.count === 0) return `Nothing failed like this ${phrase.within}.`;
  const who = agents === 1 ? `, all of ${group.byAgent[0]?.name ?? ""},` : ` of ${agents} agents`;
  return `${plural(group.count, "execution")}${who} failed like this ${phrase.within}.`;
}

/** A number with its noun. */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
