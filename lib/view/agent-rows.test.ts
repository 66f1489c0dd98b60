import { describe, expect, test } from "vitest";
import {
  agentRows,
  describeTrend,
  filterAgentRows,
  parseAgentSort,
  sortAgentRows,
  successTrend,
  trendStart,
  writeAgentSort,
} from "./agent-rows.ts";
import { figuresSample } from "./figures-sample.ts";

const agent = (id: string, minute: number, taskTypes: readonly string[] = []) => ({
  id,
  description: "",
  firstSeenAt: "2026-11-20T00:00:00.000Z",
  lastSeenAt: `2026-11-22T12:0${minute}:00.000Z`,
  taskTypes,
});

const ROWS = agentRows({
  agents: [agent("idle", 1, ["booking"]), agent("lucky", 2), agent("steady", 3, ["content_generation"])],
  byAgent: [
    figuresSample({ agentId: "lucky", succeeded: 1, p50Ms: 10, p95Ms: 10 }),
    figuresSample({ agentId: "steady", succeeded: 970, failed: 25, cancelled: 5, p50Ms: 900, p95Ms: 2000, costUsd: 4 }),
  ],
});
const namesBy = (by: Parameters<typeof sortAgentRows>[1]["by"], isDescending: boolean) =>
  sortAgentRows(ROWS, { by, isDescending }).map((row) => row.agent.id);

describe("agentRows", () => {
  test("an agent without executions in the span is listed, with nothing claimed", () => {
    expect(ROWS[0]).toMatchObject({ ended: 0, success: null, p50Ms: null, costEachUsd: null });
  });

  test("cost is spread over everything that ended, and unknown where none was reported", () => {
    expect(ROWS.map((row) => row.costEachUsd)).toEqual([null, null, 0.004]);
  });
});

describe("sortAgentRows", () => {
  test("by success, a long record stands before one of one", () => {
    expect(namesBy("success", true)).toEqual(["steady", "lucky", "idle"]);
  });

  test("what is unknown comes last in either direction", () => {
    expect(namesBy("p95", true)).toEqual(["steady", "lucky", "idle"]);
    expect(namesBy("p95", false)).toEqual(["lucky", "steady", "idle"]);
  });

  test("by name and by last sign of life", () => {
    expect(namesBy("agent", false)).toEqual(["idle", "lucky", "steady"]);
    expect(namesBy("seen", true)).toEqual(["steady", "lucky", "idle"]);
  });
});

describe("the sort in the address", () => {
  test.each(["agent", "success-up", "seen", "p95-up"])("%s is read and written back", (sort) => {
    expect(writeAgentSort(parseAgentSort({ sort }))).toBe(sort);
  });

  test.each([undefined, "nonsense", "executions"])("%s is the default, which needs no word", (sort) => {
    expect(writeAgentSort(parseAgentSort({ sort }))).toBeNull();
  });
});

test("a search takes words in any order, from names and task types", () => {
  expect(filterAgentRows(ROWS, " GENERATION stead").map((row) => row.agent.id)).toEqual(["steady"]);
  expect(filterAgentRows(ROWS, "")).toHaveLength(3);
  expect(filterAgentRows(ROWS, "nobody")).toEqual([]);
});

test("a trend has gaps where an agent ended nothing", () => {
  const step = (atMs: number, succeeded: number, failed: number) => ({
    atMs,
    byAgent: [figuresSample({ agentId: "a", succeeded, failed })],
  });
  const trend = { steps: [step(0, 3, 1), { atMs: 1, byAgent: [] }, step(2, 0, 4), step(3, 0, 0)] };
  expect(successTrend(trend, "a")).toEqual([0.75, null, 0, null]);
});

test("the scale of all trends begins at the tenth below the lowest, and leaves room above it", () => {
  const step = (...shares: readonly (readonly [succeeded: number, failed: number])[]) => ({
    atMs: 0,
    byAgent: shares.map(([succeeded, failed], index) => figuresSample({ agentId: `a${index}`, succeeded, failed })),
  });
  expect(trendStart({ steps: [step([9, 1], [93, 7], [0, 1]), step([78, 22], [9, 1])] })).toBe(0.7);
  expect(trendStart({ steps: [step([5, 0]), step([5, 0])] })).toBe(0.9);
  expect(trendStart({ steps: [step()] })).toBe(0);
});

test("a trend is told by its ends", () => {
  expect(describeTrend([0.5, null, 1])).toBe("Success along the range, between 50.0\u202f% and 100\u202f%");
  expect(describeTrend([null, null])).toBe("No execution was judged in the range");
});
