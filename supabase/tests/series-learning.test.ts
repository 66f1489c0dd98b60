import type postgres from "postgres";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ingestMetrics } from "../../lib/data/ingest-metrics.ts";
import { takeSeriesSlice } from "../../lib/data/learn-series.ts";
import { checkMetrics } from "../../lib/domain/check-metrics.ts";
import type { MetricReport } from "../../lib/domain/metric.ts";
import { iso } from "./ingest-requests.ts";
import { hasDatabase, makeKey, makeWorkspace, needsDatabase, ok, only, openDatabase, service, sha256, supabase } from "./stack.ts";

const MINUTE_MS = 60_000;
let sql: postgres.Sql;
beforeAll(() => {
  if (hasDatabase()) sql = openDatabase(2);
});
beforeEach(needsDatabase);
afterAll(() => sql?.end());

async function fresh() {
  const workspace = await makeWorkspace();
  const keyHash = sha256(await makeKey(workspace.admin, workspace.id));
  const send = async (points: readonly MetricReport[]) => {
    const { good } = checkMetrics(points);
    const answer = await ingestMetrics(service().client, { keyHash, workspaceId: undefined, metrics: good.map(({ report }) => report) });
    expect(answer).toMatchObject({ kind: "stored", stored: points.length });
  };
  return { workspace, send };
}

async function learn(): Promise<void> {
  const { url, secretKey } = supabase();
  const answer = await fetch(`${url}/functions/v1/learn/series`, { method: "POST", headers: { authorization: `Bearer ${secretKey}` } });
  expect([answer.status, await answer.text()]).toEqual([200, expect.anything()]);
}

/** Until nothing of the workspace waits: rollups made, minutes learnt from, baselines made of what there is. */
async function learnAll(workspaceId: string): Promise<void> {
  for (;;) {
    await sql`select private.refresh_metric_rollups()`;
    await learn();
    const rows = await sql<{ waits: boolean }[]>`
      select exists (select from private.metric_deltas where workspace_id = ${workspaceId}) or exists (
        select from private.series_learners
        where workspace_id = ${workspaceId} and (newest_at >= learnt_until and learnt_until < private.complete_until() or baseline_due_at <= now())
      ) as waits`;
    if (!only(rows).waits) return;
  }
}

/** As if it had been so many minutes ago that the series were last learnt from: what is sent now of later minutes is then no straggler. */
async function rewind(workspaceId: string, minutes: number): Promise<void> {
  await sql`
    update private.series_learners set learnt_until = private.complete_until() - make_interval(mins => ${minutes})
    where workspace_id = ${workspaceId}`;
}

/** Twenty values in each minute, from so many minutes ago until so many; the last whole minutes are complete at once. */
function latencies(fromMinutes: number, toMinutes: number, factor: number): MetricReport[] {
  const endMs = Math.floor((Date.now() - 15_000) / MINUTE_MS) * MINUTE_MS;
  return Array.from({ length: (fromMinutes - toMinutes) * 20 }, (_, index) => ({
    name: "operation.search.latency",
    type: "latency" as const,
    unit: "ms",
    at: iso(endMs - fromMinutes * MINUTE_MS + index * 3000),
    value: factor * 100 * (1 + ((index * 7) % 20) / 20),
  }));
}

const baselineOf = async (workspaceId: string) =>
  only(
    ok(
      await service()
        .client.from("baselines")
        .select("answer, window_hours, metric_series!inner(name)")
        .eq("workspace_id", workspaceId)
        .eq("metric_series.name", "operation.search.latency"),
    ),
  );

test("a series has a baseline as soon as it has thirty values, and until then says how many it has", async () => {
  const { workspace, send } = await fresh();
  await send(latencies(100, 99, 1));
  await learnAll(workspace.id);
  expect(await baselineOf(workspace.id)).toMatchObject({ answer: { kind: "insufficient", have: 20, need: 30 }, window_hours: 24 });
  await send(latencies(98, 60, 1));
  await sql`update private.series_learners set baseline_due_at = now() where workspace_id = ${workspace.id}`;
  await learnAll(workspace.id);
  const { answer } = await baselineOf(workspace.id);
  expect(answer).toMatchObject({ kind: "found", sample: 780 });
  // By hand: the values are 100, 105, ... 195 in turn.
  expect(Number(Reflect.get(Object(answer), "mean"))).toBeCloseTo(147.5, 6);
});

test("what left its normal becomes one degradation with an alert, which ends when it is well again", async () => {
  const { workspace, send } = await fresh();
  await send(latencies(110, 60, 1));
  await learnAll(workspace.id);
  await rewind(workspace.id, 60);
  await send(latencies(59, 45, 3));
  await learnAll(workspace.id);
  const degradations = async () =>
    ok(
      await workspace.viewer.client
        .from("degradations")
        .select("status, severity, normal, now, size, touched, flaps")
        .eq("workspace_id", workspace.id),
    );
  const open = only(await degradations());
  expect(open).toMatchObject({ status: "open", severity: "serious", flaps: 0 });
  expect(Math.abs(open.size - 3)).toBeLessThan(0.1);
  const alerts = async () =>
    ok(await workspace.viewer.client.from("alerts").select("status, kind, title, severity, subject_kind").eq("workspace_id", workspace.id));
  expect(only(await alerts())).toMatchObject({
    status: "open",
    kind: "degradation.opened",
    severity: "serious",
    title: expect.stringMatching(/^Operation search is [23]\.\d\d × slower$/),
    subject_kind: "series",
  });
  await rewind(workspace.id, 45);
  await send(latencies(44, 0, 1));
  await learnAll(workspace.id);
  expect(only(await degradations()).status).toBe("cleared");
  expect(only(await alerts()).status).toBe("resolved");
});

test("two learners of the same series store it once", async () => {
  const { workspace, send } = await fresh();
  await send(latencies(110, 60, 1));
  await learnAll(workspace.id);
  await rewind(workspace.id, 60);
  await send(latencies(59, 30, 5));
  await sql`select private.refresh_metric_rollups()`;
  await Promise.all([learn(), learn(), learn(), learn()]);
  await learnAll(workspace.id);
  const rows = ok(await service().client.from("degradations").select("status").eq("workspace_id", workspace.id));
  expect(rows).toEqual([{ status: "open" }]);
  const alerts = ok(await service().client.from("alerts").select("occurrences").eq("workspace_id", workspace.id));
  expect(alerts).toEqual([{ occurrences: 1 }]);
});

test("a slice that was learnt from meanwhile is not stored again, and a stranger sees nothing of it", async () => {
  const { workspace, send } = await fresh();
  await send(latencies(90, 60, 1));
  await sql`select private.refresh_metric_rollups()`;
  const rows = await sql<
    { found: boolean }[]
  >`select exists (select from private.series_learners where workspace_id = ${workspace.id}) as found`;
  expect(only(rows).found).toBe(true);
  await learnAll(workspace.id);
  expect(ok(await workspace.stranger.client.from("baselines").select("series_id").eq("workspace_id", workspace.id))).toEqual([]);
  expect(ok(await workspace.viewer.client.from("baselines").select("series_id").eq("workspace_id", workspace.id)).length).toBeGreaterThan(
    0,
  );
  const args = { series: 10, spanMs: 600_000, isLive: true, skip: [] };
  await expect(takeSeriesSlice(workspace.admin.client, args)).rejects.toMatchObject({ code: "forbidden" });
});
