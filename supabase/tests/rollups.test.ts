import type postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { drawInt, drawItem, type Random } from "../../lib/core/seeded-random.ts";
import { announcedSeed, createRandom, drawExecution, insertRows, readHistory, readRollups, recount, refreshAll } from "./random-history.ts";
import { hasDatabase, makeSmallWorkspace, needsDatabase, ok, openDatabase, service } from "./stack.ts";

let sql: postgres.Sql;

beforeAll(() => {
  if (hasDatabase()) sql = openDatabase(10);
});
beforeEach(needsDatabase);
afterAll(() => sql?.end());

const SPAN_MS = 3 * 24 * 60 * 60 * 1000;
const newWorkspace = async () => (await makeSmallWorkspace()).id;

async function addRows(random: Random, workspaceId: string, amount: number): Promise<void> {
  await insertRows(
    sql,
    Array.from({ length: amount }, () => drawExecution(random, { workspaceId, endMs: Date.now(), spanMs: SPAN_MS })),
  );
}

type Change = (connection: postgres.Sql | postgres.TransactionSql, random: Random, workspaceId: string) => Promise<unknown>;

/** Every way in which history changes. Each takes rows that nobody else holds, so that no two wait for each other. */
const CHANGES: readonly Change[] = [
  (connection, random, workspaceId) => {
    const rows = Array.from({ length: drawInt(random, 1, 12) }, () =>
      drawExecution(random, { workspaceId, endMs: Date.now(), spanMs: SPAN_MS }),
    );
    return connection`insert into public.execution_history ${connection(rows)}`;
  },
  (connection, random, workspaceId) => connection`
    update public.execution_history set status = 'succeeded', finished_at = started_at + interval '2.5 seconds', duration_ms = ${drawInt(random, 0, 10 ** 6) / 1000}
    where id in (select id from public.execution_history where workspace_id = ${workspaceId} and status = 'running' limit 5 for update skip locked)
      and workspace_id = ${workspaceId}`,
  (connection, random, workspaceId) => connection`
    update public.execution_history set status = 'failed', duration_ms = ${drawInt(random, 0, 10 ** 6) / 1000}, cost_usd = 0.5,
      agent_id = ${drawItem(random, ["mail", "renamed"])}, finished_at = finished_at + interval '1 hour'
    where id in (select id from public.execution_history where workspace_id = ${workspaceId} and status <> 'running' order by duration_ms limit ${drawInt(random, 1, 6)} for update skip locked)
      and workspace_id = ${workspaceId}`,
  (connection, random, workspaceId) => connection`
    delete from public.execution_history
    where id in (select id from public.execution_history where workspace_id = ${workspaceId} order by cost_usd limit ${drawInt(random, 1, 8)} for update skip locked)
      and workspace_id = ${workspaceId}`,
];

class RolledBack extends Error {}

/** Some changes in one transaction, of which every fourth is taken back whole. */
async function changeInTransaction(random: Random, workspaceId: string): Promise<void> {
  const isRolledBack = random() < 0.25;
  const steps = Array.from({ length: drawInt(random, 1, 4) }, () => drawItem(random, CHANGES));
  await sql
    .begin(async (transaction) => {
      for (const step of steps) await step(transaction, random, workspaceId);
      if (isRolledBack) throw new RolledBack();
    })
    .catch((cause: unknown) => {
      if (!(cause instanceof RolledBack)) throw cause;
    });
}

/** Refreshes in small bites until told to stop, of which every third is taken back after its work. */
async function keepRefreshing(random: Random, isOver: () => boolean): Promise<number> {
  let moved = 0;
  while (!isOver()) {
    const isRolledBack = random() < 0.34;
    await sql
      .begin(async (transaction) => {
        const [row] = await transaction<{ moved: number }[]>`select private.refresh_rollups(${drawInt(random, 1, 9)}) as moved`;
        if (isRolledBack) throw new RolledBack();
        moved += row?.moved ?? 0;
      })
      .catch((cause: unknown) => {
        if (!(cause instanceof RolledBack)) throw cause;
      });
  }
  return moved;
}

