import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { LocalError } from "../local/local-error.ts";
import { migrate } from "../local/migrate.ts";
import { removePostgres, startPostgres } from "../local/postgres.ts";
import { birthOf } from "../local/processes.ts";
import { type Scheduler, startScheduler } from "../local/scheduler.ts";
import { makeTemporaryHome } from "../local/temporary-home.ts";
import { freePort, makeThrowawayDatabase, type ThrowawayDatabase } from "../local/throwaway-database.ts";

let database: ThrowawayDatabase;
let sql: postgres.Sql;

beforeAll(async () => {
  database = await makeThrowawayDatabase();
  ({ sql } = database);
});
afterAll(() => database.remove());

describe("migrations", () => {
  let folder: string;
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const applied = async () =>
    (await sql<{ version: string }[]>`select version from supabase_migrations.schema_migrations where version < '2000' order by 1`).map(
      (row) => row.version,
    );

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "windvane-migrations-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("of this checkout are all applied, and none a second time", async () => {
    expect(await migrate(sql)).toEqual([]);
    const [row] = await sql<{ total: string }[]>`select count(*) as total from supabase_migrations.schema_migrations`;
    expect(Number(row?.total)).toBeGreaterThan(10);
  });

  test("run in the order of their names, each once", async () => {
    write("1002_second.sql", "insert into first values (2);");
    write("1001_first.sql", "create table first (id int primary key);");
    write("notes.md", "no migration");
    expect(await migrate(sql, folder)).toEqual(["1001_first.sql", "1002_second.sql"]);
    expect(await migrate(sql, folder)).toEqual([]);
    expect(await sql`select id from first`).toHaveLength(1);
    expect(await applied()).toEqual(["1001", "1002"]);
  });

  test("that fail leave nothing behind, say their name, and run once they are mended", async () => {
    write("1003_third.sql", "create table third (id int); insert into third values (1); select 1 / 0;");
    write("1004_fourth.sql", "create table fourth (id int);");
    const failing = migrate(sql, folder);
    await expect(failing).rejects.toBeInstanceOf(LocalError);
    await expect(failing).rejects.toThrow("Migration 1003_third.sql failed: division by zero");
    expect(await sql`select to_regclass('third') as found, to_regclass('fourth') as later`).toEqual([{ found: null, later: null }]);
    expect(await applied()).toEqual(["1001", "1002"]);
    write("1003_third.sql", "create table third (id int);");
    expect(await migrate(sql, folder)).toEqual(["1003_third.sql", "1004_fourth.sql"]);
  });
});

