import type postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { drawInt } from "../../lib/core/seeded-random.ts";
import { findGoodRuns } from "../../lib/data/find-good-runs.ts";
import { listExecutions } from "../../lib/data/list-executions.ts";
import { pageExecutions } from "../../lib/data/page-executions.ts";
import { readExecutionBeside } from "../../lib/data/read-execution-beside.ts";
import { AGENTS, announcedSeed, createRandom, drawExecution, type HistoryRow, insertRows, readHistory, TASKS } from "./random-history.ts";
import { type Actor, hasDatabase, makeSmallWorkspace, needsDatabase, openDatabase } from "./stack.ts";

const DAY_MS = 86_400_000;
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
  seed = announcedSeed("beside");
  const random = createRandom(seed);
  await insertRows(
    sql,
    Array.from({ length: 1100 }, () => drawExecution(random, { workspaceId, endMs: NOW_MS, spanMs: 5 * DAY_MS })),
  );
  rows = await readHistory(sql, workspaceId);
});
beforeEach(needsDatabase);
afterAll(() => sql?.end());

describe("what stands beside an execution", () => {
  const FILTERS = [
    {},
    { statuses: ["failed", "running"] as const },
    { agentIds: [AGENTS[0]], taskTypes: [TASKS[1]] },
    { statuses: ["succeeded"] as const, fromMs: NOW_MS - 2 * DAY_MS, toMs: NOW_MS - DAY_MS },
    { words: "tide" },
  ];

  test.each(FILTERS)("is its neighbour in the list of %j", async (filter) => {
    const list = (await listExecutions(member.client, { workspaceId, ...filter, limit: 500 })).map(({ id }) => id);
    expect(list.length).toBeGreaterThan(3);
    const random = createRandom(seed + 1);
    for (const at of [0, 1, drawInt(random, 2, list.length - 2)]) {
      const beside = await readExecutionBeside(member.client, { workspaceId, id: list[at] ?? "", ...filter });
      expect(beside).toEqual({ newer: list[at - 1] ?? null, older: list[at + 1] ?? null });
    }
  });

  test("of an execution that the filter leaves out is what stands around its place", async () => {
    const list = rows.filter((row) => row.agent_id === AGENTS[0]).map(({ id }) => id);
    const outside = rows.find((row) => row.agent_id !== AGENTS[0] && row.id < (list[0] ?? "") && row.id > (list.at(-1) ?? ""))?.id ?? "";
    const beside = await readExecutionBeside(member.client, { workspaceId, id: outside, agentIds: [AGENTS[0]] });
    expect(beside).toEqual({ newer: list.findLast((id) => id > outside), older: list.find((id) => id < outside) });
  });
});

describe("an export", () => {
  test("holds every execution once, newest first, over as many pages as it takes", async () => {
    const pages: number[] = [];
    const ids: string[] = [];
    for await (const page of pageExecutions(member.client, { workspaceId })) {
      pages.push(page.length);
      ids.push(...page.map(({ id }) => id));
    }
    expect(pages).toEqual([500, 500, 100]);
    expect(ids).toEqual(rows.map(({ id }) => id));
  });

  test("of nothing has no page", async () => {
    const pages = pageExecutions(member.client, { workspaceId, agentIds: ["nobody"] });
    expect(await pages.next()).toEqual({ done: true, value: undefined });
  });
});

describe("good runs to compare with", () => {
  const toRun = (row: HistoryRow) => ({ id: row.id, agentId: row.agent_id, taskType: row.task_type, startedAt: row.started_at });

  test("are those of the same task type that succeeded before, the same agent's first", async () => {
    const run = rows.find((row) => row.status === "failed");
    if (run === undefined) throw new Error("No row failed");
    const good = rows.filter((row) => row.status === "succeeded" && row.task_type === run.task_type && row.id < run.id);
    const { kind, runs } = await findGoodRuns(member.client, { workspaceId, execution: toRun(run) });
    expect(kind).toBe("same-agent");
    expect(runs[0]?.id).toBe(good.find((row) => row.agent_id === run.agent_id)?.id);
    expect(runs.every((one) => good.some(({ id }) => id === one.id))).toBe(true);
    expect(new Set(runs.map(({ id }) => id)).size).toBe(runs.length);
  });

  test("are another agent's, then later ones, then none, and it is said which", async () => {
    const oldest = rows.at(-1);
    if (oldest === undefined) throw new Error("There are no rows");
    const find = (parts: Partial<ReturnType<typeof toRun>>) =>
      findGoodRuns(member.client, { workspaceId, execution: { ...toRun(rows[0] ?? oldest), ...parts } });
    expect((await find({ agentId: "a newcomer" })).kind).toBe("other-agent");
    expect((await find({ ...toRun(oldest), agentId: "a newcomer", id: oldest.id })).kind).toBe("later");
    expect(await find({ taskType: "never seen" })).toEqual({ kind: "none", runs: [] });
  });
});
