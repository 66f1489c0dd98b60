/** Random executions, and what the rollups of a history must be: counted again from its rows, by other means than the database's. */
import type postgres from "postgres";
import { createSeededRandom, drawInt, drawItem, drawNormal, type Random } from "../../lib/core/seeded-random.ts";
import { makeUuidV7 } from "../../lib/core/uuid-v7.ts";

const MINUTE_MS = 60_000;
export const AGENTS = ["mail", "search", "write"] as const;
export const TASKS = ["draft", "send", "look up"] as const;
export const WORDS = ["red", "green", "blue", "tide", "wind", "harbour"] as const;
const ENDINGS = ["succeeded", "succeeded", "succeeded", "failed", "cancelled"] as const;

/** A row of execution_history with what this code needs; instants in epoch ms, sums in whole thousandths and billionths. */
export type HistoryRow = {
  readonly workspace_id: string;
  readonly id: string;
  readonly agent_id: string;
  readonly task_type: string;
  readonly task_description: string | null;
  readonly status: string;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly duration_ms: number | null;
  readonly cost_usd: string | null;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  readonly error_message: string | null;
};

/** A seed of its own for every run, said aloud, so that a failure can be repeated: WINDVANE_SEED=… */
export function announcedSeed(name: string): number {
  const seed = Number(process.env["WINDVANE_SEED"] ?? Date.now());
  console.info(`${name}: WINDVANE_SEED=${seed}`);
  return seed;
}

export const createRandom = (seed: number): Random => createSeededRandom(seed);

/** Durations over many magnitudes, with zero and unknown ones among them. */
function drawDurationMs(random: Random): number | null {
  const kind = random();
  if (kind < 0.05) return null;
  if (kind < 0.08) return 0;
  return Math.round(Math.exp(drawNormal(random, 6, 2)) * 1000) / 1000;
}

/** An execution that started at most `spanMs` before `endMs`. */
export function drawExecution(random: Random, at: { workspaceId: string; endMs: number; spanMs: number }): HistoryRow {
  const startedMs = at.endMs - drawInt(random, 0, at.spanMs);
  const isRunning = random() < 0.2;
  const durationMs = isRunning ? null : drawDurationMs(random);
  return {
    workspace_id: at.workspaceId,
    id: makeUuidV7({ nowMs: startedMs, random }),
    agent_id: drawItem(random, AGENTS),
    task_type: drawItem(random, TASKS),
    task_description: random() < 0.5 ? null : `${drawItem(random, WORDS)} ${drawItem(random, WORDS)}`,
    status: isRunning ? "running" : drawItem(random, ENDINGS),
    started_at: new Date(startedMs).toISOString(),
    finished_at: isRunning ? null : new Date(startedMs + Math.round(durationMs ?? 0)).toISOString(),
    duration_ms: durationMs,
    cost_usd: random() < 0.3 ? null : (drawInt(random, 0, 10 ** 9) / 1e9).toFixed(9),
    input_tokens: random() < 0.3 ? null : drawInt(random, 0, 5000),
    output_tokens: random() < 0.3 ? null : drawInt(random, 0, 5000),
    error_message: random() < 0.8 ? null : `no ${drawItem(random, WORDS)}`,
  };
}

export async function insertRows(sql: postgres.Sql, rows: readonly HistoryRow[]): Promise<void> {
  await sql`insert into public.execution_history ${sql([...rows])}`;
}

export function readHistory(sql: postgres.Sql, workspaceId: string): Promise<HistoryRow[]> {
  return sql<HistoryRow[]>`
    select workspace_id, id, agent_id, task_type, task_description, status, duration_ms, cost_usd::text, input_tokens, output_tokens, error_message,
      to_json(started_at) #>> '{}' as started_at, to_json(finished_at) #>> '{}' as finished_at
    from public.execution_history where workspace_id = ${workspaceId} order by id desc`;
}

/** One bucket, in a form that compares: sums are exact decimals, written without trailing zeros. */
export type Bucket = {
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly duration_count: number;
  readonly duration_sum_ms: string;
  readonly cost_usd: string;
  readonly input_tokens: string;
  readonly output_tokens: string;
  readonly histogram: string;
};

