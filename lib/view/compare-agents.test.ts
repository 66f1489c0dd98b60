import { describe, expect, test } from "vitest";
import { comparableTaskTypes, compareAgents, scaleStart } from "./compare-agents.ts";
import { figuresSample } from "./figures-sample.ts";

const at = (agentId: string, taskType: string, succeeded: number, failed: number) =>
  figuresSample({ agentId, taskType, succeeded, failed });
const plain = (text: string) => text.replaceAll("\u202f", " ");

describe("compareAgents", () => {
  // Newcombe 1998, table II, method 10: 56/70 minus 48/80 lies from 0.0524 to 0.3339.
  test("who is better is said with the interval of the difference", () => {
    const { agents, sentence } = compareAgents(
      [at("fast", "write", 48, 32), at("careful", "write", 56, 14), at("careful", "read", 1, 99)],
      "write",
    );
    expect(agents.map((agent) => agent.agentId)).toEqual(["careful", "fast"]);
    expect(plain(sentence)).toBe("careful succeeds more often than fast (95 % interval of the difference 5.2 to 33.4 points).");
  });

  test("what chance explains is not called better", () => {
    expect(compareAgents([at("a", "write", 20, 1), at("b", "write", 18, 2)], "write").sentence).toMatch(
      /no difference in success is certain/,
    );
  });

  test("an agent alone, or nobody, is compared with nothing", () => {
    expect(compareAgents([at("a", "write", 20, 1)], "write").sentence).toMatch(/^Only a did this/);
    expect(compareAgents([], "write").sentence).toBe("No agent did this in the range.");
  });

  test("an agent whose work was all cancelled stands last, without a rate", () => {
    const idle = figuresSample({ agentId: "idle", taskType: "write", cancelled: 4 });
    const { agents, sentence } = compareAgents([idle, at("a", "write", 1, 9)], "write");
    expect(agents.map((agent) => [agent.agentId, agent.success?.text ?? null])).toEqual([
      ["a", "1 of 10"],
      ["idle", null],
    ]);
    expect(sentence).toMatch(/Too little/);
  });
});

test("the bars begin at the tenth below the lowest interval", () => {
  // 56/70 lies from 0.71 at 90 %, 48/80 from 0.507.
  expect(scaleStart(compareAgents([at("a", "write", 56, 14)], "write").agents)).toBe(0.7);
  expect(scaleStart(compareAgents([at("a", "write", 56, 14), at("b", "write", 48, 32)], "write").agents)).toBe(0.5);
  expect(scaleStart([])).toBe(0);
});

test("task types that allow a comparison come first", () => {
  const operations = [at("a", "alone", 1, 0), at("a", "write", 1, 0), at("b", "write", 1, 0)];
  expect(comparableTaskTypes(operations)).toEqual([
    { taskType: "write", agents: 2 },
    { taskType: "alone", agents: 1 },
  ]);
});
