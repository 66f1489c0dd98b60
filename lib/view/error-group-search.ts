import type { ErrorGroup, GroupState } from "../domain/error-group.ts";
import { GROUP_STATES, groupState } from "../domain/error-group.ts";
import { parseExecutionSearch } from "../domain/execution-search.ts";
import type { SearchParameters } from "../domain/time-range.ts";

/** What the list of groups can be sorted by. */
export const GROUP_SORTS = ["count", "change", "agents", "last", "first"] as const;

/** A column and a direction. */
export type GroupSort = { readonly by: (typeof GROUP_SORTS)[number]; readonly isDescending: boolean };

/** Which groups of a range an operator asks for; an empty list or text asks for all. */
export type GroupSearch = {
  readonly states: readonly GroupState[];
  readonly agentIds: readonly string[];
  readonly taskTypes: readonly string[];
  readonly words: string;
};

/** What wants somebody's eye: the view that the page opens with when its address names no state. */
export const DEFAULT_STATES: readonly GroupState[] = ["back", "new", "open"];

/** Most frequent first. */
const DEFAULT_SORT: GroupSort = { by: "count", isDescending: true };

/** Reads `state` (`all`, or one or several states), `agent`, `task` and `q`. What makes no sense is left out. */
export function parseGroupSearch(parameters: SearchParameters): GroupSearch {
  const { search } = parseExecutionSearch(parameters);
  const named = [parameters["state"] ?? []].flat();
  const states = named.includes("all") ? GROUP_STATES : GROUP_STATES.filter((state) => named.includes(state));
  return {
    states: states.length === 0 ? DEFAULT_STATES : states,
    agentIds: search.agentIds,
    taskTypes: search.taskTypes,
    words: search.words,
  };
}

/** The values of `state` that {@link parseGroupSearch} reads back as the same states; none for the default. */
export function writeStates(states: readonly GroupState[]): readonly string[] {
  if (states.length === 0 || isSame(states, DEFAULT_STATES)) return [];
  return isSame(states, GROUP_STATES) ? ["all"] : states;
}

/** Reads `sort=change` (falling) or `sort=change-up` (rising). What makes no sense sorts by count. */
export function parseGroupSort(text: string | null): GroupSort {
  const by = GROUP_SORTS.find((name) => name === text?.replace(/-up$/, ""));
  return text === null || by === undefined ? DEFAULT_SORT : { by, isDescending: !text.endsWith("-up") };
}

/** The value of `sort` that {@link parseGroupSort} reads back; null for the default, so that its address stays clean. */
export function writeGroupSort({ by, isDescending }: GroupSort): string | null {
  if (by === DEFAULT_SORT.by && isDescending === DEFAULT_SORT.isDescending) return null;
  return isDescending ? by : `${by}-up`;
}

/** The groups that match states and words. Words are all to be found in template, example or type, whatever their case. */
export function filterGroups(
  groups: readonly ErrorGroup[],
  search: Pick<GroupSearch, "states" | "words">,
  nowMs: number,
): readonly ErrorGroup[] {
  const words = search.words.toLowerCase().split(/\s+/).filter(Boolean);
  return groups.filter((group) => {
    if (!search.states.includes(groupState(group, nowMs))) return false;
    const text = `${group.text} ${group.exampleMessage} ${group.exampleType ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The groups in the order of `sort`; equals by count, then by id. */
export function sortGroups(groups: readonly ErrorGroup[], { by, isDescending }: GroupSort): readonly ErrorGroup[] {
  return [...groups].sort((a, b) => {
    const order = sortKey(a, by) - sortKey(b, by);
    return (isDescending ? -order : order) || b.count - a.count || a.id.localeCompare(b.id);
  });
}

function sortKey(group: ErrorGroup, by: GroupSort["by"]): number {
  switch (by) {
    case "count":
      return group.count;
    case "change":
      return group.count - group.countBefore;
    case "agents":
      return group.byAgent.length;
    case "last":
      return Date.parse(group.lastSeenAt);
    default:
      return Date.parse(group.firstSeenAt);
  }
}

function isSame(one: readonly GroupState[], two: readonly GroupState[]): boolean {
  return one.length === two.length && one.every((state) => two.includes(state));
}