describe("the scheduler", () => {
  let scheduler: Scheduler | null = null;
  const log: string[] = [];
  const calls: string[] = [];
  let releaseCall: () => void = () => undefined;

  beforeAll(() => sql`update public.schedules set is_enabled = false`);
  afterEach(async () => {
    releaseCall();
    await scheduler?.stop();
    await sql`delete from public.schedules where name like 'test %'`;
  });

  async function start(entries: Readonly<Record<string, { kind: string; command: string; is_enabled?: boolean }>>): Promise<void> {
    const rows = Object.entries(entries).map(([name, entry]) => ({ cron: "1 second", is_enabled: true, name: `test ${name}`, ...entry }));
    await sql`insert into public.schedules ${sql(rows)}`;
    calls.length = 0;
    scheduler = await startScheduler({
      sql,
      log: (line) => log.push(line),
      callFunction: (name) => {
        calls.push(name);
        return new Promise((done) => {
          releaseCall = done;
        });
      },
    });
  }

  const entry = async (name: string) =>
    (
      await sql<
        { last_started_at: Date | null; last_error: string | null }[]
      >`select last_started_at, last_error from public.schedules where name = ${`test ${name}`}`
    )[0];

  test("runs a statement again and again, and leaves alone what is not enabled", async () => {
    await sql`create table if not exists public.runs (at timestamptz default now())`;
    const command = "insert into public.runs default values";
    await start({ counts: { kind: "sql", command }, rests: { kind: "sql", command: "select 1 / 0", is_enabled: false } });
    await expect.poll(async () => (await sql`select from public.runs`).length, { timeout: 5000 }).toBeGreaterThanOrEqual(2);
    expect((await entry("counts"))?.last_error).toBeNull();
    expect((await entry("rests"))?.last_started_at).toBeNull();
    await sql`drop table public.runs`;
  });

  test("runs an entry once at a time, however long it takes", async () => {
    await start({ lasts: { kind: "function", command: "learn" }, ticks: { kind: "sql", command: "select 1" } });
    await expect.poll(() => calls, { timeout: 5000 }).toEqual(["learn"]);
    const ticks = async () => (await entry("ticks"))?.last_started_at?.getTime();
    const first = await ticks();
    // Another entry of the same rhythm has gone on meanwhile; this one has not been started again.
    await expect.poll(ticks, { timeout: 5000 }).toBeGreaterThan((first ?? 0) + 900);
    expect(calls).toEqual(["learn"]);
    releaseCall();
    await expect.poll(() => calls.length, { timeout: 5000 }).toBe(2);
  });

  test("notes a failure, goes on, and takes the note away when it works again", async () => {
    await start({ fails: { kind: "sql", command: "insert into public.missing_table default values" } });
    await expect.poll(async () => (await entry("fails"))?.last_error, { timeout: 5000 }).toContain('"public.missing_table" does not exist');
    expect(log.join("\n")).toContain("schedule test fails failed");
    await sql`create table public.missing_table (at timestamptz default now())`;
    await expect.poll(async () => (await entry("fails"))?.last_error, { timeout: 5000 }).toBeNull();
    await sql`drop table public.missing_table`;
  });
});

describe("the embedded Postgres", () => {
  test("comes back after its postmaster was killed, with all that was committed", async () => {
    const own = await makeThrowawayDatabase();
    try {
      await own.sql`create table kept (id int)`;
      await own.sql`insert into kept values (1)`;
      const [row] = await own.sql<{ folder: string }[]>`select current_setting('data_directory') as folder`;
      const postmaster = Number(readFileSync(join(row?.folder ?? "", "postmaster.pid"), "utf8").split("\n")[0]);
      const { port, password } = new URL(own.url);
      process.kill(postmaster, "SIGKILL");
      await expect.poll(() => birthOf(postmaster)).toBeNull();
      const again = await startPostgres({ home: own.postgresHome, port: Number(port), password });
      const fresh = postgres(again.url, { max: 1 });
      expect(await fresh`select id from kept`).toEqual([{ id: 1 }]);
      await fresh.end();
    } finally {
      await own.remove();
    }
  });

  test("says why when its port is taken", async () => {
    const home = mkdtempSync(join(tmpdir(), "windvane-postgres-"));
    const { port } = new URL(database.url);
    const starting = startPostgres({ home: join(home, "postgres"), port: Number(port), password: "a password of tests" });
    await expect(starting).rejects.toThrow(new RegExp(`did not start on port ${port}\\..*Address already in use`, "s"));
    removePostgres(join(home, "postgres"));
    rmSync(home, { recursive: true, force: true });
  });
});

describe("a temporary home", () => {
  test("whose maker was killed is removed by the next, with its Postgres; one whose maker lives is not", async () => {
    const parent = mkdtempSync(join(tmpdir(), "windvane-homes-"));
    chmodSync(parent, 0o711);
    const [kept, left] = [makeTemporaryHome(parent), makeTemporaryHome(parent)];
    const server = await startPostgres({ home: join(left, "postgres"), port: await freePort(), password: "a password of tests" });
    // This process's number, of another birth: a maker that is gone.
    writeFileSync(join(left, "owner"), JSON.stringify({ pid: process.pid, born: "0" }));
    const next = makeTemporaryHome(parent);
    expect(birthOf(server.pid)).toBeNull();
    expect([kept, left, next].map((home) => existsSync(home))).toEqual([true, false, true]);
    rmSync(parent, { recursive: true });
  });
});
