import { describe, expect, test } from "vitest";
import { type Execution, splitByBatch, splitByTask, splitByTime } from "./execution-splits.ts";
import { gainInterval } from "./gain-interval.ts";
import { rankOracle, rankShrunk, rankSingle, scoreChoices } from "./recommendation-value.ts";

/** `outcomes` of one agent at one task type: 1 a success, 0 a failure. */
function run(agent: string, taskType: string, outcomes: string): Execution[] {
  return [...outcomes].map((outcome, index) => ({ agent, taskType, taskId: `${taskType}/${index}`, success: outcome === "1" ? 1 : 0 }));
}

describe("recommendation value", () => {
  const train = [
    ...run("a", "x", "1110"),
    ...run("a", "y", "0000"),
    ...run("b", "x", "0011"),
    ...run("b", "y", "1110"),
    ...run("c", "x", "1"),
  ];
  const kept = [...run("a", "x", "11"), ...run("b", "x", "10"), ...run("a", "y", "0"), ...run("b", "y", "1")];
  const split = { train, test: kept };

  // By hand: x has four test executions, y two; a scores 1 at x and 0 at y, b a half at x and 1 at y.
  test("a task type weighs as many as its test executions; an agent that was not run there is passed over", () => {
    expect(scoreChoices(kept, () => ["c", "a", "b"])).toEqual({
      value: (4 * 1 + 2 * 0) / 6,
      choices: new Map([
        ["x", "a"],
        ["y", "a"],
      ]),
    });
    expect(scoreChoices(kept, () => ["b"]).value).toBeCloseTo((4 * 0.5 + 2 * 1) / 6, 12);
    expect(scoreChoices(kept, () => []).value).toBe(0);
  });

  // By hand: a 3/8, b 5/8, c 1/1.
  test("the single agent is the one with the highest ratio in training", () => {
    expect(rankSingle(split)("x")).toEqual(["c", "b", "a"]);
  });

  // By hand, at x towards agents: a (3 + 5 * 3/8) / 9 = .542, b (2 + 5 * 5/8) / 9 = .569, c (1 + 5) / 6 = 1;
  // towards the type, whose mean is 6/9: a (3 + 10/3) / 9 = .704, b (2 + 10/3) / 9 = .593, c (1 + 10/3) / 6 = .722.
  test("the shrunk mean leans on the agent's or the task type's own mean by five executions", () => {
    expect(rankShrunk(split, "agent")("x")).toEqual(["c", "b", "a"]);
    expect(rankShrunk(split, "taskType")("x")).toEqual(["c", "a", "b"]);
  });

  test("the oracle knows the test, and nobody is worth more", () => {
    expect(scoreChoices(kept, rankOracle(split))).toEqual({
      value: 1,
      choices: new Map([
        ["x", "a"],
        ["y", "b"],
      ]),
    });
  });

  test("a gain that every task shows is certain; the same choices gain nothing", () => {
    const certain = [...run("a", "x", "1111"), ...run("b", "x", "0000")];
    const [a, b] = [new Map([["x", "a"]]), new Map([["x", "b"]])];
    expect(gainInterval(certain, a, b)).toEqual({ low: 1, high: 1, shareAbove: 1 });
    expect(gainInterval(certain, a, a)).toEqual({ low: 0, high: 0, shareAbove: 0 });
  });
});

describe("splits", () => {
  const timed = Array.from({ length: 10 }, (_, index): Execution => {
    return {
      agent: "a",
      taskType: "x",
      taskId: String(index % 5),
      success: 1,
      startedAtMs: 100 - index,
      batch: index < 3 ? "2024-02-01" : "2024-01-01",
    };
  });

  test("by time nothing of the test began before anything of the training", () => {
    const [half] = splitByTime(timed, [0.5]);
    expect(half?.train.map(({ startedAtMs }) => startedAtMs)).toEqual([91, 92, 93, 94, 95]);
    expect(half?.test).toHaveLength(5);
  });

  test("by batch the earlier predicts the later", () => {
    const splits = splitByBatch(timed);
    expect(splits.map(({ train, test: later }) => [train.length, later.length])).toEqual([[7, 3]]);
  });

  test("by task no task is on both sides, every one is on some side, and a seed repeats", () => {
    const [first, second] = [splitByTask(timed, 2), splitByTask(timed, 2)];
    expect(first).toEqual(second);
    for (const { train, test: rest } of first) {
      const learnt = new Set(train.map(({ taskId }) => taskId));
      expect(learnt.size).toBe(2);
      expect(rest.some(({ taskId }) => learnt.has(taskId))).toBe(false);
      expect(train.length + rest.length).toBe(10);
    }
  });
});
