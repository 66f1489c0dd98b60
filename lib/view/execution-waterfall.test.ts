import { expect, test } from "vitest";
import type { ExecutionSummary } from "../domain/execution.ts";
import { ancestorsOf, attemptsOf, shapeWaterfall } from "./execution-waterfall.ts";

function execution(
  id: string,
  parentId: string | null,
  fromMs: number,
  toMs: number | null,
  more: Partial<ExecutionSummary> = {},
): ExecutionSummary {
  return {
    id,
    agentId: "agent",
    taskType: "task",
    taskDescription: id,
    status: toMs === null ? "running" : "succeeded",
    startedAt: new Date(fromMs).toISOString(),
    finishedAt: toMs === null ? null : new Date(toMs).toISOString(),
    durationMs: toMs === null ? null : toMs - fromMs,
    attempt: 1,
    parentId,
    errorType: null,
    errorMessage: null,
    costUsd: null,
    isGenerated: false,
    clockSkewMs: null,
    ...more,
  };
}

const placesOf = (family: readonly ExecutionSummary[], nowMs = 0) =>
  shapeWaterfall(family, nowMs).bars.map(({ execution: { id }, depth }) => `${"-".repeat(depth)}${id}`);

test("bars follow the tree, siblings by start", () => {
  const family = [
    execution("late", "root", 50, 60),
    execution("leaf", "early", 20, 25),
    execution("early", "root", 10, 40),
    execution("root", null, 0, 100),
  ];
  expect(placesOf(family)).toEqual(["root", "-early", "--leaf", "-late"]);
});

test("places are shares of the whole span", () => {
  const { bars, lengthMs } = shapeWaterfall([execution("root", null, 1000, 1400), execution("child", "root", 1100, 1200)], 0);
  expect(lengthMs).toBe(400);
  expect(bars[1]).toMatchObject({ left: 0.25, width: 0.25, isOpen: false });
});

test("one that runs reaches to now, and lengthens the span", () => {
  const { bars, lengthMs } = shapeWaterfall([execution("root", null, 1000, null), execution("child", "root", 1000, 1200)], 1800);
  expect(lengthMs).toBe(800);
  expect(bars[0]).toMatchObject({ width: 1, isOpen: true });
});

test("a child whose parent is not here stands at the root", () => {
  expect(placesOf([execution("child", "elsewhere", 0, 1)])).toEqual(["child"]);
});

test("a circle of parents is cut, and nobody is lost", () => {
  expect(placesOf([execution("a", "b", 0, 1), execution("b", "a", 1, 2), execution("self", "self", 2, 3)])).toEqual(["a", "-b", "self"]);
});

test("a chain of ten thousand is drawn", () => {
  const chain = Array.from({ length: 10_000 }, (_, index) =>
    execution(`e${index}`, index === 0 ? null : `e${index - 1}`, index, index + 1),
  );
  expect(shapeWaterfall(chain, 0).bars.at(-1)?.depth).toBe(9999);
});

test("one instant, or nobody, divides by nothing", () => {
  expect(shapeWaterfall([execution("only", null, 5, 5)], 5).bars[0]).toMatchObject({ left: 0, width: 1 });
  expect(shapeWaterfall([], 5)).toEqual({ bars: [], fromMs: 5, lengthMs: 0 });
});

test("attempts are those at the same work under the same parent, and only where there are several", () => {
  const work = { taskDescription: "fetch" };
  const first = execution("first", "root", 0, 1, work);
  const second = execution("second", "root", 2, 3, { ...work, attempt: 2 });
  const other = execution("other", "root", 2, 3);
  expect(attemptsOf(second, [second, other, first]).map(({ id }) => id)).toEqual(["first", "second"]);
  expect(attemptsOf(other, [second, other, first])).toEqual([]);
  expect(attemptsOf({ ...first, parentId: null }, [first, second])).toEqual([]);
});

test("ancestors come topmost first, and a circle of them ends", () => {
  const family = [execution("root", null, 0, 9), execution("middle", "root", 1, 8), execution("leaf", "middle", 2, 3)];
  expect(ancestorsOf(execution("leaf", "middle", 2, 3), family).map(({ id }) => id)).toEqual(["root", "middle"]);
  expect(ancestorsOf(execution("a", "b", 0, 1), [execution("a", "b", 0, 1), execution("b", "a", 0, 1)]).map(({ id }) => id)).toEqual(["b"]);
});
