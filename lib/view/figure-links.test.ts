import { expect, test } from "vitest";
import { parseExecutionSearch } from "../domain/execution-search.ts";
import { DEFAULT_TIME_RANGE, parseTimeRange } from "../domain/time-range.ts";
import { agentPath, executionsPath, readPathName } from "./figure-links.ts";

test("a link to executions is read back as the search and range it was made of, whatever the names hold", () => {
  const search = { statuses: ["failed"], agentIds: ["a&b/c d?#ü"], taskTypes: ["x=y"], words: "" } as const;
  const range = { kind: "last", durationMs: 3_600_000 } as const;
  const url = new URL(executionsPath("dev", search, range), "http://localhost");
  expect(url.pathname).toBe("/dev/executions");
  const parameters = Object.fromEntries(url.searchParams);
  expect(parseExecutionSearch(parameters)).toEqual({ search, ignored: [] });
  expect(parseTimeRange(parameters)).toEqual(range);
});

test("everything of the default range has a clean address", () => {
  expect(executionsPath("dev", {}, DEFAULT_TIME_RANGE)).toBe("/dev/executions");
});

test("an agent's name is one part of its page's path", () => {
  expect(agentPath("dev", "a/b c", { kind: "last", durationMs: 300_000 })).toBe("/dev/agents/a%2Fb%20c?range=5m");
});

test.each(["a/b c", "50 %", "ümläut?#&"])("%s goes into a path and comes out again", (name) => {
  const path = new URL(agentPath("dev", name, DEFAULT_TIME_RANGE), "http://localhost").pathname;
  expect(readPathName(path.replace("/dev/agents/", ""))).toBe(name);
});

test.each([".", ".."])("%s, which a browser takes for a folder, leads to the executions of the agent of that name", (name) => {
  const url = new URL(agentPath("dev", name, DEFAULT_TIME_RANGE), "http://localhost");
  expect(url.pathname).toBe("/dev/executions");
  expect(parseExecutionSearch(Object.fromEntries(url.searchParams)).search.agentIds).toEqual([name]);
});

test("a NUL, which no name holds, is read as what is stored in its place", () => {
  expect(readPathName("a%00b")).toBe("a\ufffdb");
});

test("what is no encoding is taken as it stands", () => {
  expect(readPathName("50%")).toBe("50%");
});
