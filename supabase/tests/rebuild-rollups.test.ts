import type postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { LocalError } from "../local/local-error.ts";
import { rebuildWorkspaces } from "../local/rebuild-workspaces.ts";
import { announcedSeed, createRandom, drawExecution, insertRows, readHistory, readRollups, recount, refreshAll } from "./random-history.ts";
import { hasDatabase, makeSmallWorkspace, needsDatabase, openDatabase } from "./stack.ts";

const DAY_MS = 86_400_000;

let sql: postgres.Sql;

beforeAll(() => {
  if (hasDatabase()) sql = openDatabase(4);
});
beforeEach(needsDatabase);
afterAll(() => sql?.end());

/** A workspace with some executions of the last days, all in the rollups. */
async function makeHistory(seed: number, amount = 300) {
  const workspace = await makeSmallWorkspace();
  const random = createRandom(seed);
  const draw = () => drawExecution(random, { workspaceId: workspace.id, endMs: Date.now(), spanMs: 12 * DAY_MS });
  await insertRows(sql, Array.from({ length: amount }, draw));
  await refreshAll(sql);
  return { ...workspace, draw };
}

/** The sums as they stand, in a form that compares. */
async function readSums(workspaceId: string): Promise<Readonly<Record<string, unknown>>> {
  const rows = await sql`
    select concat_ws('|', breadth, minutes, extract(epoch from bucket_at), agent_id, task_type) as key,
      array[succeeded, failed, cancelled, duration_count, input_tokens, output_tokens] as counts,
      array[trim_scale(duration_sum_ms), trim_scale(cost_usd), trim_scale(histogram)]::text[] as sums
    from private.execution_sums where workspace_id = ${workspaceId}`;
  return Object.fromEntries(rows.map(({ key, ...row }) => [key, row]));
}

async function setRetention(days: number): Promise<void> {
  await sql`update private.settings set value = ${String(days)} where name = 'EXECUTION_HISTORY_RETENTION_DAYS'`;
  await sql`select private.maintain_partitions()`;
}

const rebuild = (slug: string, signal?: AbortSignal) => {
  const lines: string[] = [];
  const done = rebuildWorkspaces(sql, { slug, say: (line) => lines.push(line), ...(signal !== undefined && { signal }) });
  return { done, lines };
};

describe("a rebuild", () => {
  test("of rollups that were kept step by step changes none of them, nor any sum, and says how many executions they hold", async () => {
    const { id, slug, draw } = await makeHistory(announcedSeed("rebuild"));
    await sql`update public.execution_history set status = 'failed', duration_ms = 7.5, finished_at = started_at + interval '1 hour' where workspace_id = ${id} and status = 'running'`;
    await sql`delete from public.execution_history where id in (select id from public.execution_history where workspace_id = ${id} limit 40)`;
    for (let turn = 0; turn < 5; turn += 1) {
      await insertRows(sql, [draw(), draw()]);
      await refreshAll(sql, 3);
    }
    const [rollups, sums] = [await readRollups(sql, id), await readSums(id)];
    expect(Object.keys(sums).length).toBeGreaterThan(100);
    const { done, lines } = rebuild(slug);
    expect(await done).toEqual([slug]);
    expect(await readRollups(sql, id)).toEqual(rollups);
    expect(await readSums(id)).toEqual(sums);
    const ended = (await readHistory(sql, id)).filter((row) => row.finished_at !== null).length;
    expect(lines.at(-1)).toContain(`1 of 1: ${slug}: ${ended} executions in ${Object.keys(rollups).length} rollups`);
  });

  test("mends what was damaged, and counts once what is reported meanwhile", async () => {
    const { id, slug, draw } = await makeHistory(2);
    await sql`delete from public.execution_rollups where workspace_id = ${id} and agent_id = 'mail'`;
    await sql`update private.execution_sums set failed = failed + 1 where workspace_id = ${id}`;
    let isOver = false;
    const writer = (async () => {
      let written = 0;
      for (; !isOver || written < 3; written += 1) await insertRows(sql, [draw()]);
    })();
    await rebuild(slug).done;
    isOver = true;
    await writer;
    await refreshAll(sql);
    const expected = recount(await readHistory(sql, id));
    expect(await readRollups(sql, id)).toEqual(expected);
    const sums = await readSums(id);
    await rebuild(slug).done;
    expect(await readSums(id)).toEqual(sums);
  });

  test("does not make those wait who report", async () => {
    const { id, slug, draw } = await makeHistory(3);
    const [holder, reporter] = [await sql.reserve(), await sql.reserve()];
    try {
      await holder`begin`;
      await holder`select private.rebuild_rollups(${id})`;
      await reporter`set lock_timeout = '2s'`;
      await reporter`insert into public.execution_history ${reporter([draw()])}`;
      await holder`commit`;
    } finally {
      await reporter`reset lock_timeout`;
      holder.release();
      reporter.release();
    }
    await refreshAll(sql);
    expect(await readRollups(sql, id), slug).toEqual(recount(await readHistory(sql, id)));
  });

  test("keeps the figures of days that retention has dropped", async () => {
    const { id, slug } = await makeHistory(4, 20);
    const old = { ...drawExecution(createRandom(5), { workspaceId: id, endMs: Date.now() - 60 * DAY_MS, spanMs: 0 }), status: "failed" };
    await insertRows(sql, [{ ...old, finished_at: old.started_at }]);
    await refreshAll(sql);
    const [rollups, sums] = [await readRollups(sql, id), await readSums(id)];
    try {
      await setRetention(30);
      expect(await readHistory(sql, id)).toHaveLength(20);
      await rebuild(slug).done;
      expect(await readRollups(sql, id)).toEqual(rollups);
      expect(await readSums(id)).toEqual(sums);
    } finally {
      await setRetention(90);
    }
  });

  test("that is stopped leaves everything as it was, and says so", async () => {
    const { id, slug } = await makeHistory(6);
    const rollups = await readRollups(sql, id);
    const stopping = new AbortController();
    const holder = await sql.reserve();
    try {
      // Holds the turn, so that the rebuild certainly waits when it is stopped.
      await holder`begin`;
      await holder`select pg_advisory_xact_lock(hashtext('private.refresh_rollups'))`;
      const { done } = rebuild(slug, stopping.signal);
      const refusal = expect(done).rejects.toThrow(`Stopped. The rollups of ${slug} are as they were.`);
      for (;;) {
        // Not on the holder: within a transaction the view goes on showing what it showed first.
        const [waiting] = await sql`select from pg_stat_activity where wait_event = 'advisory' and query like '%rebuild_rollups%'`;
        if (waiting !== undefined) break;
      }
      stopping.abort();
      await refusal;
    } finally {
      await holder`commit`;
      holder.release();
    }
    expect(await readRollups(sql, id)).toEqual(rollups);
  });

  test("of a workspace that does not exist is refused by its name", async () => {
    await expect(rebuild("nowhere-at-all").done).rejects.toEqual(new LocalError("There is no workspace nowhere-at-all."));
  });
});