describe("the rollups equal a recount of the history", () => {
  test("after any interleaving of writers, corrections, deletions and refreshes, some of them rolled back", async () => {
    const seed = announcedSeed("rollups");
    const workspaceId = await newWorkspace();
    let writing = 5;
    const writers = Array.from({ length: writing }, async (_, index) => {
      const random = createRandom(seed + index);
      for (let turn = 0; turn < 25; turn += 1) await changeInTransaction(random, workspaceId);
      writing -= 1;
    });
    const refreshers = [100, 101].map((offset) => keepRefreshing(createRandom(seed + offset), () => writing === 0));
    await Promise.all(writers);
    const moved = (await Promise.all(refreshers)).reduce((sum, part) => sum + part, 0);
    expect(moved, "refreshes took part").toBeGreaterThan(0);
    await refreshAll(sql);
    const expected = recount(await readHistory(sql, workspaceId));
    expect(Object.keys(expected).length).toBeGreaterThan(20);
    expect(await readRollups(sql, workspaceId)).toEqual(expected);
    await sql`select private.rebuild_rollups(${workspaceId})`;
    await refreshAll(sql);
    expect(await readRollups(sql, workspaceId)).toEqual(expected);
  });

  test("also when they are rebuilt while others write and refresh", async () => {
    const seed = announcedSeed("rebuild");
    const workspaceId = await newWorkspace();
    let writing = 3;
    const writers = Array.from({ length: writing }, async (_, index) => {
      const random = createRandom(seed + index);
      for (let turn = 0; turn < 15; turn += 1) await changeInTransaction(random, workspaceId);
      writing -= 1;
    });
    const refreshing = keepRefreshing(createRandom(seed + 100), () => writing === 0);
    while (writing > 0) await sql`select private.rebuild_rollups(${workspaceId})`;
    await Promise.all([...writers, refreshing]);
    await refreshAll(sql);
    expect(await readRollups(sql, workspaceId)).toEqual(recount(await readHistory(sql, workspaceId)));
  });

  // As heap order may be once the table's space is used anew: what takes back before what it takes back, or what changes after both.
  test.each(["succeeded, failed", "abs(succeeded) + abs(failed) desc, succeeded"])(
    "when contributions are taken one by one in the order %s",
    async (order) => {
      const workspaceId = await newWorkspace();
      await refreshAll(sql);
      await addRows(createRandom(7), workspaceId, 12);
      await sql`update public.execution_history set duration_ms = 5 where workspace_id = ${workspaceId} and status <> 'running'`;
      await sql`delete from public.execution_history where workspace_id = ${workspaceId} and status = 'succeeded'`;
      await sql.unsafe(
        `with moved as (delete from private.rollup_deltas returning *) insert into private.rollup_deltas select * from moved order by ${order}`,
      );
      await refreshAll(sql, 1);
      expect(await readRollups(sql, workspaceId)).toEqual(recount(await readHistory(sql, workspaceId)));
    },
  );

  test("and hold nothing of a history that was wholly removed", async () => {
    const workspaceId = await newWorkspace();
    await addRows(createRandom(8), workspaceId, 30);
    await refreshAll(sql);
    expect(Object.keys(await readRollups(sql, workspaceId)).length).toBeGreaterThan(10);
    await sql`delete from public.execution_history where workspace_id = ${workspaceId}`;
    await refreshAll(sql);
    expect(await readRollups(sql, workspaceId)).toEqual({});
  });
});

