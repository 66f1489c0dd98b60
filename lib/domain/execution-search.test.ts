import { describe, expect, test } from "vitest";
import { makeUuidV7 } from "../core/uuid-v7.ts";
import type { ExecutionSummary } from "./execution.ts";
import {
  EVERYTHING,
  executionSpan,
  isExecutionId,
  isNarrowed,
  matchExecution,
  parseExecutionSearch,
  writeExecutionSearch,
} from "./execution-search.ts";

const NOW_MS = 1_800_000_000_000;
const LAST_HOUR = { kind: "last", durationMs: 3_600_000 } as const;

function execution(atMs: number, more: Partial<ExecutionSummary> = {}): ExecutionSummary {
  return {
    id: makeUuidV7({ nowMs: atMs, random: () => 0.5 }),
    agentId: "a",
    taskType: "t",
    taskDescription: null,
    status: "succeeded",
    startedAt: new Date(atMs).toISOString(),
    finishedAt: null,
    durationMs: null,
    attempt: 1,
    parentId: null,
    errorType: null,
    errorMessage: null,
    costUsd: null,
    isGenerated: false,
    clockSkewMs: null,
    ...more,
  };
}

describe("a search in an address", () => {
  test("is read back as it was written", () => {
    const search = { statuses: ["running", "failed"], agentIds: ["a, b", "c&d=e"], taskTypes: ["t"], words: '"exact words" -not' } as const;
    const address = new URLSearchParams(writeExecutionSearch(search).map(([name, value]) => [name, value]));
    const parameters = Object.fromEntries([...address.keys()].map((name) => [name, address.getAll(name)]));
    expect(parseExecutionSearch(parameters)).toEqual({ search, ignored: [] });
  });

  test("says each part that makes no sense, and keeps the rest", () => {
    const { search, ignored } = parseExecutionSearch({ status: ["bogus", "failed"], agent: "  ", task: "t", q: " x ", range: "never" });
    expect(search).toEqual({ ...EVERYTHING, statuses: ["failed"], taskTypes: ["t"], words: "x" });
    expect(ignored).toHaveLength(3);
  });

  test("a NUL, which the database cannot look for, is left out", () => {
    const { search } = parseExecutionSearch({ q: "time\u0000out", agent: "\u0000mail-agent" });
    expect(search).toMatchObject({ words: "timeout", agentIds: ["mail-agent"] });
  });

  test("half a range is said", () => {
    expect(parseExecutionSearch({ from: "2026-01-01T00:00:00Z" }).ignored).toHaveLength(1);
    expect(parseExecutionSearch({ from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z" }).ignored).toEqual([]);
  });

  test("is bounded, however long the address is", () => {
    const { search, ignored } = parseExecutionSearch({
      agent: Array.from({ length: 400 }, (_, index) => `a${index}`),
      q: "w".repeat(9000),
    });
    expect(search.agentIds).toHaveLength(50);
    expect(search.words).toHaveLength(200);
    expect(ignored).toHaveLength(2);
  });

  test("asks for everything when it is empty", () => {
    expect(parseExecutionSearch({}).search).toEqual(EVERYTHING);
    expect(isNarrowed(EVERYTHING)).toBe(false);
  });
});

describe("whether an execution belongs to a list", () => {
  const question = { workspaceId: "w", search: EVERYTHING, range: LAST_HOUR };

  test.each([
    ["its status", { statuses: ["failed"] as const }, "no"],
    ["its agent", { agentIds: ["b"] }, "no"],
    ["its task type", { taskTypes: ["u", "t"] }, "yes"],
    ["words, which only the database can tell", { words: "x" }, "maybe"],
    ["words, where the agent is another", { words: "x", agentIds: ["b"] }, "no"],
  ])("is told by %s", (_name, part, expected) => {
    expect(matchExecution(execution(NOW_MS), { ...question, search: { ...EVERYTHING, ...part } }, NOW_MS)).toBe(expected);
  });

  test("is told by the id's instant, as the database tells it: the first millisecond is in, the end is out", () => {
    const between = { ...question, range: { kind: "between", fromMs: NOW_MS, toMs: NOW_MS + 10 } as const };
    const verdicts = [-1, 0, 9, 10].map((afterMs) =>
      matchExecution(execution(NOW_MS + afterMs, { startedAt: "1999-01-01T00:00:00Z" }), between, NOW_MS),
    );
    expect(verdicts).toEqual(["no", "yes", "yes", "no"]);
  });

  test("a range that ends now has no end: a clock that is ahead hides nothing", () => {
    expect(executionSpan(LAST_HOUR, NOW_MS)).toEqual({ fromMs: NOW_MS - 3_600_000 });
    expect(matchExecution(execution(NOW_MS + 5000), question, NOW_MS)).toBe("yes");
  });
});

test("an id is a UUID of any version and case", () => {
  expect(isExecutionId("01A204BB-db55-749d-90e7-0cb8f1b6e0fe")).toBe(true);
  expect(isExecutionId("01a204bb-db55-749d-90e7-0cb8f1b6e0f")).toBe(false);
  expect(isExecutionId("../../x")).toBe(false);
});
