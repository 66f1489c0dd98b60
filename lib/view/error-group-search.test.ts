import { describe, expect, test } from "vitest";
import { makeGroup, NOW_MS } from "./error-group-sample.ts";
import { filterGroups, parseGroupSearch, parseGroupSort, sortGroups, writeGroupSort, writeStates } from "./error-group-search.ts";

describe("the address of the list", () => {
  test.each([
    [{}, ["back", "new", "open"]],
    [{ state: "resolved" }, ["resolved"]],
    [{ state: ["ignored", "new", "nonsense"] }, ["new", "ignored"]],
    [{ state: "all" }, ["back", "new", "open", "ignored", "resolved"]],
    [{ state: "nonsense" }, ["back", "new", "open"]],
  ])("%j asks for the states %j", (parameters, states) => {
    expect(parseGroupSearch(parameters).states).toEqual(states);
  });

  test.each([[["back", "new", "open"]], [["resolved"]], [["back", "new", "open", "ignored", "resolved"]]] as const)(
    "writes the states %j so that they are read back",
    (states) => {
      expect(parseGroupSearch({ state: writeStates(states) }).states).toEqual(states);
    },
  );

  test.each([null, "change", "last-up", "agents"])("sorted by %j is read back", (text) => {
    expect(writeGroupSort(parseGroupSort(text))).toBe(text);
  });

  test("sorted by nonsense sorts by count", () => {
    expect(parseGroupSort("__proto__")).toEqual({ by: "count", isDescending: true });
  });
});

describe("the list", () => {
  const groups = [
    makeGroup({ id: "a", text: "disk <*> is full", count: 3, countBefore: 9 }),
    makeGroup({ id: "b", text: "no sender", exampleMessage: "no sender", stored: "resolved", count: 8, countBefore: 0 }),
    makeGroup({
      id: "c",
      text: "socket hang up",
      exampleMessage: "socket hang up",
      exampleType: "NetworkError",
      count: 5,
      countBefore: 5,
      lastSeenAt: "2026-11-22T11:00:00.000Z",
    }),
  ];
  const everything = parseGroupSearch({ state: "all" });
  const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

  test.each([
    ["disk full", ["a"]],
    ["NETWORK", ["c"]],
    ["full sender", []],
    ["", ["a", "b", "c"]],
  ])("finds the words %j wherever they stand", (words, found) => {
    expect(ids(filterGroups(groups, { ...everything, words }, NOW_MS))).toEqual(found);
  });

  test("tells a new one by the clock alone", () => {
    const fresh = { ...everything, states: ["new"] as const };
    const one = [makeGroup({ firstSeenAt: "2026-11-22T00:00:00.000Z" })];
    expect(filterGroups(one, fresh, NOW_MS)).toHaveLength(1);
    expect(filterGroups(one, fresh, NOW_MS + 86_400_000)).toHaveLength(0);
  });

  test.each([
    ["count", ["b", "c", "a"]],
    ["change", ["b", "c", "a"]],
    ["last", ["c", "b", "a"]],
    ["count-up", ["a", "c", "b"]],
  ])("is sorted by %s", (sort, order) => {
    expect(ids(sortGroups(groups, parseGroupSort(sort)))).toEqual(order);
  });
});
