/**
 * Postgres streams a commit when it is durable, which is a moment before other sessions see it: the
 * row of a change that just arrived may not be found yet. So the transaction is waited for first.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "./database.ts";
import { MAX_COMMIT_WAIT_MS } from "./limits.ts";
import { report } from "./report.ts";

/** Resolves when queries see what these transactions (32-bit ids, as the stream names them) have committed. */
export async function waitForCommits(database: Database, transactions: ReadonlySet<number>): Promise<void> {
  const ids = JSON.stringify([...transactions]);
  const deadlineMs = Date.now() + MAX_COMMIT_WAIT_MS;
  for (let attempt = 0; !(await areVisible(database, ids)); attempt++) {
    if (Date.now() > deadlineMs) {
      report("a transaction is streamed but still not visible, and its changes are checked without it", ids);
      return;
    }
    // The gap is microseconds long as a rule; a commit that waits for a standby makes it longer.
    if (attempt > 2) await delay(Math.min(attempt, 20));
  }
}

async function areVisible(database: Database, ids: string): Promise<boolean> {
  // The upper half of an id is the one that brings it nearest to the ids given out now.
  const [row] = await database<{ visible: boolean }[]>`
    with now as (
      select snapshot, pg_snapshot_xmax(snapshot)::text::int8 as next from pg_current_snapshot() as snapshot
    ), streamed as (
      select (now.next & ~4294967295) + id.value::int8 as id, now.* from now, jsonb_array_elements_text(${ids}::text::jsonb) as id
    ), full_ids as (
      select snapshot, case when id - next > 2147483648 then id - 4294967296 when next - id > 2147483648 then id + 4294967296 else id end as id
      from streamed
    )
    select bool_and(pg_visible_in_snapshot(id::text::xid8, snapshot)) as visible from full_ids`;
  return row?.visible ?? true;
}
