/** What the learner takes at a large workspace: CPU and memory of each call, how long it catches up, and how long a usual cycle takes. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import postgres from "postgres";
import { readUsage } from "../../supabase/local/functions/process-usage.ts";
import { FUNCTION_LIMITS } from "../../supabase/local/functions/worker.ts";
import { LocalError } from "../../supabase/local/local-error.ts";
import { type Stack, startStack } from "../../supabase/local/stack.ts";
import { makeTemporaryHome, removeTemporaryHome } from "../../supabase/local/temporary-home.ts";
import { say } from "../../supabase/local/terminal.ts";
import { freePort } from "../../supabase/local/throwaway-database.ts";
import { makeBenchWorkspace } from "./bench-workspace.ts";
import { type Benchmark, quantile, round } from "./benchmark.ts";
import { fillWorkspace } from "./scale-fill.ts";

const SERIES = 250;
const INTERVAL_S = 10;
/** Samples of one statement. */
const CHUNK = 50_000;
const LOOK_EVERY_MS = 10;

export const learnBenchmark: Benchmark = {
  name: "learn",
  summary: "the learner at --rows executions (1000000) and --samples samples (10000000): CPU, memory, time of a cycle",
  run: async (args) => {
    const options = { rows: { type: "string", default: "1000000" }, samples: { type: "string", default: "10000000" } } as const;
    const { values } = parseArgs({ args: [...args], options });
    const [rows, samples] = [Number(values.rows), Number(values.samples)];
    if (!Number.isInteger(rows) || !Number.isInteger(samples) || rows < 1000 || samples < 1000)
      throw new LocalError("--rows and --samples take whole numbers of at least 1000.");
    const home = makeTemporaryHome();
    let stack: Stack | null = null;
    try {
      // Without schedules: each call is made here, and measured.
      stack = await startStack({
        home: join(home, "home"),
        ports: { api: await freePort(), database: await freePort() },
        runSchedules: false,
      });
      return await measure(stack, { rows, samples });
    } finally {
      await stack?.stop();
      removeTemporaryHome(home);
    }
  },
};

type Size = { readonly rows: number; readonly samples: number };
type Call = { readonly wallMs: number; readonly cpuMs: number; readonly memoryMb: number; readonly body: Record<string, unknown> };

async function measure(stack: Stack, { rows, samples }: Size) {
  const sql = postgres(stack.databaseUrl, { max: 3, onnotice: () => undefined });
  try {
    const { workspaceId } = await makeBenchWorkspace(sql);
    const fill = await fillWorkspace(sql, { workspaceId, rows, endMs: Date.now() });
    say(`${rows} executions written at ${fill.rowsPerS} rows/s.`);
    await fillSamples(sql, workspaceId, samples);
    await sql`vacuum analyze`;
    await stack.functions.warm("learn");
    const errors = await untilIdle(stack, "learn", ({ isMore }) => isMore === true);
    report("error groups, from the first failure on", errors);
    const past = await untilIdle(stack, "learn/series", isBusy);
    report("series, from the oldest minute on", past);
    // A usual minute: every series has one more, and a tenth of the baselines are due.
    const cycles: number[] = [];
    const usual: Call[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      await sql`
        update private.series_learners set learnt_until = learnt_until - interval '1 minute', newest_at = greatest(newest_at, learnt_until),
          baseline_due_at = case when series_id % 10 = ${turn} then now() else baseline_due_at end`;
      const calls = await untilIdle(stack, "learn/series", isBusy);
      cycles.push(calls.reduce((sum, { wallMs }) => sum + wallMs, 0));
      usual.push(...calls);
    }
    report("series, minute by minute", usual);
    const all = [...errors, ...past, ...usual];
    const [counted] = await sql<{ series: number }[]>`select count(*)::integer as series from private.series_learners`;
    return {
      rows,
      samples,
      series: counted?.series ?? 0,
      calls: all.length,
      worstCpuMs: Math.round(Math.max(...all.map(({ cpuMs }) => cpuMs))),
      cpuLimitMs: FUNCTION_LIMITS.cpuMs,
      worstMemoryMb: Math.round(Math.max(...all.map(({ memoryMb }) => memoryMb))),
      catchUpS: round(past.reduce((sum, { wallMs }) => sum + wallMs, 0) / 1000),
      cycleS: round(quantile(cycles, 0.5) / 1000),
    };
  } finally {
    await sql.end();
  }
}

