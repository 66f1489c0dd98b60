import type postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ingestMetrics } from "../../lib/data/ingest-metrics.ts";
import { listSeries, readSeriesBuckets } from "../../lib/data/read-series.ts";
import { checkMetrics } from "../../lib/domain/check-metrics.ts";
import type { MetricReport } from "../../lib/domain/metric.ts";
import { bucketQuantile } from "../../lib/learning/performance-tracker/series-statistic.ts";
import { iso } from "./ingest-requests.ts";
import { hasDatabase, makeKey, makeWorkspace, needsDatabase, ok, only, openDatabase, service, sha256 } from "./stack.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
let sql: postgres.Sql;
beforeAll(() => {
  if (hasDatabase()) sql = openDatabase(2);
});
afterAll(() => sql?.end());

async function refreshed(): Promise<void> {
  for (;;) {
    const rows = await sql<{ left: number }[]>`
      select private.refresh_metric_rollups() + private.refresh_rollups() as moved,
        (select count(*) from private.metric_deltas)::integer + (select count(*) from private.rollup_deltas)::integer as left`;
    if (only(rows).left === 0) return;
  }
}

async function fresh() {
  const workspace = await makeWorkspace();
  const keyHash = sha256(await makeKey(workspace.admin, workspace.id));
  const send = async (points: readonly MetricReport[]) => {
    const { good, rejected } = checkMetrics(points);
    expect(rejected).toEqual([]);
    const answer = await ingestMetrics(service().client, { keyHash, workspaceId: undefined, metrics: good.map(({ report }) => report) });
    expect(answer.kind).toBe("stored");
  };
  return { workspace, send };
}

test("points become buckets that hold what a recount of them finds, at every width, and once however often they are sent", async (context) => {
  needsDatabase(context);
  const { workspace, send } = await fresh();
  const beginMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 3 * HOUR_MS;
  const values = Array.from({ length: 500 }, (_, index) => ({ atMs: beginMs + index * 17_000, value: ((index * 37) % 101) - 5 }));
  const points = values.map(({ atMs, value }): MetricReport => ({ name: "depth", type: "memory", unit: "By", at: iso(atMs), value }));
  await send(points.slice(0, 300));
  await send(points);
  await refreshed();
  await send(points);
  await refreshed();
  const series = only(await listSeries(workspace.viewer.client, { workspaceId: workspace.id, name: "depth", limit: 10 }));
  expect(series).toMatchObject({ name: "depth", type: "memory", origin: "reported", agentId: null });
  for (const stepMs of [MINUTE_MS, 5 * MINUTE_MS, HOUR_MS]) {
    const range = { workspaceId: workspace.id, seriesIds: [series.id], fromMs: beginMs, toMs: beginMs + 4 * HOUR_MS, stepMs };
    const buckets = (await readSeriesBuckets(workspace.viewer.client, range)).get(series.id) ?? [];
    const expected = new Map<number, number[]>();
    for (const { atMs, value } of values) {
      const bin = Math.floor(atMs / stepMs) * stepMs;
      expected.set(bin, [...(expected.get(bin) ?? []), value]);
    }
    expect(buckets.map(({ atMs }) => atMs)).toEqual([...expected.keys()]);
    for (const bucket of buckets) {
      const inside = (expected.get(bucket.atMs) ?? []).sort((a, b) => a - b);
      expect(bucket).toMatchObject({ count: inside.length, sum: inside.reduce((sum, value) => sum + value, 0) });
      expect(bucket.sumSquares).toBeCloseTo(inside.reduce((sum, value) => sum + value ** 2, 0));
      expect([bucket.min, bucket.max]).toEqual([inside[0], inside.at(-1)]);
      const median = inside[Math.floor((inside.length - 1) / 2)] ?? 0;
      if (median > 0) expect(Math.abs(bucketQuantile(bucket, 0.5) / median - 1)).toBeLessThan(0.0101);
    }
  }
});

