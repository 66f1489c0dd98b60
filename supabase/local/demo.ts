/** The demo: its operator, its workspace, thirty days of generated history, and the key that the fleet reports with. */
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { createClient } from "@supabase/supabase-js";
import postgres from "postgres";
import { toReportRow } from "../../lib/data/report-row.ts";
import { DEMO_SEED } from "./fleet/fleet.ts";
import { generateHistory } from "./fleet/history.ts";
import { WRITING_MODELS } from "./fleet/world/models.ts";
import { LocalError } from "./local-error.ts";
import type { Stack } from "./stack.ts";

export const DEMO_EMAIL = "operator@windvane.local";
const DEMO_SLUG = "harbour";
const HISTORY_DAYS = 30;

export type Demo = { readonly workspaceId: string; readonly apiKey: string; readonly slug: string };

/** Creates what is missing of the demo; what an operator removed stays removed. */
export async function prepareDemo(stack: Stack, keyFile: string): Promise<Demo> {
  const sql = postgres(stack.databaseUrl, { max: 1, onnotice: () => undefined });
  try {
    const userId = await ensureOperator(stack);
    const workspaceId = await ensureWorkspace(sql, userId);
    await ensurePrices(sql, workspaceId);
    await ensureHistory(sql, workspaceId);
    return { workspaceId, slug: DEMO_SLUG, apiKey: await ensureKey(sql, workspaceId, keyFile) };
  } finally {
    await sql.end();
  }
}

async function ensureOperator(stack: Stack): Promise<string> {
  const client = createClient(stack.url, stack.keys.publishableKey, { auth: { persistSession: false, autoRefreshToken: false } });
  const credentials = { email: DEMO_EMAIL, password: stack.keys.demoPassword };
  const known = await client.auth.signInWithPassword(credentials);
  const answer = known.error ? await client.auth.signUp(credentials) : known;
  if (answer.error || !answer.data.user)
    throw new LocalError(`The demo operator could not be created: ${answer.error?.message ?? "no user"}`);
  return answer.data.user.id;
}

async function ensureWorkspace(sql: postgres.Sql, ownerId: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    insert into public.workspaces (slug, name, owner_id, is_demo) values (${DEMO_SLUG}, 'Harbour demo', ${ownerId}, true)
    on conflict (slug) do update set slug = excluded.slug
    returning id
  `;
  if (!row) throw new LocalError("The demo workspace could not be created.");
  return row.id;
}

/** The price list of the demo's own made-up models, once: a price that an operator removed stays removed. */
async function ensurePrices(sql: postgres.Sql, workspaceId: string): Promise<void> {
  const prices = Object.entries(WRITING_MODELS).map(([model, { inputUsd, outputUsd }]) => ({ model, inputUsd, outputUsd }));
  await sql`
    with marked as (
      update public.workspaces set settings = settings || '{"demo_prices_made": true}'
      where id = ${workspaceId} and not settings ? 'demo_prices_made'
      returning id
    )
    insert into public.model_prices (workspace_id, model, valid_from, input_usd, output_usd, note)
    select marked.id, price.model, date_trunc('day', now(), 'UTC') - make_interval(days => ${HISTORY_DAYS}), price."inputUsd", price."outputUsd",
      'The demo''s own price list: these models are made up'
    from marked, jsonb_to_recordset(${JSON.stringify(prices)}::text::jsonb) as price (model text, "inputUsd" numeric, "outputUsd" numeric)
    on conflict do nothing
  `;
}

async function ensureHistory(sql: postgres.Sql, workspaceId: string): Promise<void> {
  // In one transaction with its mark: a killed start leaves no half history, and a removed one does not come back.
  await sql.begin(async (transaction) => {
    const marked = await transaction`
      update public.workspaces set settings = settings || '{"demo_history_made": true}'
      where id = ${workspaceId} and not settings ? 'demo_history_made'
    `;
    if (marked.count === 0) return;
    for (const batch of generateHistory({ days: HISTORY_DAYS, endMs: Date.now(), seed: DEMO_SEED })) {
      await insertBatch(transaction, workspaceId, batch);
    }
  });
  for (;;) {
    const [row] = await sql<{ moved: number }[]>`select private.refresh_rollups() as moved`;
    if (!row || row.moved === 0) return;
  }
}

async function insertBatch(
  sql: postgres.TransactionSql,
  workspaceId: string,
  batch: readonly Parameters<typeof toReportRow>[0][],
): Promise<void> {
  const rows = JSON.stringify(
    batch.map((report) => {
      const row = toReportRow(report);
      return { ...row, workspace_id: workspaceId, is_generated: true, received_at: row.finished_at ?? row.started_at };
    }),
  );
  await sql`
    insert into public.agents (workspace_id, id, first_seen_at, last_seen_at)
    select ${workspaceId}, row ->> 'agent_id', min((row ->> 'started_at')::timestamptz), max((row ->> 'started_at')::timestamptz)
    from jsonb_array_elements(${rows}::text::jsonb) as row group by 2
    on conflict (workspace_id, id) do update set last_seen_at = greatest(agents.last_seen_at, excluded.last_seen_at)
  `;
  await sql`
    insert into public.agent_capabilities (workspace_id, agent_id, task_type)
    select distinct ${workspaceId}::uuid, row ->> 'agent_id', row ->> 'task_type' from jsonb_array_elements(${rows}::text::jsonb) as row
    on conflict do nothing
  `;
  await sql`
    insert into public.execution_history
    select * from jsonb_populate_recordset(null::public.execution_history, ${rows}::text::jsonb)
  `;
}

async function ensureKey(sql: postgres.Sql, workspaceId: string, file: string): Promise<string> {
  if (existsSync(file)) {
    const known = readFileSync(file, "utf8").trim();
    const [row] = await sql`select from public.api_keys where key_hash = ${sha256(known)} and revoked_at is null`;
    if (row) return known;
  }
  const made = `wv_${randomBytes(32).toString("hex")}`;
  await sql`
    insert into public.api_keys (workspace_id, name, prefix, key_hash)
    values (${workspaceId}, 'Demo fleet', ${made.slice(0, 11)}, ${sha256(made)})
  `;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, made, { mode: 0o600 });
  return made;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