describe("a refresh", () => {
  test("sees what is committed and nothing else", async () => {
    const workspaceId = await newWorkspace();
    await refreshAll(sql);
    const counted = () => Object.keys(recountOf).length;
    const recountOf: Record<string, unknown> = {};
    await sql.begin(async (transaction) => {
      const rows = [drawExecution(createRandom(2), { workspaceId, endMs: Date.now(), spanMs: SPAN_MS })];
      await transaction`insert into public.execution_history ${transaction(rows.map((row) => ({ ...row, status: "failed", finished_at: row.started_at })))}`;
      await sql`select private.refresh_rollups()`;
      Object.assign(recountOf, await readRollups(sql, workspaceId));
      expect(counted()).toBe(0);
    });
    await refreshAll(sql);
    expect(await readRollups(sql, workspaceId)).toEqual(recount(await readHistory(sql, workspaceId)));
  });

  test("that is taken back in the middle counts nothing twice and loses nothing", async () => {
    const workspaceId = await newWorkspace();
    await addRows(createRandom(3), workspaceId, 40);
    for (let turn = 0; turn < 5; turn += 1) {
      await expect(
        sql.begin(async (transaction) => {
          await transaction`select private.refresh_rollups()`;
          throw new RolledBack();
        }),
      ).rejects.toBeInstanceOf(RolledBack);
    }
    expect(await readRollups(sql, workspaceId)).toEqual({});
    await refreshAll(sql);
    expect(await readRollups(sql, workspaceId)).toEqual(recount(await readHistory(sql, workspaceId)));
  });

  test("is not held up by a workspace that was removed before its contributions were taken", async () => {
    const [removed, standing] = await Promise.all([newWorkspace(), newWorkspace()]);
    await refreshAll(sql);
    await addRows(createRandom(4), removed, 10);
    await addRows(createRandom(5), standing, 10);
    ok(await service().client.from("workspaces").delete().eq("id", removed));
    await refreshAll(sql);
    expect(await readRollups(sql, removed)).toEqual({});
    expect(await readRollups(sql, standing)).toEqual(recount(await readHistory(sql, standing)));
    await sql`delete from public.execution_history where workspace_id = ${removed}`;
    await refreshAll(sql);
  });

  test("drops minutes after thirty days, and never hours and days", async () => {
    const workspaceId = await newWorkspace();
    const row = drawExecution(createRandom(6), { workspaceId, endMs: Date.now() - 31 * 24 * 60 * 60 * 1000, spanMs: 1000 });
    await insertRows(sql, [{ ...row, status: "succeeded", finished_at: row.started_at }]);
    await addRows(createRandom(9), workspaceId, 10);
    await refreshAll(sql);
    const before = Object.keys(await readRollups(sql, workspaceId));
    await sql`select private.drop_expired_rollups()`;
    const dropped = before.filter(
      (key) => key.startsWith("minute") && Date.parse(key.split("|")[1] ?? "") < Date.now() - 30 * 24 * 60 * 60 * 1000,
    );
    expect(dropped).toHaveLength(1);
    expect(Object.keys(await readRollups(sql, workspaceId)).sort()).toEqual(before.filter((key) => !dropped.includes(key)).sort());
  });
});

describe("the histogram", () => {
  test("has a place for every duration that the table takes, and its value is within 1 %", async () => {
    const durations = [0.001, 0.0011, 0.5, 1, 1.0001, 99.5, 1000, 86_400_000, 3.16e10, 1e14];
    const rows = await sql<{ at: number; value: number }[]>`
      select at, private.histogram_value(private.histogram_key(at)) as value from unnest(${durations}::float8[]) as at`;
    for (const { at, value } of rows) expect(Math.abs(value - at) / at, `${at}`).toBeLessThanOrEqual(0.01 + 1e-12);
    const [extreme] = await sql<{ low: number; high: number }[]>`
      select private.histogram_key(0) as low, private.histogram_key(1.7976931348623157e308) as high`;
    expect(extreme?.low).toBeGreaterThan(-32_768);
    expect(extreme?.high).toBeLessThan(32_767);
  });

  test.each(["NaN", "Infinity", "-1"])("is never asked for %s: the table refuses such a duration", async (duration) => {
    const workspaceId = await newWorkspace();
    const row = drawExecution(createRandom(1), { workspaceId, endMs: Date.now(), spanMs: SPAN_MS });
    const insert = sql`insert into public.execution_history (workspace_id, id, agent_id, task_type, status, started_at, finished_at, duration_ms)
      values (${workspaceId}, ${row.id}, 'a', 't', 'failed', now(), now(), ${duration}::float8)`;
    await expect(insert).rejects.toMatchObject({ code: "23514" });
  });
});
