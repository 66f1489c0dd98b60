import type postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { drawInt, drawItem, type Random } from "../../lib/core/seeded-random.ts";
import { readExecutionSeries, readExecutionTotals } from "../../lib/data/read-execution-figures.ts";
import {
  AGENTS,
  announcedSeed,
  createRandom,
  drawExecution,
  type HistoryRow,
  insertRows,
  readHistory,
  refreshAll,
  TASKS,
} from "./random-history.ts";
import { type Actor, hasDatabase, makeSmallWorkspace, needsDatabase, only, openDatabase } from "./stack.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const SPAN_MS = 4 * DAY_MS;
const NOW_MS = Date.now();

let sql: postgres.Sql;
let member: Actor;
let workspaceId: string;
let rows: readonly HistoryRow[];
let seed: number;

beforeAll(async () => {
  if (!hasDatabase()) return;
  sql = openDatabase();
  ({ admin: member, id: workspaceId } = await makeSmallWorkspace());
  seed = announcedSeed("figures");
  const random = createRandom(seed);
  await insertRows(
    sql,
    Array.from({ length: 3000 }, () => drawExecution(random, { workspaceId, endMs: NOW_MS, spanMs: SPAN_MS })),
  );
  await refreshAll(sql);
  rows = await readHistory(sql, workspaceId);
});
beforeEach(needsDatabase);
afterAll(() => sql?.end());

type Range = { readonly fromMs: number; readonly toMs: number };

/** From minutes to days, at edges of every kind: anywhere, whole minutes, hours and days. */
function drawRange(random: Random): Range {
  const [oneMs, otherMs] = [0, 1].map(() => {
    const atMs = NOW_MS - drawInt(random, -HOUR_MS, SPAN_MS + HOUR_MS);
    const edgeMs = drawItem(random, [1, MINUTE_MS, HOUR_MS, DAY_MS]);
    return Math.floor(atMs / edgeMs) * edgeMs;
  }) as [number, number];
  const near = random() < 0.3 ? oneMs + drawInt(random, 0, 2 * HOUR_MS) : otherMs;
  return { fromMs: Math.min(oneMs, near), toMs: Math.max(oneMs, near) };
}

/** Rows that ended in the minutes which the range touches. */
function endedIn({ fromMs, toMs }: Range, of: readonly HistoryRow[] = rows): readonly HistoryRow[] {
  const [low, high] = [Math.floor(fromMs / MINUTE_MS) * MINUTE_MS, Math.ceil(toMs / MINUTE_MS) * MINUTE_MS];
  return of.filter((row) => row.finished_at !== null && Date.parse(row.finished_at) >= low && Date.parse(row.finished_at) < high);
}

const count = (of: readonly HistoryRow[], status: string) => of.filter((row) => row.status === status).length;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Within 1 % of the sample at rank floor(q (n - 1)), counted from 0; below a microsecond everything is one. */
function expectQuantile(value: number | null, q: number, durations: readonly number[]): void {
  const exact = durations.toSorted((a, b) => a - b)[Math.floor(q * (durations.length - 1))];
  if (exact === undefined) expect(value).toBeNull();
  else if (exact < 0.001) expect(value).toBeLessThanOrEqual(0.00102);
  else expect(Math.abs((value ?? Number.NaN) - exact) / exact).toBeLessThanOrEqual(0.01 + 1e-9);
}

function expectFigures(figures: Awaited<ReturnType<typeof readExecutionTotals>>[number], of: readonly HistoryRow[]): void {
  const durations = of.flatMap((row) => row.duration_ms ?? []);
  expect([figures.succeeded, figures.failed, figures.cancelled]).toEqual([
    count(of, "succeeded"),
    count(of, "failed"),
    count(of, "cancelled"),
  ]);
  expect(figures.inputTokens).toBe(sum(of.map((row) => row.input_tokens ?? 0)));
  expect(figures.outputTokens).toBe(sum(of.map((row) => row.output_tokens ?? 0)));
  expect(figures.costUsd).toBeCloseTo(sum(of.map((row) => Number(row.cost_usd ?? 0))), 8);
  if (durations.length === 0) expect(figures.meanMs).toBeNull();
  else expect((figures.meanMs ?? Number.NaN) / (sum(durations) / durations.length || 1)).toBeCloseTo(sum(durations) === 0 ? 0 : 1, 9);
  expectQuantile(figures.p50Ms, 0.5, durations);
  expectQuantile(figures.p95Ms, 0.95, durations);
  expectQuantile(figures.p99Ms, 0.99, durations);
}

