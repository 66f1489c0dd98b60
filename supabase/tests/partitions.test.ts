import type postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DAY_MS, finished, ingest, iso, newId, running, storedExecutions } from "./ingest-requests.ts";
import { createRandom, drawExecution, insertRows, readHistory, readRollups, recount, refreshAll } from "./random-history.ts";
import { hasDatabase, makeSmallWorkspace, needsDatabase, only, openDatabase } from "./stack.ts";

let sql: postgres.Sql;

beforeAll(() => {
  if (hasDatabase()) sql = openDatabase(6);
});
beforeEach(needsDatabase);
afterEach(async () => {
  if (!hasDatabase()) return;
  await setRetention(90);
  await sql`select private.maintain_partitions()`;
});
afterAll(() => sql?.end());

const setRetention = (days: number) =>
  sql`update private.settings set value = ${String(days)} where name = 'EXECUTION_HISTORY_RETENTION_DAYS'`;
const dayName = (ms: number) => iso(ms).slice(0, 10).replaceAll("-", "");

/** Days that have a partition, oldest first. */
async function days(): Promise<readonly string[]> {
  const rows = await sql<{ day: string }[]>`
    select right(child.relname, 8) as day from pg_inherits join pg_class as child on child.oid = inhrelid
    where inhparent = 'public.execution_history'::regclass and child.relname ~ '\\d{8}$' order by 1`;
  return rows.map(({ day }) => day);
}

const expectedDays = (retentionDays: number) =>
  Array.from({ length: retentionDays + 8 }, (_, index) => dayName(Date.now() + (index - retentionDays) * DAY_MS));

describe("maintenance", () => {
  test("has made a partition for each day that is kept, and a week ahead", async () => {
    expect(await days()).toEqual(expectedDays(90));
  });

  test("changes nothing the second time", async () => {
    const before = await days();
    await sql`select private.maintain_partitions()`;
    expect(await days()).toEqual(before);
    const [made] = await sql<{ made: number }[]>`select private.ensure_execution_partitions(current_date - 5, current_date + 5) as made`;
    expect(made?.made).toBe(0);
  });

  test("obeys the retention: drops what is older, wholly, and makes it again when more is kept", async () => {
    const { id } = await makeSmallWorkspace();
    const random = createRandom(1);
    const at = (daysAgo: number) => drawExecution(random, { workspaceId: id, endMs: Date.now() - daysAgo * DAY_MS, spanMs: 0 });
    const [kept, dropped] = [at(28), at(32)];
    await insertRows(sql, [kept, dropped]);
    await setRetention(30);
    await sql`select private.maintain_partitions()`;
    expect(await days()).toEqual(expectedDays(30));
    expect((await readHistory(sql, id)).map((row) => row.id)).toEqual([kept.id]);
    await setRetention(90);
    await sql`select private.maintain_partitions()`;
    expect(await days()).toEqual(expectedDays(90));
  });

  test("drops a day without taking its figures back: trends outlive the executions behind them", async () => {
    const { id } = await makeSmallWorkspace();
    const row = { ...drawExecution(createRandom(2), { workspaceId: id, endMs: Date.now() - 60 * DAY_MS, spanMs: 0 }), status: "failed" };
    await insertRows(sql, [{ ...row, finished_at: row.started_at }]);
    await refreshAll(sql);
    const before = await readRollups(sql, id);
    expect(Object.keys(before)).toHaveLength(3);
    await setRetention(30);
    await sql`select private.maintain_partitions()`;
    await refreshAll(sql);
    expect(await readHistory(sql, id)).toEqual([]);
    expect(await readRollups(sql, id)).toEqual(before);
  });

  test("moves what no partition took into the one that is made for it, each row once, and its figures stay", async () => {
    const { id } = await makeSmallWorkspace();
    const day = Date.now() - 50 * DAY_MS;
    await sql.unsafe(`drop table partitions.execution_history_${dayName(day)}`);
    const random = createRandom(3);
    const begins = Math.floor(day / DAY_MS) * DAY_MS;
    const rows = Array.from({ length: 50 }, () =>
      drawExecution(random, { workspaceId: id, endMs: begins + DAY_MS - 1, spanMs: DAY_MS - 1 }),
    );
    await insertRows(sql, rows);
    const places = async () =>
      (
        await sql<{ at: string }[]>`select distinct tableoid::regclass::text as at from public.execution_history where workspace_id = ${id}`
      ).map((row) => row.at);
    expect(await places()).toEqual(["partitions.execution_history_default"]);
    await sql`select private.maintain_partitions()`;
    expect(await places()).toEqual([`partitions.execution_history_${dayName(day)}`]);
    expect((await readHistory(sql, id)).map((row) => row.id)).toEqual(
      rows
        .map((row) => row.id)
        .sort()
        .reverse(),
    );
    await refreshAll(sql);
    expect(await readRollups(sql, id)).toEqual(recount(await readHistory(sql, id)));
  });

  test("loses and refuses nothing that is written into a day while its partition is made", async () => {
    const { id } = await makeSmallWorkspace();
    const day = Date.now() - 51 * DAY_MS;
    const random = createRandom(4);
    for (let turn = 0; turn < 3; turn += 1) {
      await sql.unsafe(`alter table public.execution_history detach partition partitions.execution_history_${dayName(day)}`);
      await sql.unsafe(`drop table partitions.execution_history_${dayName(day)}`);
      const before = (await readHistory(sql, id)).length;
      let isMade = false;
      const writers = Array.from({ length: 3 }, async () => {
        let written = 0;
        for (; !isMade || written < 5; written += 1) {
          await insertRows(sql, [
            drawExecution(random, { workspaceId: id, endMs: Math.floor(day / DAY_MS) * DAY_MS + 1000, spanMs: 1000 }),
          ]);
        }
        return written;
      });
      await sql`select private.maintain_partitions()`;
      isMade = true;
      const written = (await Promise.all(writers)).reduce((sum, part) => sum + part, 0);
      expect((await readHistory(sql, id)).length).toBe(before + written);
      const aside = await sql`select from partitions.execution_history_default where workspace_id = ${id}`;
      expect(aside).toHaveLength(0);
      await sql`delete from public.execution_history where workspace_id = ${id}`;
    }
  });

  test("ends what was kept aside and is too old for any partition", async () => {
    const { id } = await makeSmallWorkspace();
    const rows = [95, 80].map((daysAgo) =>
      drawExecution(createRandom(daysAgo), { workspaceId: id, endMs: Date.now() - daysAgo * DAY_MS, spanMs: 0 }),
    );
    await insertRows(sql, rows);
    await sql`select private.maintain_partitions()`;
    expect((await readHistory(sql, id)).map((row) => row.id)).toEqual([rows[1]?.id]);
  });
});

