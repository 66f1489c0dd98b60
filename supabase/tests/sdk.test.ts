/** What the SDK tells, and what it asks, through the real functions. */
import { expect, test } from "vitest";
import type { Problem } from "../../lib/sdk/problem.ts";
import { createWindvane } from "../../lib/sdk/windvane.ts";
import { refreshAll } from "./random-history.ts";
import { makeSmallWorkspace, needsDatabase, openDatabase, supabase } from "./stack.ts";

async function setUp() {
  const workspace = await makeSmallWorkspace();
  const problems: Problem[] = [];
  const onProblem = (problem: Problem) => problems.push(problem);
  const windvane = createWindvane({ url: supabase().url, apiKey: workspace.key, workspaceId: workspace.id, spool: false, onProblem });
  return { ...windvane, ...windvane.executionFeedback, ...windvane.performanceTracker, workspace, problems };
}

test("operations and metrics are stored, with all that was measured", async (context) => {
  needsDatabase(context);
  const { trackOperation, recordMetric, close, workspace, problems } = await setUp();
  for (let call = 0; call < 20; call += 1) trackOperation("lookup", () => call, { tags: { source: "test" } });
  await expect(trackOperation("lookup", () => Promise.reject(new Error("no")), { tags: { source: "test" } })).rejects.toThrow("no");
  recordMetric({ name: "contacts.processed", type: "throughput", unit: "1/s", value: 150 });
  expect(await close()).toBe(0);
  expect(problems).toEqual([]);
  const sql = openDatabase(1);
  try {
    const stored = await sql<{ name: string; type: string; count: number | null; sum: number | null }[]>`
      select series.name, series.type, sample.count::float8 as count, sample.sum::float8 as sum
      from public.metric_samples as sample join public.metric_series as series on series.id = sample.series_id
      where series.workspace_id = ${workspace.id}
      order by series.name
    `;
    expect(stored.map(({ name, type, count }) => [name, type, count])).toEqual([
      ["contacts.processed", "throughput", null],
      ["operation.lookup.error_rate", "error_rate", 21],
      ["operation.lookup.latency", "latency", 21],
      ["operation.lookup.throughput", "throughput", null],
    ]);
    expect(stored[1]?.sum).toBe(1);
  } finally {
    await sql.end();
  }
});

test("recommendAgent ranks the agents that reported, and identifyErrorPatterns answers with a list", async (context) => {
  needsDatabase(context);
  const { startExecution, recommendAgent, identifyErrorPatterns, close } = await setUp();
  for (let run = 0; run < 30; run += 1) {
    startExecution({ agentId: "steady", taskType: "review" }).finish({ success: true });
    startExecution({ agentId: "shaky", taskType: "review" }).finish({ success: run % 3 === 0, error: { message: "no review" } });
  }
  expect(await close()).toBe(0);
  const sql = openDatabase(1);
  await refreshAll(sql).finally(() => sql.end());
  const { recommendations } = await recommendAgent("review", undefined, { prefer: "reliability" });
  expect(recommendations.map(({ agentId }) => agentId).sort()).toEqual(["shaky", "steady"]);
  for (const { low, successRate, high, sample, reason } of recommendations) {
    expect(low <= successRate && successRate <= high).toBe(true);
    expect([sample, reason.length > 0]).toEqual([30, true]);
  }
  expect(await identifyErrorPatterns(undefined, 7)).toBeInstanceOf(Array);
});

test("a question with a key that is none rejects, and says so", async () => {
  const { executionFeedback } = createWindvane({ url: supabase().url, apiKey: "wv_none", spool: false, onProblem: () => undefined });
  await expect(executionFeedback.recommendAgent("review")).rejects.toMatchObject({ code: "unauthorized" });
});