describe("totals", () => {
  test("of any range equal a recount to the minute", async () => {
    const random = createRandom(seed + 1);
    for (let turn = 0; turn < 60; turn += 1) {
      const range = drawRange(random);
      const expected = endedIn(range);
      const figures = await readExecutionTotals(member.client, { workspaceId, ...range, by: [] });
      if (expected.length === 0) expect(figures, JSON.stringify(range)).toEqual([]);
      else expectFigures(only(figures), expected);
    }
  });

  test.each([[["agent"]], [["task_type"]], [["agent", "task_type"]]] as const)(
    "by %j equal a recount of each group, and name no other",
    async (by) => {
      const random = createRandom(seed + 2);
      for (let turn = 0; turn < 10; turn += 1) {
        const range = drawRange(random);
        const figures = await readExecutionTotals(member.client, { workspaceId, ...range, by: [...by] });
        const groups = AGENTS.flatMap((agentId) => TASKS.map((taskType) => ({ agentId, taskType })));
        const wanted = groups.map((group) => ({
          agentId: by.some((name) => name === "agent") ? group.agentId : null,
          taskType: by.some((name) => name === "task_type") ? group.taskType : null,
        }));
        const known = [...new Map(wanted.map((group) => [JSON.stringify(group), group])).values()];
        const expected = known.flatMap((group) => {
          const of = endedIn(range).filter(
            (row) =>
              (group.agentId === null || row.agent_id === group.agentId) && (group.taskType === null || row.task_type === group.taskType),
          );
          return of.length === 0 ? [] : [{ group, of }];
        });
        expect(figures).toHaveLength(expected.length);
        for (const { group, of } of expected) {
          expectFigures(only(figures.filter((row) => row.agentId === group.agentId && row.taskType === group.taskType)), of);
        }
      }
    },
  );

  test("of an empty or a backward range are none", async () => {
    expect(await readExecutionTotals(member.client, { workspaceId, fromMs: NOW_MS - HOUR_MS, toMs: NOW_MS - DAY_MS, by: [] })).toEqual([]);
    const quiet = NOW_MS + 20 * DAY_MS;
    expect(await readExecutionTotals(member.client, { workspaceId, fromMs: quiet, toMs: quiet + DAY_MS, by: [] })).toEqual([]);
  });
});

describe("a series", () => {
  test("adds up to the totals of its range, and each step to a recount of its own", async () => {
    const random = createRandom(seed + 3);
    for (const stepMs of [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS, 3 * HOUR_MS, 12 * HOUR_MS, DAY_MS]) {
      const steps = drawInt(random, 1, 40);
      // Steps of a series begin at the start of a day.
      const fromMs = Math.floor((NOW_MS - drawInt(random, 0, SPAN_MS)) / stepMs) * stepMs;
      const range = { fromMs, toMs: fromMs + steps * stepMs };
      const series = await readExecutionSeries(member.client, { workspaceId, ...range, stepMs });
      expect(series.map((step) => step.bucketAt)).toEqual(series.map((step) => step.bucketAt).toSorted());
      expect(sum(series.map((step) => step.succeeded + step.failed + step.cancelled))).toBe(endedIn(range).length);
      for (const step of series) {
        const atMs = Date.parse(step.bucketAt);
        const of = endedIn({ fromMs: atMs, toMs: atMs + stepMs });
        expect((atMs - fromMs) % stepMs).toBe(0);
        expect([step.succeeded, step.failed, step.cancelled]).toEqual([
          count(of, "succeeded"),
          count(of, "failed"),
          count(of, "cancelled"),
        ]);
        expect(step.costUsd).toBeCloseTo(sum(of.map((row) => Number(row.cost_usd ?? 0))), 8);
        const durations = of.flatMap((row) => row.duration_ms ?? []);
        expectQuantile(step.p50Ms, 0.5, durations);
        expectQuantile(step.p95Ms, 0.95, durations);
        expectQuantile(step.p99Ms, 0.99, durations);
      }
    }
  });

  test("of one agent at one task counts that alone", async () => {
    const range = { fromMs: Math.floor((NOW_MS - SPAN_MS) / DAY_MS) * DAY_MS, toMs: Math.ceil((NOW_MS + DAY_MS) / DAY_MS) * DAY_MS };
    const series = await readExecutionSeries(member.client, { workspaceId, ...range, stepMs: DAY_MS, agentId: "mail", taskType: "send" });
    const of = endedIn(range).filter((row) => row.agent_id === "mail" && row.task_type === "send");
    expect(of.length).toBeGreaterThan(100);
    expect(sum(series.map((step) => step.succeeded + step.failed + step.cancelled))).toBe(of.length);
  });
});