const isBusy = ({ live, baselines, past }: Record<string, unknown>): boolean => Number(live) + Number(baselines) + Number(past) > 0;

/** As many samples as asked for, of series that wander around levels of their own, the last of them some minutes ago. */
async function fillSamples(sql: postgres.Sql, workspaceId: string, samples: number): Promise<void> {
  await sql`
    insert into public.metric_series (workspace_id, name, type, unit, tags)
    select ${workspaceId}, 'operation.' || n % 25 || '.latency', 'latency', 'ms', jsonb_build_object('host', 'h' || n / 25)
    from generate_series(0, ${SERIES - 1}::int) as n`;
  const steps = Math.ceil(samples / SERIES);
  const startedMs = performance.now();
  for (let first = 0; first < steps; first += CHUNK / SERIES) {
    const last = Math.min(first + CHUNK / SERIES, steps) - 1;
    await sql`
      insert into public.metric_samples (workspace_id, at, source_key, series_id, value)
      select ${workspaceId}, date_trunc('minute', now()) - interval '2 minutes' - (${steps}::int - step) * ${INTERVAL_S}::int * interval '1 second', 0, series.id,
        (50 + series.id) * exp(0.4 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()))
      from generate_series(${first}::int, ${last}::int) as step
      cross join public.metric_series as series
      where series.workspace_id = ${workspaceId} and series.origin = 'reported'`;
    await sql`select private.refresh_metric_rollups(100000)`;
    if (first > 0 && (first * SERIES) % 1_000_000 < CHUNK) say(`  ${first * SERIES} of ${samples} samples`);
  }
  for (;;) {
    const [row] = await sql<{ moved: number }[]>`select private.refresh_metric_rollups(100000) as moved`;
    if (row?.moved === 0) break;
  }
  const rate = Math.round((steps * SERIES) / ((performance.now() - startedMs) / 1000));
  say(`${steps * SERIES} samples of ${SERIES} series written and rolled up at ${rate} a second.`);
}

async function untilIdle(stack: Stack, path: string, isMore: (body: Record<string, unknown>) => boolean): Promise<readonly Call[]> {
  const calls: Call[] = [];
  for (;;) {
    const call = await callOnce(stack, path);
    calls.push(call);
    if (!isMore(call.body)) return calls;
    if (calls.length % 100 === 0) say(`  ${calls.length} calls of ${path}`);
  }
}

/** One call, with the CPU time and the most memory of the function's process, less what it holds at rest; beyond a limit the gateway ends it. */
async function callOnce(stack: Stack, path: string): Promise<Call> {
  const usage = () => stack.functions.pids("learn").map((pid) => readUsage(pid) ?? { cpuMs: 0, memoryBytes: 0 });
  const before = usage();
  let mostBytes = 0;
  const look = () => {
    mostBytes = Math.max(mostBytes, ...usage().map(({ memoryBytes }) => memoryBytes));
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  const startedMs = performance.now();
  const authorization = `Bearer ${stack.keys.secretKey}`;
  const answer = await fetch(`${stack.url}/functions/v1/${path}`, { method: "POST", headers: { authorization } });
  const body = (await answer.json()) as Record<string, unknown>;
  const wallMs = performance.now() - startedMs;
  clearInterval(timer);
  look();
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(body)}`);
  const sum = (all: readonly { readonly cpuMs: number }[]) => all.reduce((total, { cpuMs }) => total + cpuMs, 0);
  return { wallMs, cpuMs: sum(usage()) - sum(before), memoryMb: mostBytes / 1024 / 1024, body };
}

function report(what: string, calls: readonly Call[]): void {
  const worst = (of: (call: Call) => number) => Math.round(Math.max(...calls.map(of)));
  const wallS = calls.reduce((sum, { wallMs }) => sum + wallMs, 0) / 1000;
  const most = `worst ${worst(({ cpuMs }) => cpuMs)} ms CPU, ${worst(({ memoryMb }) => memoryMb)} MB of the process, ${worst(({ wallMs }) => wallMs)} ms`;
  say(`${what}: ${calls.length} calls, ${wallS.toFixed(1)} s in all; ${most} a call.`);
}
