import { describe, expect, test } from "vitest";
import { figuresSample } from "./figures-sample.ts";
import { failureScaleEnd, operationKey, slowest, topFailing } from "./operations.ts";

const operation = (agentId: string, succeeded: number, failed: number, p95Ms: number | null = null) =>
  figuresSample({ agentId, taskType: "research", succeeded, failed, p95Ms });

describe("topFailing", () => {
  // Lower ends at 95 % (z² = 3.8415) by hand: 1 of 1 has 1 / 4.8415 = 0.207, 60 of 200 has 0.241, 7 of 9 has 0.453.
  test("one failure of one does not stand before sixty of two hundred, seven of nine do", () => {
    const order = topFailing([operation("once", 0, 1), operation("often", 140, 60), operation("mostly", 2, 7)], 5);
    expect(order.map((one) => one.agentId)).toEqual(["mostly", "often", "once"]);
  });

  test("what did not fail is not listed, and the list ends where it is told to", () => {
    expect(topFailing([operation("a", 10, 0)], 5)).toEqual([]);
    expect(topFailing([operation("a", 1, 3), operation("b", 1, 4), operation("c", 1, 5)], 2).map((one) => one.agentId)).toEqual(["c", "b"]);
  });
});

test("the bars end at the tenth above the highest interval", () => {
  // At 90 % by hand: 60 of 200 lies up to 0.356, 7 of 9 up to 0.924.
  expect(failureScaleEnd(topFailing([operation("often", 140, 60)], 5))).toBe(0.4);
  expect(failureScaleEnd(topFailing([operation("often", 140, 60), operation("mostly", 2, 7)], 5))).toBe(1);
  expect(failureScaleEnd([])).toBe(1);
});

describe("slowest", () => {
  test("by p95, and only where enough ended to have one", () => {
    const order = slowest([operation("few", 3, 1, 90_000), operation("slow", 40, 0, 8000), operation("slower", 40, 0, 9000)], 5);
    expect(order.map((one) => one.agentId)).toEqual(["slower", "slow"]);
  });

  test("what ended without a duration has no place", () => {
    expect(slowest([operation("a", 40, 0, null)], 5)).toEqual([]);
  });
});

test("names with separators in them do not make two operations one", () => {
  expect(operationKey({ agentId: "a/b", taskType: "c" })).not.toBe(operationKey({ agentId: "a", taskType: "b/c" }));
});
