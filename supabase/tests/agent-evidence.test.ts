import type postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { drawInt } from "../../lib/core/seeded-random.ts";
import { readAgentEvidence } from "../../lib/data/read-agent-evidence.ts";
import { announcedSeed, createRandom, drawExecution, type HistoryRow, insertRows, refreshAll } from "./random-history.ts";
import { type Actor, hasDatabase, makeSmallWorkspace, needsDatabase, openDatabase } from "./stack.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const NOW_MS = Date.now();
const TODAY_MS = Math.floor(NOW_MS / DAY_MS) * DAY_MS;

let sql: postgres.Sql;
let member: Actor;
let workspaceId: string;
let rows: readonly HistoryRow[];

beforeAll(async () => {
  if (!hasDatabase()) return;
  sql = openDatabase();
  ({ admin: member, id: workspaceId } = await makeSmallWorkspace());
  const random = createRandom(announcedSeed("evidence"));
  const drawn = Array.from({ length: 800 }, () => {
    // Whole days apart, so that no duration carries an end over midnight into another bucket.
    const endMs = TODAY_MS - drawInt(random, 0, 120) * DAY_MS + drawInt(random, 1, 1000);
    const row = drawExecution(random, { workspaceId, endMs, spanMs: 0 });
    return row.finished_at === null ? row : { ...row, finished_at: new Date(endMs).toISOString() };
  });
  await insertRows(sql, drawn);
  await refreshAll(sql);
  rows = drawn.filter((row) => row.finished_at !== null);
});
beforeEach(needsDatabase);
afterAll(() => sql?.end());

const ageDays = (row: HistoryRow) => (TODAY_MS - Math.floor(Date.parse(row.finished_at ?? "") / DAY_MS) * DAY_MS) / DAY_MS;

/** When the stretch of eight days that an execution ended in began, counted from 1970. */
const eightDaysOf = (row: HistoryRow) => Math.floor(Date.parse(row.finished_at ?? "") / (8 * DAY_MS)) * 8 * DAY_MS;

describe("evidence", () => {
  test("counts what ended in the last 90 days, nothing twice and nothing older", async () => {
    const evidence = await readAgentEvidence(member.client, { workspaceId });
    const recent = rows.filter((row) => ageDays(row) < 90);
    for (const agent of new Set(rows.map((row) => row.agent_id))) {
      for (const status of ["succeeded", "failed"] as const) {
        const counted = evidence.filter((one) => one.agentId === agent).reduce((sum, one) => sum + one[status], 0);
        expect(counted).toBe(recent.filter((row) => row.agent_id === agent && row.status === status).length);
      }
    }
  });

  test("is by the day for two weeks, each at its own instant, and by the week before", async () => {
    const evidence = await readAgentEvidence(member.client, { workspaceId });
    const young = evidence.filter((one) => one.atMs > TODAY_MS - 14 * DAY_MS);
    for (const one of young) {
      const same = rows.filter(
        (row) => row.agent_id === one.agentId && row.task_type === one.taskType && TODAY_MS - ageDays(row) * DAY_MS === one.atMs,
      );
      expect(one.succeeded).toBe(same.filter((row) => row.status === "succeeded").length);
      expect(one.failed).toBe(same.filter((row) => row.status === "failed").length);
    }
    const series = Map.groupBy(evidence, (one) => `${one.agentId} ${one.taskType}`);
    // 14 days, and at most 12 weeks that the other 76 days can touch.
    for (const [, own] of series) expect(own.length).toBeLessThanOrEqual(14 + 12);
  });

  test("holds the mean cost of each day", async () => {
    const evidence = await readAgentEvidence(member.client, { workspaceId, taskType: "draft" });
    const young = evidence.filter((one) => one.taskType === "draft" && one.atMs > TODAY_MS - 14 * DAY_MS);
    expect(young.length).toBeGreaterThan(0);
    for (const one of young) {
      const same = rows.filter(
        (row) => row.agent_id === one.agentId && row.task_type === "draft" && TODAY_MS - ageDays(row) * DAY_MS === one.atMs,
      );
      const cost = same.reduce((sum, row) => sum + Number(row.cost_usd ?? 0), 0);
      if (cost === 0) expect(one.meanCostUsd).toBeNull();
      else expect(one.meanCostUsd).toBeCloseTo(cost / same.length, 9);
    }
  });

  test("holds one median for each agent, within 1 % of that of its last weeks, on the newest row that says anything", async () => {
    const evidence = await readAgentEvidence(member.client, { workspaceId, taskType: "draft" });
    const drafts = Map.groupBy(
      evidence.filter((one) => one.taskType === "draft"),
      (one) => one.agentId,
    );
    expect(drafts.size).toBeGreaterThan(0);
    for (const [agentId, own] of drafts) {
      const durations = rows
        .filter((row) => row.agent_id === agentId && row.task_type === "draft" && eightDaysOf(row) > NOW_MS - 48 * DAY_MS)
        .flatMap((row) => (row.duration_ms === null ? [] : [row.duration_ms]))
        .sort((a, b) => a - b);
      const middle = durations[Math.floor(0.5 * (durations.length - 1))];
      if (middle === undefined) throw new Error(`${agentId} has no durations to tell by`);
      const told = own.filter((one) => one.durationP50Ms !== null);
      const speaking = own.filter((one) => one.succeeded + one.failed > 0);
      expect(told).toHaveLength(1);
      expect(told[0]?.atMs).toBe(Math.max(...speaking.map((one) => one.atMs)));
      expect(Math.abs((told[0]?.durationP50Ms ?? 0) - middle)).toBeLessThanOrEqual(Math.max(0.001, 0.0101 * middle));
    }
  });

  test("of other task types carries no duration when one is asked about", async () => {
    const evidence = await readAgentEvidence(member.client, { workspaceId, taskType: "draft" });
    const others = evidence.filter((one) => one.taskType !== "draft");
    expect(others.length).toBeGreaterThan(0);
    expect(others.every((one) => one.durationP50Ms === null)).toBe(true);
  });
});
