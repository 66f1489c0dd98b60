/** Every query of the dashboard over ten thousand executions and over many more: what it takes, and whether it grows. */
import { statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { parseArgs } from "node:util";
import postgres from "postgres";
import { LocalError } from "../../supabase/local/local-error.ts";
import { say } from "../../supabase/local/terminal.ts";
import { type TestInstance, withTestInstance } from "../../supabase/local/test-instance.ts";
import { type Founder, makeFounder } from "../people.ts";
import { type Benchmark, quantile, round } from "./benchmark.ts";
import { fillWorkspace, SHAPE } from "./scale-fill.ts";
import { PAGE_READS, type Scene } from "./scale-queries.ts";
import { createNotingClient, type NotedRequest, type Statement, timeInDatabase, timeThroughStack, toStatement } from "./scale-timing.ts";

const SMALL_ROWS = 10_000;
const REPETITIONS = 40;
/** The time below which nobody sees a difference and this machine's own noise is most of it, ms: two values below it are equal. */
const FLOOR_MS = 5;
const P95_BOUND_MS = 50;
const RATIO_BOUND = 1.5;
/** A row with its indexes, rollups, and the log of writing them; measured at a million rows. */
const BYTES_PER_ROW = 3000;

export const scaleBenchmark: Benchmark = {
  name: "scale",
  summary: "every dashboard query at 10,000 and at --rows N executions (default 1000000): p95 and growth",
  run: (args) => {
    const rows = Number(parseArgs({ args: [...args], options: { rows: { type: "string", default: "1000000" } } }).values.rows);
    if (!Number.isInteger(rows) || rows < SMALL_ROWS) throw new LocalError(`--rows takes a whole number of at least ${SMALL_ROWS}.`);
    requireSpace(rows);
    return withTestInstance((instance) => measure(instance, rows), { withDashboard: false });
  },
};

/** One query at both sizes: its times through the stack and in the database, ms. */
type Timed = { readonly name: string; readonly sizes: readonly [small: Sample, large: Sample] };
type Sample = {
  readonly request: NotedRequest;
  readonly statement: Statement;
  readonly userId: string;
  readonly stackMs: number[];
  readonly databaseMs: number[];
};

async function measure(instance: TestInstance, rows: number) {
  const sql = postgres(instance.DATABASE_URL, { max: 3, onnotice: () => undefined });
  try {
    say(`Both sizes: ${SHAPE.agents} agents at ${SHAPE.taskTypes} task types each, over ${SHAPE.days} days.`);
    const endMs = Date.now();
    const small = await makeSize(instance, sql, { rows: SMALL_ROWS, endMs });
    const large = await makeSize(instance, sql, { rows, endMs });
    await learnErrors(instance, sql);
    await sql`vacuum analyze`;
    const timed = await noteQueries(instance, sql, [small, large]);
    say(`Timing ${timed.length} queries, ${REPETITIONS} times at each size, in turn.`);
    for (let turn = -2; turn < REPETITIONS; turn += 1) for (const query of timed) await timeOnce(sql, query, turn >= 0);
    return { rows, ...report(timed), fillRowsPerS: large.fill.rowsPerS, refreshLagS: round(large.fill.refreshLagS) };
  } finally {
    await sql.end();
  }
}

async function makeSize(instance: TestInstance, sql: postgres.Sql, { rows, endMs }: { rows: number; endMs: number }) {
  const founder = await makeFounder(instance);
  const fill = await fillWorkspace(sql, { workspaceId: founder.workspaceId, rows, endMs });
  say(`${rows} executions written at ${fill.rowsPerS} rows/s; the rollups were complete ${fill.refreshLagS.toFixed(1)} s after the last.`);
  const [scene] = await sql<{ childId: string; middleId: string; failedId: string }[]>`
    select
      (select id from public.execution_history where workspace_id = ${founder.workspaceId} and parent_id is not null order by id desc limit 1) as "childId",
      (select id from public.execution_history where workspace_id = ${founder.workspaceId} and status = 'failed' order by id desc limit 1) as "failedId",
      (select id from public.execution_history where workspace_id = ${founder.workspaceId} order by id desc offset ${rows / 2}::bigint limit 1) as "middleId"`;
  if (scene === undefined) throw new Error("The workspace was not filled");
  return { founder, fill, scene: { ...scene, workspaceId: founder.workspaceId, nowMs: endMs } };
}

/** Lets the learner work until every failure is in an error group, as its schedule does in slices. */
async function learnErrors(instance: TestInstance, sql: postgres.Sql): Promise<void> {
  const beganMs = performance.now();
  const [inbox] = await sql<{ total: number }[]>`select count(*)::int as total from private.error_inbox`;
  for (;;) {
    const headers = { authorization: `Bearer ${instance.SUPABASE_SECRET_KEY}` };
    const answer = await fetch(`${instance.SUPABASE_URL}/functions/v1/learn`, { method: "POST", headers });
    if (!answer.ok) throw new Error(`The learner answered ${answer.status}: ${await answer.text()}`);
    const [left] = await sql`select from private.error_inbox limit 1`;
    if (left === undefined) break;
  }
  say(`${inbox?.total ?? 0} failures learnt in ${((performance.now() - beganMs) / 1000).toFixed(1)} s.`);
}

type Size = { readonly founder: Founder; readonly scene: Scene };

/** What the dashboard's modules ask for, each question once, paired by size. */
async function noteQueries(instance: TestInstance, sql: postgres.Sql, [small, large]: readonly [Size, Size]): Promise<readonly Timed[]> {
  const [smallSamples, largeSamples] = [await noteSize(instance, sql, small), await noteSize(instance, sql, large)];
  return [...smallSamples].flatMap(([name, sample]) => {
    const other = largeSamples.get(name);
    return other === undefined ? [] : [{ name, sizes: [sample, other] as const }];
  });
}

async function noteSize(instance: TestInstance, sql: postgres.Sql, { founder, scene }: Size): Promise<Map<string, Sample>> {
  const { data } = await founder.client.auth.getSession();
  const { client, take } = createNotingClient(instance, data.session?.access_token ?? "");
  const samples = new Map<string, Sample>();
  const seen = new Set<string>();
  for (const { name, read } of PAGE_READS) {
    await read(client, scene);
    for (const [place, request] of take().entries()) {
      const key = `${request.url.search} ${request.url.pathname} ${request.init.body}`;
      // Pages share questions; and a name says which of a page's it is, in the order in which it asks.
      if (!seen.has(key))
        samples.set(`${name} #${place + 1} ${request.url.pathname.split("/").at(-1)}`, {
          request,
          statement: await toStatement(sql, request),
          userId: founder.userId,
          stackMs: [],
          databaseMs: [],
        });
      seen.add(key);
    }
  }
  return samples;
}

async function timeOnce(sql: postgres.Sql, query: Timed, isCounted: boolean): Promise<void> {
  for (const size of query.sizes) {
    const databaseMs = await timeInDatabase(sql, size.userId, size.statement);
    const stackMs = await timeThroughStack(size.request);
    if (!isCounted) continue;
    size.databaseMs.push(databaseMs);
    size.stackMs.push(stackMs);
  }
}

/** Prints each query, slowest first, and returns the worst of all. */
function report(timed: readonly Timed[]) {
  const lines = timed.map(({ name, sizes: [small, large] }) => ({
    name,
    p95Ms: quantile(large.databaseMs, 0.95),
    stackP95Ms: quantile(large.stackMs, 0.95),
    smallMs: quantile(small.databaseMs, 0.5),
    largeMs: quantile(large.databaseMs, 0.5),
    ratio: growth(small.databaseMs, large.databaseMs),
    stackRatio: growth(small.stackMs, large.stackMs),
  }));
  say("\nms in the database: p50 small, p50 large, p95 large; through the stack: p95 large; growth in both\n");
  for (const line of lines.toSorted((a, b) => b.p95Ms - a.p95Ms)) {
    const figures = [line.smallMs, line.largeMs, line.p95Ms, line.stackP95Ms].map((ms) => ms.toFixed(1).padStart(8)).join("");
    const fails = line.p95Ms >= P95_BOUND_MS || line.ratio >= RATIO_BOUND ? "  <- beyond its bound" : "";
    say(`${figures} ${line.ratio.toFixed(2).padStart(6)} ${line.stackRatio.toFixed(2).padStart(6)}  ${line.name}${fails}`);
  }
  const worst = (of: (line: (typeof lines)[number]) => number) => round(Math.max(...lines.map(of)));
  return {
    p95Ms: worst((line) => line.p95Ms),
    ratio: worst((line) => line.ratio),
    stackP95Ms: worst((line) => line.stackP95Ms),
    stackRatio: worst((line) => line.stackRatio),
    queries: lines.length,
  };
}

/** How much longer the middle of the large size takes than that of the small one; 1 where both are below the floor. */
function growth(small: readonly number[], large: readonly number[]): number {
  return Math.max(FLOOR_MS, quantile(large, 0.5)) / Math.max(FLOOR_MS, quantile(small, 0.5));
}

function requireSpace(rows: number): void {
  const { bavail, bsize } = statfsSync(tmpdir());
  const [needed, free] = [rows * BYTES_PER_ROW + 2e9, bavail * bsize].map((bytes) => `${(bytes / 1e9).toFixed(1)} GB`);
  if (bavail * bsize < rows * BYTES_PER_ROW + 2e9)
    throw new LocalError(`${rows} executions need ${needed} at ${tmpdir()}; ${free} are free.`);
  say(`${rows} executions need about ${needed} at ${tmpdir()}; ${free} are free.`);
}
