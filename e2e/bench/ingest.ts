/** Rows per second through the public HTTP path, beside the same rows by multi-row INSERT straight into the same table. */
import { createHash, randomBytes } from "node:crypto";
import postgres from "postgres";
import { toReportRow } from "../../lib/data/report-row.ts";
import type { ExecutionReport } from "../../lib/domain/ingest.ts";
import { generateHistory } from "../../supabase/local/fleet/history.ts";
import { say } from "../../supabase/local/terminal.ts";
import { type TestInstance, withTestInstance } from "../../supabase/local/test-instance.ts";
import { type Benchmark, quantile, round } from "./benchmark.ts";

const BATCH = 500;
/** As many as a small fleet's processes that happen to send at once; both ways get the same. */
const SENDERS = 4;
const ROUNDS = 5;
const BATCHES_A_ROUND = 12;

type Row = ExecutionReport & { readonly id: string };

export const ingestBenchmark: Benchmark = {
  name: "ingest",
  summary: "rows/s through the public HTTP path in batches of 500, beside multi-row INSERT; bytes a row",
  run: () => withTestInstance(measure, { withDashboard: false }),
};

async function measure(instance: TestInstance) {
  const sql = postgres(instance.DATABASE_URL, { max: SENDERS, onnotice: () => undefined });
  try {
    const { workspaceId, key } = await makeWorkspace(sql);
    const rows = makeRows(2 * (ROUNDS + 1) * BATCHES_A_ROUND * BATCH);
    const take = () => Array.from({ length: BATCHES_A_ROUND }, () => rows.splice(0, BATCH));
    const http: number[] = [];
    const insert: number[] = [];
    // In turn, so that a machine that slows down slows both; the first round warms up and is not counted.
    for (let turn = 0; turn <= ROUNDS; turn += 1) {
      const viaHttp = await rowsPerSecond(take(), (batch) => post(instance.SUPABASE_URL, key, batch));
      const viaInsert = await rowsPerSecond(take(), (batch) => insertRows(sql, workspaceId, batch));
      say(
        `round ${turn}: ${Math.round(viaHttp)} rows/s by HTTP, ${Math.round(viaInsert)} rows/s by INSERT${turn === 0 ? " (not counted)" : ""}`,
      );
      if (turn > 0) {
        http.push(viaHttp);
        insert.push(viaInsert);
      }
    }
    const ratios = http.map((value, index) => value / (insert[index] ?? Number.NaN));
    return {
      rowsPerS: Math.round(quantile(http, 0.5)),
      insertRowsPerS: Math.round(quantile(insert, 0.5)),
      ratio: round(quantile(ratios, 0.5)),
      bytesPerRow: Math.round(await bytesPerRow(sql)),
    };
  } finally {
    await sql.end();
  }
}

/** The demo's rows, as an agent would report them now. */
function makeRows(count: number): Row[] {
  const rows: Row[] = [];
  const endMs = Date.now();
  for (let seed = 1; rows.length < count; seed += 1) {
    for (const batch of generateHistory({ days: 30, endMs, seed })) {
      for (const { isGenerated: _, ...report } of batch) if (report.id !== undefined) rows.push({ ...report, id: report.id });
    }
  }
  return rows.slice(0, count);
}

async function makeWorkspace(sql: postgres.Sql): Promise<{ workspaceId: string; key: string }> {
  const key = `wv_${randomBytes(32).toString("hex")}`;
  const [workspace] = await sql<{ id: string }[]>`
    with owner as (insert into auth.users (id, email) values (gen_random_uuid(), 'bench@windvane.local') returning id)
    insert into public.workspaces (slug, name, owner_id) select 'bench', 'Bench', id from owner returning id
  `;
  if (workspace === undefined) throw new Error("No workspace was made");
  await sql`
    insert into public.api_keys (workspace_id, name, prefix, key_hash)
    values (${workspace.id}, 'bench', ${key.slice(0, 11)}, ${createHash("sha256").update(key).digest("hex")})
  `;
  return { workspaceId: workspace.id, key };
}

async function rowsPerSecond(batches: Row[][], send: (batch: readonly Row[]) => Promise<void>): Promise<number> {
  const total = batches.reduce((sum, batch) => sum + batch.length, 0);
  const startedMs = performance.now();
  const sender = async () => {
    for (let batch = batches.pop(); batch !== undefined; batch = batches.pop()) await send(batch);
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  return (total / (performance.now() - startedMs)) * 1000;
}

async function post(url: string, key: string, batch: readonly Row[]): Promise<void> {
  const body = JSON.stringify({ sentAt: new Date().toISOString(), executions: batch });
  const answer = await fetch(`${url}/functions/v1/ingest`, { method: "POST", headers: { authorization: `Bearer ${key}` }, body });
  const result = (await answer.json()) as { stored?: number };
  if (answer.status !== 200 || result.stored !== batch.length)
    throw new Error(`Ingest answered ${answer.status}: ${JSON.stringify(result).slice(0, 500)}`);
}

async function insertRows(sql: postgres.Sql, workspaceId: string, batch: readonly Row[]): Promise<void> {
  const rows = batch.map((report) => {
    const { inputs, outputs, error_details, tags, trace_id, ...plain } = toReportRow(report);
    const json = (value: unknown) => (value === undefined ? null : sql.json(value as postgres.JSONValue));
    return {
      ...plain,
      workspace_id: workspaceId,
      trace_id: trace_id ?? null,
      inputs: json(inputs),
      outputs: json(outputs),
      error_details: json(error_details),
      tags: json(tags),
    };
  });
  await sql`insert into public.execution_history ${sql(rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? null]))))}`;
}

async function bytesPerRow(sql: postgres.Sql): Promise<number> {
  await sql`vacuum analyze public.execution_history`;
  // Empty partitions have some pages each, which are no row's.
  const [sizes] = await sql<{ bytes: number; rows: number }[]>`
    select sum(pg_total_relation_size(inhrelid))::float8 as bytes, (select count(*) from public.execution_history)::float8 as rows
    from pg_inherits
    where inhparent = 'public.execution_history'::regclass and pg_relation_size(inhrelid) > 0
  `;
  if (sizes === undefined) throw new Error("No sizes");
  return sizes.bytes / sizes.rows;
}
