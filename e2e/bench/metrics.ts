/** Metric samples per second through the public HTTP path, beside the same samples by multi-row INSERT straight into the same table. */
import postgres from "postgres";
import { createSeededRandom } from "../../lib/core/seeded-random.ts";
import type { MetricReport } from "../../lib/domain/metric.ts";
import { say } from "../../supabase/local/terminal.ts";
import { type TestInstance, withTestInstance } from "../../supabase/local/test-instance.ts";
import { makeBenchWorkspace } from "./bench-workspace.ts";
import { type Benchmark, quantile, round } from "./benchmark.ts";

/** A fleet of twenty processes that send what ten metrics were in a minute of ten-second intervals: 1200 points at once. */
const HOSTS = 20;
const METRICS = 10;
const POINTS_A_MINUTE = 6;
const INTERVAL_MS = 10_000;
/** Both ways get as many at once. */
const SENDERS = 4;
const ROUNDS = 5;
const BATCHES_A_ROUND = 12;

type Sample = MetricReport & { readonly place: number; readonly value: number };

/** Needs no data. The rollups are made of both ways' samples in the background, as in operation. */
export const metricsBenchmark: Benchmark = {
  name: "metrics",
  summary: "samples/s through the public HTTP path in batches of 1200, beside multi-row INSERT; bytes a sample",
  run: () => withTestInstance(measure, { withDashboard: false }),
};

async function measure(instance: TestInstance) {
  const sql = postgres(instance.DATABASE_URL, { max: SENDERS, onnotice: () => undefined });
  try {
    const { workspaceId, key } = await makeBenchWorkspace(sql);
    const minutes = makeMinutes(2 * (ROUNDS + 1) * BATCHES_A_ROUND);
    const take = () => minutes.splice(0, BATCHES_A_ROUND);
    const viaHttp = (batch: readonly Sample[]) => post(instance.SUPABASE_URL, key, batch);
    const http: number[] = [];
    const insert: number[] = [];
    // In turn, so that a machine that slows down slows both; the first round warms up, registers the series, and is not counted.
    for (let turn = 0; turn <= ROUNDS; turn += 1) {
      const byHttp = await samplesPerSecond(take(), viaHttp);
      const ids = await readSeriesIds(sql, workspaceId);
      const byInsert = await samplesPerSecond(take(), (batch) => insertSamples(sql, { workspaceId, ids, batch }));
      say(`round ${turn}: ${Math.round(byHttp)} samples/s by HTTP, ${Math.round(byInsert)} by INSERT${turn === 0 ? " (not counted)" : ""}`);
      if (turn > 0) {
        http.push(byHttp);
        insert.push(byInsert);
      }
    }
    const rollupS = await drain(sql);
    say(`The rollups held all of it ${rollupS.toFixed(1)} s after the last sample.`);
    const ratios = http.map((value, index) => value / (insert[index] ?? Number.NaN));
    return {
      samplesPerS: Math.round(quantile(http, 0.5)),
      insertSamplesPerS: Math.round(quantile(insert, 0.5)),
      ratio: round(quantile(ratios, 0.5)),
      ...(await readSizes(sql)),
      rollupsCompleteAfterS: round(rollupS),
    };
  } finally {
    await sql.end();
  }
}

/** One list of samples a minute, the last of them now. */
function makeMinutes(count: number): Sample[][] {
  const random = createSeededRandom(1);
  const beginMs = Date.now() - count * POINTS_A_MINUTE * INTERVAL_MS;
  return Array.from({ length: count }, (_, minute) =>
    Array.from({ length: HOSTS * METRICS * POINTS_A_MINUTE }, (__, index) => {
      const place = index % (HOSTS * METRICS);
      const step = minute * POINTS_A_MINUTE + Math.floor(index / (HOSTS * METRICS));
      return {
        place,
        name: `bench.metric.${place % METRICS}`,
        type: "latency",
        unit: "ms",
        tags: { host: `host-${Math.floor(place / METRICS)}` },
        at: new Date(beginMs + step * INTERVAL_MS).toISOString(),
        value: Math.exp(4 + 2 * random()),
      };
    }),
  );
}

async function samplesPerSecond(batches: Sample[][], send: (batch: readonly Sample[]) => Promise<void>): Promise<number> {
  const total = batches.reduce((sum, batch) => sum + batch.length, 0);
  const startedMs = performance.now();
  const sender = async () => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) await send(batch);
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  return (total / (performance.now() - startedMs)) * 1000;
}

async function post(url: string, key: string, batch: readonly Sample[]): Promise<void> {
  const body = JSON.stringify({
    sentAt: new Date().toISOString(),
    executions: [],
    metrics: batch.map(({ place: _, ...report }) => report),
  });
  const answer = await fetch(`${url}/functions/v1/ingest`, { method: "POST", headers: { authorization: `Bearer ${key}` }, body });
  const result = (await answer.json()) as { metrics?: { stored?: number } };
  if (answer.status !== 200 || result.metrics?.stored !== batch.length)
    throw new Error(`Ingest answered ${answer.status}: ${JSON.stringify(result).slice(0, 500)}`);
}

async function readSeriesIds(sql: postgres.Sql, workspaceId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ key: string; id: number }[]>`
    select name || ' ' || (tags ->> 'host') as key, id from public.metric_series where workspace_id = ${workspaceId} and origin = 'reported'`;
  return new Map(rows.map(({ key, id }) => [key, id]));
}

type Insertion = {
  readonly workspaceId: string;
  readonly ids: ReadonlyMap<string, number>;
  readonly batch: readonly Sample[];
};

async function insertSamples(sql: postgres.Sql, { workspaceId, ids, batch }: Insertion): Promise<void> {
  const rows = batch.map(({ name, tags, at, value }) => {
    const seriesId = ids.get(`${name} ${tags?.["host"] ?? ""}`);
    if (seriesId === undefined) throw new Error(`${name} is no series yet`);
    return { workspace_id: workspaceId, at, source_key: 0, series_id: seriesId, value };
  });
  await sql`insert into public.metric_samples ${sql(rows)}`;
}

/** Seconds until the schedule has moved all contributions into the rollups. */
async function drain(sql: postgres.Sql): Promise<number> {
  const startedMs = performance.now();
  for (;;) {
    await sql`select private.refresh_metric_rollups()`;
    const [left] = await sql<{ count: number }[]>`select count(*)::integer as count from private.metric_deltas`;
    if (left?.count === 0) return (performance.now() - startedMs) / 1000;
  }
}

async function readSizes(sql: postgres.Sql) {
  await sql`vacuum analyze public.metric_samples`;
  await sql`vacuum full analyze public.metric_rollups`;
  // Empty partitions have some pages each, which are no sample's.
  const [sizes] = await sql<{ samples: number; bytes: number; rollups: number }[]>`
    select (select count(*) from public.metric_samples)::float8 as samples, sum(pg_total_relation_size(inhrelid))::float8 as bytes,
      pg_total_relation_size('public.metric_rollups')::float8 as rollups
    from pg_inherits
    where inhparent = 'public.metric_samples'::regclass and pg_relation_size(inhrelid) > 0`;
  if (sizes === undefined) throw new Error("No sizes");
  return { bytesPerSample: Math.round(sizes.bytes / sizes.samples), rollupBytesPerSample: Math.round(sizes.rollups / sizes.samples) };
}
