import { afterAll, beforeAll, expect, test } from "vitest";
import { applySettings } from "../local/apply-settings.ts";
import { LocalError } from "../local/local-error.ts";
import { makeThrowawayDatabase, type ThrowawayDatabase } from "../local/throwaway-database.ts";

let database: ThrowawayDatabase;
beforeAll(async () => {
  database = await makeThrowawayDatabase();
});
afterAll(() => database.remove());

const retention = async (): Promise<number | undefined> => {
  const [row] = await database.sql<{ days: number }[]>`select private.retention_days() as days`;
  return row?.days;
};
const partitionCount = async (): Promise<number | undefined> => {
  const [row] = await database.sql<{ partitions: number }[]>`
    select count(*)::int as partitions from pg_inherits where inhparent = 'public.execution_history'::regclass
  `;
  return row?.partitions;
};

test("the retention of the environment is stored, and partitions beyond it are dropped at once", async () => {
  await applySettings(database.sql, { EXECUTION_HISTORY_RETENTION_DAYS: "10" });
  expect(await retention()).toBe(10);
  // Ten days back, today, seven ahead, and the default one.
  expect(await partitionCount()).toBe(10 + 1 + 7 + 1);
});

test("without a word from the environment the setting stays, and days that were missed get their partitions", async () => {
  await applySettings(database.sql, { EXECUTION_HISTORY_RETENTION_DAYS: "10" });
  await database.sql`drop table partitions.execution_history_default`;
  const [{ name } = { name: "" }] = await database.sql<{ name: string }[]>`
    select 'partitions.execution_history_' || to_char((now() at time zone 'utc')::date + 7, 'YYYYMMDD') as name
  `;
  await database.sql.unsafe(`drop table ${name}`);
  await database.sql`create table partitions.execution_history_default partition of public.execution_history default`;
  await applySettings(database.sql, {});
  expect(await retention()).toBe(10);
  expect(await partitionCount()).toBe(19);
});

test.each(["0", "ninety", "", "1.5", "99999"])("a retention that makes no sense is refused with its name: %j", async (text) => {
  const before = await retention();
  const refusal = applySettings(database.sql, { EXECUTION_HISTORY_RETENTION_DAYS: text });
  await expect(refusal).rejects.toBeInstanceOf(LocalError);
  await expect(refusal).rejects.toThrow("EXECUTION_HISTORY_RETENTION_DAYS takes a whole number of days");
  expect(await retention()).toBe(before);
});