test("executions are series of their agent, of it at a task type, and of all, with the figures that their rows have", async (context) => {
  needsDatabase(context);
  const { workspace } = await fresh();
  const atMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 10 * MINUTE_MS;
  const row = (index: number, status: "succeeded" | "failed", agent: string) => ({
    workspace_id: workspace.id,
    id: crypto.randomUUID().replace(
      /^.{8}-.{4}-4/,
      `${(atMs + index)
        .toString(16)
        .padStart(12, "0")
        .replace(/(.{8})/, "$1-")}-7`,
    ),
    agent_id: agent,
    task_type: "read",
    status,
    started_at: iso(atMs + index),
    finished_at: iso(atMs + 1000 + index),
    duration_ms: 100 * (index + 1),
    cost_usd: 0.5,
  });
  ok(
    await service()
      .client.from("agents")
      .insert([
        { workspace_id: workspace.id, id: "a" },
        { workspace_id: workspace.id, id: "b" },
      ]),
  );
  const rows = [row(0, "succeeded", "a"), row(1, "failed", "a"), row(2, "succeeded", "a"), row(3, "failed", "b")];
  ok(await service().client.from("execution_history").insert(rows));
  await refreshed();
  const all = await listSeries(workspace.viewer.client, { workspaceId: workspace.id, limit: 100 });
  const of = (name: string, tags: Record<string, string>) =>
    only(all.filter((series) => series.name === `windvane.execution.${name}` && JSON.stringify(series.tags) === JSON.stringify(tags))).id;
  const ids = {
    latencyA: of("latency", { agent: "a", task_type: "read" }),
    errorsA: of("error_rate", { agent: "a" }),
    errors: of("error_rate", {}),
    throughput: of("throughput", {}),
    cost: of("cost", { agent: "b" }),
  };
  const found = await readSeriesBuckets(workspace.viewer.client, {
    workspaceId: workspace.id,
    seriesIds: Object.values(ids),
    fromMs: atMs,
    toMs: atMs + 10 * MINUTE_MS,
    stepMs: MINUTE_MS,
  });
  const sums = Object.fromEntries(
    Object.entries(ids)
      .map(([name, id]) => [name, only(found.get(id) ?? [])] as const)
      .map(([name, { count, sum }]) => [name, [count, sum]]),
  );
  expect(sums).toEqual({ latencyA: [3, 600], errorsA: [3, 1], errors: [4, 2], throughput: [4, 4], cost: [1, 0.5] });
});

test("values so large that their squares are no numbers any more hold up nobody's refresh", async (context) => {
  needsDatabase(context);
  const { workspace, send } = await fresh();
  const at = iso(Date.now() - HOUR_MS);
  const most = 2_147_483_647;
  await send([
    { name: "large", type: "other", unit: "", at, sourceId: "1", value: Number.MAX_VALUE },
    { name: "large", type: "other", unit: "", at, sourceId: "2", value: -Number.MAX_VALUE },
    ...["3", "4"].map((sourceId): MetricReport => {
      const distribution = { count: most, sum: Number.MAX_VALUE, min: 1, max: Number.MAX_VALUE, keys: [1726], counts: [most] };
      return { name: "large", type: "other", unit: "", at, sourceId, distribution };
    }),
  ]);
  await refreshed();
  const counted = await sql<{ count: string }[]>`
    select count::text from public.metric_rollups where workspace_id = ${workspace.id} and resolution = 'day' and max > 1e300`;
  expect([...counted]).toEqual([{ count: String(2 * most + 2) }]);
});

test("a stranger sees no buckets, and nobody but Windvane names a metric as its own are named", async (context) => {
  needsDatabase(context);
  const { workspace, send } = await fresh();
  await send([{ name: "depth", type: "memory", unit: "By", at: iso(Date.now() - HOUR_MS), value: 1 }]);
  await refreshed();
  const series = only(await listSeries(workspace.viewer.client, { workspaceId: workspace.id, name: "depth", limit: 10 }));
  const range = {
    workspaceId: workspace.id,
    seriesIds: [series.id],
    fromMs: Date.now() - 2 * HOUR_MS,
    toMs: Date.now(),
    stepMs: MINUTE_MS,
  };
  expect((await readSeriesBuckets(workspace.viewer.client, range)).get(series.id)).toHaveLength(1);
  expect((await readSeriesBuckets(workspace.stranger.client, range)).get(series.id)).toEqual([]);
  const forged = { name: "windvane.execution.latency", type: "latency", unit: "ms", at: iso(Date.now()), value: 1 } as const;
  expect(checkMetrics([forged]).rejected).toEqual([{ index: 0, field: "name", reason: "begins with windvane., which is Windvane's own" }]);
});

test("the database's own figures are series of every workspace", async (context) => {
  needsDatabase(context);
  const { workspace } = await fresh();
  await sql`select private.collect_database_metrics()`;
  const series = await listSeries(workspace.viewer.client, { workspaceId: workspace.id, limit: 10 });
  const system = series.filter(({ origin }) => origin === "system").map(({ name }) => name);
  expect(system).toEqual(expect.arrayContaining(["windvane.database.connection_use", "windvane.database.connections"]));
});
