import { expect, test } from "vitest";
import type { Execution } from "../domain/execution.ts";
import { EVERYTHING } from "../domain/execution-search.ts";
import { executionViews } from "./execution-views.ts";
import { errorLine, executionVerdict, facetCounts, listVerdict, titleOf, waitingWords } from "./execution-words.ts";

const NOW_MS = Date.parse("2026-11-22T18:33:17Z");
const NOTHING = {
  id: "x",
  agentId: "a",
  taskType: "report",
  taskDescription: null,
  status: "succeeded",
  startedAt: "2026-11-22T18:33:00Z",
  finishedAt: "2026-11-22T18:33:01.24Z",
  durationMs: 1240,
  attempt: 1,
  parentId: null,
  errorType: null,
  errorMessage: null,
  costUsd: null,
  isGenerated: false,
  clockSkewMs: null,
  traceId: null,
  inputs: null,
  outputs: null,
  errorDetails: null,
  model: null,
  provider: null,
  cachedInputTokens: null,
  isPriced: false,
  isUsageInChildren: false,
  inputTokens: null,
  outputTokens: null,
  tags: null,
  receivedAt: "2026-11-22T18:33:02Z",
} satisfies Execution;
/** Narrow no-break spaces stand before units; here they are read as spaces. */
const plain = (text: string | null) => text?.replace(/\s/g, " ") ?? null;

test.each<[Partial<Execution>, string]>([
  [{}, "Succeeded after 1.24 s."],
  [{ attempt: 3 }, "Succeeded after 1.24 s, at attempt 3."],
  [{ status: "failed" }, "Failed after 1.24 s, and gave no reason."],
  [{ status: "failed", errorType: "Timeout", errorMessage: "no answer.\n at x" }, "Failed after 1.24 s: Timeout: no answer."],
  [{ status: "cancelled", durationMs: null }, "Cancelled."],
  [{ status: "running", durationMs: null }, "Running for 17.0 s."],
])("an execution's verdict says how it went: %j", (part, sentence) => {
  expect(plain(executionVerdict({ ...NOTHING, ...part }, NOW_MS))).toBe(sentence);
});

test("one without a description is called by its task type", () => {
  expect([titleOf(NOTHING), titleOf({ ...NOTHING, taskDescription: "  " }), titleOf({ ...NOTHING, taskDescription: "Write" })]).toEqual([
    "report",
    "report",
    "Write",
  ]);
  expect(errorLine(NOTHING)).toBeNull();
});

const figures = { meanMs: null, p50Ms: null, p95Ms: null, p99Ms: null, costUsd: 0, inputTokens: 0, outputTokens: 0 };
const groups = [
  { ...figures, agentId: "a", taskType: "t", succeeded: 90, failed: 8, cancelled: 2 },
  { ...figures, agentId: "b", taskType: "t", succeeded: 100, failed: 0, cancelled: 0 },
];

test("a list's verdict counts what the search asks for, and says nothing of words it cannot count", () => {
  // By hand: 100 of a, 100 of b; 8 of 200 is 4 %.
  expect(plain(listVerdict(groups, EVERYTHING, "last hour"))).toBe("200 ended, last hour; 8 failed (4.00 %).");
  expect(plain(listVerdict(groups, { ...EVERYTHING, agentIds: ["b"] }, "last hour"))).toBe("100 ended, last hour; none of them failed.");
  expect(plain(listVerdict(groups, { ...EVERYTHING, agentIds: ["c"] }, "last hour"))).toBe("None ended, last hour.");
  expect(listVerdict(groups, { ...EVERYTHING, words: "x" }, "last hour")).toBeNull();
});

test("facets count by agent, task type and status", () => {
  const counts = facetCounts(groups);
  expect([counts.agent.get("a"), counts.task.get("t"), counts.status.get("succeeded"), counts.status.get("running")]).toEqual([
    100,
    200,
    190,
    undefined,
  ]);
});

test("what waits is said exactly, or as at least so many", () => {
  const none = { fresh: 0, changed: 0, isAtLeast: false, isMaybe: false };
  expect(waitingWords(none)).toBeNull();
  expect(waitingWords({ ...none, fresh: 12 })).toBe("12 new");
  expect(waitingWords({ ...none, fresh: 50, isAtLeast: true })).toBe("50+ new");
  expect(waitingWords({ ...none, fresh: 3, isMaybe: true })).toBe("3 may match");
  expect(waitingWords({ ...none, fresh: 1, changed: 2 })).toBe("1 new, 2 changed");
});

test("today is the calendar day of the operator's zone", () => {
  // 18:33 UTC is 03:33 of the 23rd in Tokyo, nine hours ahead: its day begins at 15:00 UTC of the 22nd.
  const views = executionViews(
    { search: EVERYTHING, range: { kind: "last", durationMs: 3_600_000 } },
    { nowMs: NOW_MS, timeZone: "Asia/Tokyo" },
  );
  const today = new URLSearchParams(views.find((view) => view.name === "Today")?.query);
  expect([today.get("from"), today.get("to")]).toEqual(["2026-11-22T15:00:00.000Z", "2026-11-23T15:00:00.000Z"]);
  expect(views.filter((view) => view.isCurrent).map((view) => view.name)).toEqual(["Last hour"]);
});
