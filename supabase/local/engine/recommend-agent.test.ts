import { expect, test } from "vitest";
import { recommendAgents } from "../../../lib/learning/execution-feedback/recommend-agents.ts";
import { createEvidenceByDay } from "./evidence-by-day.ts";
import type { Filter, FilterLine } from "./filter.ts";
import { quantilesFilter } from "./quantiles.ts";
import { recommendAgentFilter } from "./recommend-agent.ts";

async function* numbered(values: readonly unknown[]): AsyncGenerator<FilterLine> {
  for (const [index, value] of values.entries()) yield { number: index + 1, value };
}

async function feed(filter: Filter, values: readonly unknown[], args: readonly string[] = []): Promise<unknown[]> {
  const answers: unknown[] = [];
  for await (const answer of filter.run(numbered(values), args)) answers.push(answer);
  return answers;
}

const DAY_MS = 86_400_000;
const line = { agent: "a", taskType: "x", success: 1 };

test("executions of a day are joined per agent and task type; what has no time counts as now", () => {
  const seen = createEvidenceByDay();
  seen.add({ ...line, success: true, startedAtMs: 5 * DAY_MS + 10, durationS: 1, costUsd: 0.5 });
  seen.add({ ...line, success: 0, startedAtMs: 5 * DAY_MS + 20, durationS: 3, costUsd: null });
  seen.add({ ...line, success: 1, batch: "1970-01-11" });
  seen.add({ ...line, success: 1 });
  expect(seen.nowMs()).toBe(10 * DAY_MS);
  expect(seen.evidence()).toEqual([
    {
      agentId: "a",
      taskType: "x",
      atMs: 5 * DAY_MS,
      succeeded: 1,
      failed: 1,
      durationP50Ms: expect.closeTo(1000, -2),
      meanCostUsd: 0.5,
      origin: "own",
    },
    { agentId: "a", taskType: "x", atMs: 10 * DAY_MS, succeeded: 1, failed: 0, durationP50Ms: null, meanCostUsd: null, origin: "own" },
    { agentId: "a", taskType: "x", atMs: 10 * DAY_MS, succeeded: 1, failed: 0, durationP50Ms: null, meanCostUsd: null, origin: "own" },
  ]);
});

test("each question is answered by the engine's own ranking, from the lines before it; other lines by nothing", async () => {
  const executions = [line, { ...line, success: 0 }, { agent: "b", taskType: "x", success: 0 }];
  const answers = await feed(recommendAgentFilter, [{ taskType: "x" }, ...executions, { taskType: "x" }, { taskType: "y" }]);
  const evidence = [
    { succeeded: 1, failed: 1, agentId: "a" },
    { succeeded: 0, failed: 1, agentId: "b" },
  ].map((row) => ({ ...row, taskType: "x", atMs: 0, durationP50Ms: null, meanCostUsd: null, origin: "own" as const }));
  const expected = ["x", "y"].map((taskType) => {
    const told = recommendAgents({ taskType, prefer: "reliability" }, evidence, { nowMs: 0, random: () => 0.5 });
    const ranking = told.kind === "ranked" ? told.ranking : [];
    return {
      taskType,
      ranking: ranking.map((ranked) => {
        return {
          agent: ranked.agentId,
          p: ranked.successRatio,
          low: ranked.low,
          high: ranked.high,
          n: ranked.sample.raw,
          reason: ranked.reason,
        };
      }),
    };
  });
  expect(answers).toEqual([{ taskType: "x", ranking: [] }, ...expected]);
});

test("a line that is neither is refused with its number, and so is another preference", async () => {
  await expect(feed(recommendAgentFilter, [line, { agent: "a", taskType: "x" }])).rejects.toThrow(/^line 2: /);
  await expect(feed(recommendAgentFilter, [7])).rejects.toThrow(/^line 1: /);
  expect(() => recommendAgentFilter.run(numbered([]), ["--prefer", "luck"])).toThrow(/reliability, speed or cost/);
});

// By hand: gamma = 1.01 / 0.99; ln(10) / ln(gamma) = 115.13, so 10 lies in bucket 116, which stands for 0.99 gamma^116 = 0.99 exp(2.3200773) = 10.0747.
test("quantiles come from sketches per shard, merged; a value that is none, or no alpha, is refused", async () => {
  const values = [1, 2, 3].map((shard) => ({ value: 10, shard }));
  const p = expect.closeTo(10.0747, 3);
  expect(await feed(quantilesFilter, values, ["--alpha", "0.01"])).toEqual([{ p50: p, p95: p, p99: p, p999: p, buckets: 1 }]);
  expect(await feed(quantilesFilter, [])).toEqual([{ p50: null, p95: null, p99: null, p999: null, buckets: 0 }]);
  await expect(feed(quantilesFilter, [{ value: "7" }])).rejects.toThrow(/^line 1: /);
  expect(() => quantilesFilter.run(numbered([]), ["--alpha", "2"])).toThrow(/relative error/);
});