export type Buckets = Readonly<Record<string, Bucket>>;

const RESOLUTIONS_MS = { minute: MINUTE_MS, hour: 60 * MINUTE_MS, day: 24 * 60 * MINUTE_MS } as const;

/** Buckets counted from the rows, keyed by resolution, instant, agent and task. */
export function recount(rows: readonly HistoryRow[]): Buckets {
  const groups = new Map<string, HistoryRow[]>();
  for (const row of rows) {
    if (row.finished_at === null) continue;
    for (const [resolution, widthMs] of Object.entries(RESOLUTIONS_MS)) {
      const at = Math.floor(Date.parse(row.finished_at) / widthMs) * widthMs;
      const key = [resolution, new Date(at).toISOString(), row.agent_id, row.task_type].join("|");
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
  }
  return Object.fromEntries([...groups].map(([key, group]) => [key, bucketOf(group)]));
}

function bucketOf(rows: readonly HistoryRow[]): Bucket {
  const count = (status: string) => rows.filter((row) => row.status === status).length;
  const durations = rows.flatMap((row) => row.duration_ms ?? []);
  const tokens = (field: "input_tokens" | "output_tokens") => String(rows.reduce((sum, row) => sum + (row[field] ?? 0), 0));
  const cells = new Map<number, number>();
  for (const duration of durations) cells.set(histogramKey(duration), (cells.get(histogramKey(duration)) ?? 0) + 1);
  return {
    succeeded: count("succeeded"),
    failed: count("failed"),
    cancelled: count("cancelled"),
    duration_count: durations.length,
    duration_sum_ms: decimal(
      durations.reduce((sum, duration) => sum + BigInt(Math.round(duration * 1000)), 0n),
      3,
    ),
    cost_usd: decimal(
      rows.reduce((sum, row) => sum + BigInt((row.cost_usd ?? "0.000000000").replace(".", "")), 0n),
      9,
    ),
    input_tokens: tokens("input_tokens"),
    output_tokens: tokens("output_tokens"),
    histogram: writeHistogram([...cells].sort(([a], [b]) => a - b)),
  };
}

/** DDSketch with a relative error of 1 %: see the migration that says the same in SQL. */
function histogramKey(durationMs: number): number {
  return Math.ceil(Math.log(Math.max(durationMs, 0.001)) / Math.log(1.01 / 0.99));
}

const writeHistogram = (cells: readonly (readonly [key: number, amount: number])[]) =>
  cells.map(([key, amount]) => `${key}:${amount}`).join(" ");

function decimal(units: bigint, digits: number): string {
  const text = String(units).padStart(digits + 1, "0");
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`.replace(/\.?0+$/, "");
}

type RollupRow = Omit<Bucket, "histogram"> & {
  readonly key: string;
  readonly histogram_keys: readonly number[];
  readonly histogram_counts: readonly number[];
};

/** The rollups as they stand. */
export async function readRollups(sql: postgres.Sql, workspaceId: string): Promise<Buckets> {
  const rows = await sql<RollupRow[]>`
    select resolution || '|' || to_char(bucket_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '|' || agent_id || '|' || task_type as key,
      succeeded, failed, cancelled, duration_count, trim_scale(duration_sum_ms)::text as duration_sum_ms, trim_scale(cost_usd)::text as cost_usd,
      input_tokens::text, output_tokens::text, histogram_keys, histogram_counts
    from public.execution_rollups where workspace_id = ${workspaceId}`;
  return Object.fromEntries(
    rows.map(({ key, histogram_keys: keys, histogram_counts: counts, ...row }) => [
      key,
      { ...row, histogram: writeHistogram(keys.map((cell, index) => [cell, counts[index] ?? 0])) },
    ]),
  );
}

/** Moves all that is committed into the rollups. */
export async function refreshAll(sql: postgres.Sql, most = 20_000): Promise<void> {
  for (;;) {
    const [row] = await sql<{ moved: number }[]>`select private.refresh_rollups(${most}) as moved`;
    const [left] = await sql<{ total: string }[]>`select count(*) as total from private.rollup_deltas`;
    // A refresh of somebody else may hold the turn: then nothing was moved, and something is left.
    if (row?.moved === 0 && left?.total === "0") return;
  }
}
