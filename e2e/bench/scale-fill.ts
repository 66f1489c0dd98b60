/** Workspaces of the same shape and any size, filled by the database itself through the same triggers as every other write. */
import type postgres from "postgres";
import { say } from "../../supabase/local/terminal.ts";

/** How a workspace is filled. Every size has the same agents, task types, days and shares; only `rows` differs. */
export const SHAPE = { agents: 12, taskTypes: 10, days: 90, failedShare: 0.06, childShare: 0.3, running: 8, alerts: 60 } as const;

/** What a fill took: rows written per second while the refresh ran beside it, and how long the refresh needed when the last was written. */
export type FillFigures = { readonly rowsPerS: number; readonly refreshLagS: number };

/** Rows of one statement, which are also neighbours in time. */
const CHUNK = 5000;

/** Fills an empty workspace; rollups come from contributions and refreshes as they always do. */
export async function fillWorkspace(sql: postgres.Sql, args: { workspaceId: string; rows: number; endMs: number }): Promise<FillFigures> {
  await makeFleet(sql, args.workspaceId);
  const beganMs = performance.now();
  let isWriting = true;
  const refreshing = keepRefreshing(sql, () => isWriting);
  for (let first = 0; first < args.rows; first += CHUNK) {
    await writeChunk(sql, { ...args, first, last: Math.min(first + CHUNK, args.rows) - 1 });
    if (first % 100_000 === 0 && first > 0) say(`  ${first} of ${args.rows} rows, ${perSecond(first, beganMs)} rows/s`);
  }
  const rowsPerS = perSecond(args.rows, beganMs);
  const writtenMs = performance.now();
  isWriting = false;
  await refreshing;
  return { rowsPerS, refreshLagS: (performance.now() - writtenMs) / 1000 };
}

async function makeFleet(sql: postgres.Sql, workspaceId: string): Promise<void> {
  await sql`
    insert into public.agents (workspace_id, id) select ${workspaceId}, 'agent-' || n from generate_series(1, ${SHAPE.agents}::int) as n`;
  await sql`
    insert into public.agent_capabilities (workspace_id, agent_id, task_type)
    select ${workspaceId}, 'agent-' || a, 'task-' || t from generate_series(1, ${SHAPE.agents}::int) as a, generate_series(1, ${SHAPE.taskTypes}::int) as t`;
  await sql`
    insert into public.alerts (workspace_id, fingerprint, severity, kind, title, body, subject_kind, subject_id, opened_at)
    select ${workspaceId}, 'bench:' || n, 'warning', 'bench', 'Alert ' || n, 'What was seen, in a sentence.', 'agent', 'agent-1', now() - n * interval '1 hour'
    from generate_series(1, ${SHAPE.alerts}::int) as n`;
}

/** Rows `first` to `last` of `rows`, evenly spread over the days before `endMs`. Drawn by the database: at a million rows JavaScript would be the slow part. */
async function writeChunk(
  sql: postgres.Sql,
  { workspaceId, rows, endMs, first, last }: { workspaceId: string; rows: number; endMs: number; first: number; last: number },
): Promise<void> {
  await sql`
    insert into public.execution_history (workspace_id, id, agent_id, task_type, task_description, status, started_at, finished_at, duration_ms,
      attempt, parent_id, error_type, error_message, model, input_tokens, output_tokens, cost_usd, tags)
    select ${workspaceId}, id, 'agent-' || agent, 'task-' || task, 'Task ' || task || ' for customer ' || (place * 7919 % 5000), status, started_at,
      case when status <> 'running' then started_at + took * interval '1 millisecond' end, case when status <> 'running' then took end,
      1 + (chance > 0.98)::int, case when place % 10 between 1 and ${SHAPE.childShare * 10}::int then first_value(id) over (partition by place / 10 order by place) end,
      case when status = 'failed' then (array['TimeoutError', 'RateLimitError', 'ValidationError', 'UpstreamError'])[1 + place % 4] end,
      case when status = 'failed' then (array[
        'request to https://api.example.com/v2/orders/' || place || ' timed out after 30000 ms', 'rate limit reached for org-' || place % 97 || ': retry in ' || place % 60 || 's',
        'field "amount" of order ' || place || ' is not a number', 'upstream connect error or disconnect, reset reason: overflow'])[1 + place % 4] end,
      (array['large', 'small'])[1 + place % 2], 200 + place % 3000, 50 + place % 700, round((0.0004 + chance * 0.02)::numeric, 9), jsonb_build_object('region', 'eu')
    from (
      select place, chance, started_at, 1 + (place * 31 % ${SHAPE.agents}::int) as agent, 1 + (place * 17 / 12 % ${SHAPE.taskTypes}::int) as task,
        -- Lognormal (Box and Muller): half a second in the middle, a few minutes at the end.
        round((500 * exp(1.1 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())) * (1 + place * 17 / 12 % 10))::numeric, 3)::float8 as took,
        case when place >= ${rows - SHAPE.running}::bigint then 'running' when chance < ${SHAPE.failedShare}::float8 then 'failed' when chance < 0.07 then 'cancelled' else 'succeeded' end as status,
        overlay(overlay(gen_random_uuid()::text placing '7' from 15 for 1) placing left(private.uuid_floor(started_at)::text, 13) from 1 for 13)::uuid as id
      from (
        select place, random() as chance,
          to_timestamp(${endMs}::float8 / 1000) - ${SHAPE.days}::int * interval '1 day' * (1 - (place + random()) / ${rows}::float8) as started_at
        from generate_series(${first}::bigint, ${last}::bigint) as place
      ) as placed
    ) as drawn`;
}

async function keepRefreshing(sql: postgres.Sql, isWriting: () => boolean): Promise<void> {
  for (;;) {
    const isLast = !isWriting();
    const [row] = await sql<{ moved: number }[]>`select private.refresh_rollups() as moved`;
    if (isLast && row?.moved === 0) return;
  }
}

function perSecond(rows: number, beganMs: number): number {
  return Math.round((rows / (performance.now() - beganMs)) * 1000);
}
