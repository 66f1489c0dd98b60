import { describe, expect, test } from "vitest";
import type { GroupedFigures } from "../domain/execution-figures.ts";
import { figuresSample } from "./figures-sample.ts";
import { judgeAgent, judgeHealth } from "./health-verdict.ts";

const PHRASE = { within: "in the last hour", before: "the hour before" };
const plain = (sentence: string) => sentence.replaceAll("\u202f", " ");

type Fleet = Readonly<Record<string, readonly [succeeded: number, failed: number]>>;

function operationsOf(fleet: Fleet): readonly GroupedFigures[] {
  return Object.entries(fleet).map(([agentId, [succeeded, failed]]) => figuresSample({ agentId, taskType: "work", succeeded, failed }));
}

function totalOf(operations: readonly GroupedFigures[]): GroupedFigures | null {
  if (operations.length === 0) return null;
  const sum = (key: "succeeded" | "failed" | "cancelled") => operations.reduce((all, one) => all + one[key], 0);
  return figuresSample({ succeeded: sum("succeeded"), failed: sum("failed"), cancelled: sum("cancelled") });
}

function judge(now: Fleet, before: Fleet) {
  const operations = operationsOf(now);
  const operationsBefore = operationsOf(before);
  const verdict = judgeHealth(
    { totals: totalOf(operations), totalsBefore: totalOf(operationsBefore), operations, operationsBefore },
    PHRASE,
  );
  return { ...verdict, sentence: plain(verdict.sentence) };
}

describe("judgeHealth", () => {
  test("silence is unknown, whatever was before", () => {
    expect(judge({}, { a: [500, 0] })).toEqual({
      level: "unknown",
      agentId: null,
      sentence: "Nothing was reported in the last hour: health is unknown.",
    });
  });

  test("executions that were all cancelled say nothing of health", () => {
    const cancelled = figuresSample({ agentId: "a", taskType: "work", cancelled: 3 });
    const verdict = judgeHealth({ totals: cancelled, totalsBefore: null, operations: [cancelled], operationsBefore: [] }, PHRASE);
    expect(verdict.level).toBe("unknown");
    expect(verdict.sentence).toContain("3 executions were cancelled");
  });

  test("a fleet that mostly succeeds is healthy, in figures", () => {
    expect(judge({ a: [11_993, 487] }, { a: [11_900, 480] })).toEqual({
      level: "healthy",
      agentId: null,
      sentence: "Healthy. 12,480 executions in the last hour, 96.1 % succeeded.",
    });
  });

  test("an agent that fails more often than before is named, with both ratios and the sample", () => {
    expect(judge({ "research-agent": [146, 66], mail: [900, 20] }, { "research-agent": [192, 8], mail: [880, 20] })).toEqual({
      level: "serious",
      agentId: "research-agent",
      sentence: "research-agent fails more often: 31.1 % of 212 in the last hour, 4.00 % before.",
    });
  });

  test("noise raises no alarm: two failures of fifty after one of fifty", () => {
    expect(judge({ a: [48, 2] }, { a: [49, 1] }).level).toBe("healthy");
  });

  test("a certain but tiny rise raises no alarm", () => {
    expect(judge({ a: [990_000, 10_000] }, { a: [995_000, 5000] }).level).toBe("healthy");
  });

  test("one execution is too few to be called healthy or failing", () => {
    expect(judge({ a: [1, 0] }, {})).toMatchObject({
      level: "unknown",
      sentence: "1 of 1 execution in the last hour succeeded: too few to tell whether that is healthy.",
    });
    expect(judge({ a: [0, 1] }, {}).level).toBe("unknown");
  });

  test("what failed before and still does is no change, and not healthy either", () => {
    const verdict = judge({ a: [110, 90], b: [1000, 5] }, { a: [108, 92], b: [1000, 5] });
    expect(verdict.level).toBe("serious");
    expect(verdict.sentence).toBe("a keeps failing: 45.0 % of 200 in the last hour, 46.0 % before.");
  });

  test("an outage is critical, and others that fail are counted", () => {
    const verdict = judge({ a: [5, 195], b: [120, 80], c: [900, 1] }, { a: [190, 10], b: [190, 10], c: [900, 1] });
    expect(verdict.level).toBe("critical");
    expect(verdict.sentence).toBe("a fails more often: 97.5 % of 200 in the last hour, 5.00 % before. 1 more agent beside it.");
  });

  test("agents too thin to accuse may still fail together", () => {
    const now = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`agent-${index}`, [4, 2] as const]));
    const before = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`agent-${index}`, [6, 0] as const]));
    expect(judge(now, before)).toMatchObject({ level: "serious", agentId: null });
    expect(judge(now, before).sentence).toMatch(/^The fleet fails more often/);
  });

  test("a clear improvement is told", () => {
    expect(judge({ a: [970, 30] }, { a: [860, 140] }).sentence).toBe(
      "Healthy. 1,000 executions in the last hour, 97.0 % succeeded, up from 86.0 %.",
    );
  });

  test("at the border of failing it is neither healthy nor failing", () => {
    expect(judge({ a: [160, 40] }, { a: [160, 40] }).level).toBe("warning");
  });
});

test("one agent is judged by the rules of all", () => {
  const totals = figuresSample({ agentId: "mail", succeeded: 120, failed: 80 });
  const totalsBefore = figuresSample({ agentId: "mail", succeeded: 190, failed: 10 });
  expect(plain(judgeAgent("mail", { totals, totalsBefore }, PHRASE).sentence)).toBe(
    "mail fails more often: 40.0 % of 200 in the last hour, 5.00 % before.",
  );
  expect(judgeAgent("mail", { totals: null, totalsBefore }, PHRASE).level).toBe("unknown");
});
