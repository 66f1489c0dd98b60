import { describe, expect, test } from "vitest";
import { readUuidV7InstantMs } from "../../lib/core/uuid-v7.ts";
import { instantSchema } from "../../lib/data/execution-rows.ts";
import { DAY_MS, finished, ingest, iso, MINUTE_MS, newId, running, type StoredExecution, storedExecutions } from "./ingest-requests.ts";
import { makeSmallWorkspace, needsDatabase, ok, only, openDatabase, service } from "./stack.ts";

/** A sender whose clock is ahead by so much (negative: behind), and who says so by `sentAt` when asked to. */
async function sender(aheadMs: number, saysItsTime: boolean) {
  const workspace = await makeSmallWorkspace();
  return {
    id: workspace.id,
    clockMs: () => Date.now() + aheadMs,
    send: (executions: readonly unknown[]) =>
      ingest(workspace.key, { executions, ...(saysItsTime && { sentAt: iso(Date.now() + aheadMs) }) }),
    rows: () => storedExecutions(workspace.id),
    alerts: async () => ok(await service().client.from("alerts").select("*").eq("workspace_id", workspace.id)),
  };
}

const startOf = (row: StoredExecution): number => Date.parse(instantSchema.parse(row.started_at));

/** The row lies at our time: its start, and the time in its id, by which partitions and lists go. */
function expectToBeNow(row: StoredExecution): void {
  for (const at of [startOf(row), readUuidV7InstantMs(row.id)]) expect(Math.abs(at - Date.now())).toBeLessThan(5 * MINUTE_MS);
}

const CLOCKS = [
  { name: "three days ahead, saying its time", aheadMs: 3 * DAY_MS, saysItsTime: true },
  { name: "three days ahead, saying nothing", aheadMs: 3 * DAY_MS, saysItsTime: false },
  { name: "three days behind, saying its time", aheadMs: -3 * DAY_MS, saysItsTime: true },
  { name: "ten years ahead, saying its time", aheadMs: 3650 * DAY_MS, saysItsTime: true },
  { name: "ten years behind, saying its time", aheadMs: -3650 * DAY_MS, saysItsTime: true },
  { name: "ten years behind, saying nothing", aheadMs: -3650 * DAY_MS, saysItsTime: false },
  { name: "six minutes ahead, saying its time", aheadMs: 6 * MINUTE_MS, saysItsTime: true },
  { name: "six minutes behind, saying its time", aheadMs: -6 * MINUTE_MS, saysItsTime: true },
];

describe.each(CLOCKS)("a clock $name", ({ aheadMs, saysItsTime }) => {
  test("is accepted at the right time, flagged, and told to the operators once", async () => {
    const { send, rows, alerts, clockMs } = await sender(aheadMs, saysItsTime);
    const answer = await send([finished(running(clockMs()))]);
    expect(answer).toMatchObject({ status: 200, body: { stored: 1, rejected: [], clockSkews: [{ agentId: "test-agent" }] } });
    expect(Math.abs((answer.body.clockSkews[0]?.skewMs ?? 0) - aheadMs)).toBeLessThan(MINUTE_MS);
    await send([finished(running(clockMs()))]);
    for (const row of await rows()) {
      expectToBeNow(row);
      expect(Math.abs(Number(row.clock_skew_ms) - aheadMs)).toBeLessThan(MINUTE_MS);
    }
    const alert = only(await alerts());
    expect(alert).toMatchObject({ kind: "clock_skew", severity: "warning", subject_id: "test-agent", status: "open", occurrences: 2 });
    expect(alert.body).toContain(aheadMs > 0 ? "ahead" : "behind");
  });

  test("does not make two rows of one that is sent again and finished later, and keeps the links", async () => {
    const { send, rows, clockMs } = await sender(aheadMs, saysItsTime);
    const parent = running(clockMs(), { taskType: "parent" });
    const child = running(clockMs(), { parentId: parent.id, taskType: "child" });
    await send([parent]);
    await send([child]);
    expect((await send([parent, child])).body).toMatchObject({ stored: 0, unchanged: 2 });
    expect((await send([finished(child), finished(parent)])).body.stored).toBe(2);
    const stored = await rows();
    expect(stored.map(({ status }) => status)).toEqual(["succeeded", "succeeded"]);
    const find = (taskType: string) => only(stored.filter((row) => row.task_type === taskType));
    expect(find("child").parent_id).toBe(find("parent").id);
    expect(Date.parse(instantSchema.parse(find("child").finished_at)) - startOf(find("child"))).toBe(1000);
  });

  test("does not break the link of a child that arrives before its parent", async () => {
    const { send, rows, clockMs } = await sender(aheadMs, saysItsTime);
    const parent = running(clockMs(), { taskType: "parent" });
    await send([running(clockMs(), { parentId: parent.id, taskType: "child" })]);
    await send([parent]);
    const stored = await rows();
    const find = (taskType: string) => only(stored.filter((row) => row.task_type === taskType));
    expect(find("child").parent_id).toBe(find("parent").id);
  });
});