test("what is remembered of a clock that was off ends with the executions it is about", async () => {
  const { id, key } = await makeSmallWorkspace();
  const remembered = async () =>
    (await sql<{ sent_id: string }[]>`select sent_id from private.corrected_executions where workspace_id = ${id}`).map(
      (row) => row.sent_id,
    );
  const ahead = Date.now() + 3 * DAY_MS;
  const rows = [1, 2].map(() => finished({ ...running(ahead), id: newId(ahead) }));
  await ingest(key, { sentAt: iso(ahead), executions: rows });
  expect((await remembered()).sort()).toEqual(rows.map((row) => row.id).sort());
  await sql`
    update private.corrected_executions set created_at = now() - interval '92 days' where workspace_id = ${id} and sent_id = ${rows[0]?.id ?? ""}`;
  await sql`select private.maintain_partitions()`;
  expect(await remembered()).toEqual([rows[1]?.id]);
});

describe("ingest", () => {
  test("refuses by the retention that is set, and says which", async () => {
    await setRetention(10);
    await sql`select private.maintain_partitions()`;
    const { id, key } = await makeSmallWorkspace();
    const old = finished({ ...running(Date.now() - 11 * DAY_MS), id: newId(Date.now() - 11 * DAY_MS) });
    const { body } = await ingest(key, { sentAt: iso(Date.now()), executions: [old, finished(running(Date.now() - 9 * DAY_MS))] });
    expect(body).toMatchObject({ stored: 1, rejected: [{ index: 0, field: "startedAt", reason: expect.stringContaining("10 days") }] });
    expect(only(await storedExecutions(id)).id).not.toBe(old.id);
  });
});

test("a search for a day reads that day's partition and no other", async () => {
  const { id } = await makeSmallWorkspace();
  const [plan] = await sql<{ "QUERY PLAN": unknown }[]>`
    explain (format json) select * from public.execution_history
    where workspace_id = ${id} and id >= private.uuid_floor(${iso(Date.now() - DAY_MS)}::timestamptz) and id < private.uuid_floor(${iso(Date.now())}::timestamptz)
    order by id desc limit 50`;
  const read = new Set(JSON.stringify(plan).match(/execution_history_(\d{8}|default)(?=")/g));
  expect([...read].filter((name) => !name.endsWith("default")).sort()).toEqual(
    [dayName(Date.now() - DAY_MS), dayName(Date.now())].map((day) => `execution_history_${day}`),
  );
});