describe("a clock that is right", () => {
  test.each([0, 4 * MINUTE_MS, -4 * MINUTE_MS])("is not flagged within the five minutes that are tolerated (%d ms)", async (aheadMs) => {
    const { send, rows, alerts, clockMs } = await sender(aheadMs, true);
    const start = running(clockMs());
    expect((await send([start])).body).toMatchObject({ stored: 1, clockSkews: [] });
    const row = only(await rows());
    expect([row.id, row.clock_skew_ms, startOf(row)]).toEqual([start.id, null, Date.parse(start.startedAt)]);
    expect(await alerts()).toEqual([]);
  });

  test("may send what waited in a spool for days, and it keeps its time", async () => {
    const { send, rows } = await sender(0, true);
    const start = running(Date.now() - 60 * DAY_MS);
    expect((await send([finished(start)])).body).toMatchObject({ stored: 1, clockSkews: [] });
    const row = only(await rows());
    expect([row.id, startOf(row)]).toEqual([start.id, Date.parse(start.startedAt)]);
  });

  test("is refused rows older than the retention, each with the reason, and the others are stored", async () => {
    const { send, rows } = await sender(0, true);
    const { body } = await send([finished(running()), { nonsense: 1 }, finished(running(Date.now() - 91 * DAY_MS)), finished(running())]);
    expect(body.stored).toBe(2);
    expect(body.unchanged).toBe(0);
    expect(body.rejected.map(({ index, field }) => [index, field])).toEqual([
      [1, "agentId"],
      [2, "startedAt"],
    ]);
    expect(body.rejected[1]?.reason).toContain("90 days");
    expect(await rows()).toHaveLength(2);
  });
});

describe("a clock that is off", () => {
  test("does not bring in rows that are older than the retention at our time", async () => {
    const { send, rows, clockMs } = await sender(-10 * DAY_MS, true);
    const { body } = await send([finished(running(clockMs() - 91 * DAY_MS)), finished(running(clockMs()))]);
    expect(body).toMatchObject({ stored: 1, rejected: [{ index: 0, field: "startedAt" }] });
    expect(await rows()).toHaveLength(1);
  });

  test("of one agent flags that agent and no other of the same batch", async () => {
    const { send, rows, alerts } = await sender(0, false);
    const ahead = running(Date.now() + DAY_MS, { agentId: "fast" });
    const right = running(Date.now() - MINUTE_MS, { agentId: "right" });
    expect((await send([ahead, right])).body.clockSkews.map(({ agentId }) => agentId)).toEqual(["fast"]);
    expect((await rows()).map((row) => [row.agent_id, row.clock_skew_ms === null]).sort()).toEqual([
      ["fast", false],
      ["right", true],
    ]);
    expect((await alerts()).map(({ subject_id: subject }) => subject)).toEqual(["fast"]);
  });

  test("makes one row of the same row that eight senders bring at once", async () => {
    const { send, rows, clockMs } = await sender(3 * DAY_MS, true);
    const batch = Array.from({ length: 20 }, () => running(clockMs()));
    const answers = await Promise.all(Array.from({ length: 8 }, (_, turn) => send(turn % 2 === 0 ? batch : batch.toReversed())));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(answers.reduce((sum, { body }) => sum + body.stored, 0)).toBe(20);
    expect(await rows()).toHaveLength(20);
  });
});

describe("a day without a partition", () => {
  test("loses no row: it is kept aside, and moved when the partition is made", async (context) => {
    needsDatabase(context);
    const sql = openDatabase(1);
    const dayAgo = Date.now() - 40 * DAY_MS;
    const name = `execution_history_${iso(dayAgo).slice(0, 10).replaceAll("-", "")}`;
    try {
      await sql.unsafe(`drop table partitions.${name}`);
      const { send, rows, id } = await sender(0, true);
      const row = finished({ ...running(dayAgo), id: newId(dayAgo) });
      expect((await send([row])).body).toMatchObject({ stored: 1, rejected: [] });
      expect(only(await rows()).id).toBe(row.id);
      const place = async () =>
        only(await sql<{ at: string }[]>`select tableoid::regclass::text as at from execution_history where workspace_id = ${id}`).at;
      expect(await place()).toBe("partitions.execution_history_default");
      await sql`select private.maintain_partitions()`;
      expect(await place()).toBe(`partitions.${name}`);
      expect((await send([row])).body).toMatchObject({ stored: 0, unchanged: 1 });
      expect(await rows()).toHaveLength(1);
    } finally {
      await sql`select private.maintain_partitions()`;
      await sql.end();
    }
  });
});
