import { describe, expect, test } from "vitest";
import { type IngestMetricsAnswer, ingestMetrics } from "../../lib/data/ingest-metrics.ts";
import { checkMetrics } from "../../lib/domain/check-metrics.ts";
import type { MetricReport } from "../../lib/domain/metric.ts";
import { DAY_MS, iso } from "./ingest-requests.ts";
import { makeKey, makeWorkspace, ok, only, service, sha256 } from "./stack.ts";

/** As private.note_series says. */
const BOUND = 2000;

async function fresh() {
  const workspace = await makeWorkspace();
  const keyHash = sha256(await makeKey(workspace.admin, workspace.id));
  const send = (points: readonly MetricReport[], workspaceId?: string): Promise<IngestMetricsAnswer> => {
    const { good, rejected } = checkMetrics(points);
    expect(rejected).toEqual([]);
    return ingestMetrics(service().client, { keyHash, workspaceId, metrics: good.map(({ report }) => report) });
  };
  const samples = async () => ok(await service().client.from("metric_samples").select("*").eq("workspace_id", workspace.id).order("at"));
  const series = async () => ok(await service().client.from("metric_series").select("*").eq("workspace_id", workspace.id).order("id"));
  return { workspace, send, samples, series };
}

const point = (more: Partial<MetricReport> = {}): MetricReport => ({
  name: "latency",
  type: "latency",
  unit: "ms",
  at: iso(Date.now()),
  value: 1,
  ...more,
});

const stored = (count: number) => expect.objectContaining({ kind: "stored", stored: count, expired: [], future: [] });

describe("points", () => {
  test("are kept as they were sent, a value or a distribution", async () => {
    const { workspace, send, series } = await fresh();
    const at = `${new Date().toISOString().slice(0, 19)}.123456Z`;
    const distribution = { count: 4, sum: 10.5, min: 0.5, max: 5, keys: [-34, 0, 80], counts: [1, 1, 2] };
    const { value: _, ...bare } = point({ at, name: "many" });
    expect(await send([point({ at, value: -2.5, tags: { host: "a", zone: "b" } }), { ...bare, distribution }])).toEqual(stored(2));
    const made = await series();
    expect(made.map(({ name, type, unit, tags }) => ({ name, type, unit, tags }))).toEqual([
      { name: "latency", type: "latency", unit: "ms", tags: { host: "a", zone: "b" } },
      { name: "many", type: "latency", unit: "ms", tags: {} },
    ]);
    // Through the eyes of a member, to whom they belong.
    const seen = ok(await workspace.viewer.client.from("metric_samples").select("*").eq("workspace_id", workspace.id).order("series_id"));
    expect(seen.map(({ at: text }) => String(text).slice(20, 26))).toEqual(["123456", "123456"]);
    expect(seen[0]).toMatchObject({ series_id: made[0]?.id, value: -2.5, count: null, histogram_keys: null });
    expect(seen[1]).toMatchObject({ series_id: made[1]?.id, value: null, count: 4, sum: 10.5, min: 0.5, max: 5 });
    expect([seen[1]?.histogram_keys, seen[1]?.histogram_counts]).toEqual([distribution.keys, distribution.counts]);
  });

  test("sent twice are one, in whatever order their tags are written", async () => {
    const { send, samples } = await fresh();
    const at = iso(Date.now());
    const batch = [point({ at, tags: { a: "1", b: "2" } }), point({ at, name: "other" })];
    expect(await send(batch)).toEqual(stored(2));
    expect(await send([...batch, point({ at, tags: { b: "2", a: "1" }, value: 99 })])).toEqual(stored(0));
    expect((await samples()).map(({ value }) => value)).toEqual([1, 1]);
  });

  test("of one instant are told apart by source, and by the microsecond", async () => {
    const { send, series } = await fresh();
    const second = iso(Date.now()).slice(0, 19);
    const at = `${second}.000001Z`;
    const batch = [point({ at }), point({ at, sourceId: "one" }), point({ at, sourceId: "two" }), point({ at: `${second}.000002Z` })];
    expect(await send(batch)).toEqual(stored(4));
    expect(await send(batch)).toEqual(stored(0));
    expect(await series()).toHaveLength(1);
  });

  test("of another type or unit are another series", async () => {
    const { send, series } = await fresh();
    const at = iso(Date.now());
    expect(await send([point({ at }), point({ at, unit: "s" }), point({ at, type: "other" })])).toEqual(stored(3));
    expect(await series()).toHaveLength(3);
  });

  test("older than the retention or more than a day ahead are refused, each by itself", async () => {
    const { send, samples } = await fresh();
    const nowMs = Date.now();
    const ages = [-91 * DAY_MS, -89 * DAY_MS, 0, DAY_MS - 60_000, DAY_MS + 60_000];
    const answer = await send(ages.map((age) => point({ at: iso(nowMs + age) })));
    expect(answer).toEqual({ kind: "stored", stored: 3, expired: [0], future: [4], retentionDays: 90 });
    expect(await samples()).toHaveLength(3);
  });

  test("with a wrong key, or for another workspace, are not stored", async () => {
    const { workspace, send, samples } = await fresh();
    expect(await send([point()], workspace.strangersWorkspaceId)).toEqual({ kind: "unauthorized" });
    const args = { keyHash: sha256("wrong"), workspaceId: undefined, metrics: [] };
    expect(await ingestMetrics(service().client, args)).toEqual({ kind: "unauthorized" });
    expect(await samples()).toEqual([]);
  });

  test("sent by eight senders at once are stored once, in whatever order each sends them", async () => {
    const { send, samples, series } = await fresh();
    const nowMs = Date.now();
    const batch = Array.from({ length: 400 }, (_, index) =>
      point({ at: iso(nowMs - index), tags: { host: `h${index % 50}` }, value: index }),
    );
    const turned = (by: number) => [...batch.slice(by * 50), ...batch.slice(0, by * 50)];
    const answers = await Promise.all(Array.from({ length: 8 }, (_, by) => send(by % 2 === 0 ? turned(by) : turned(by).reverse())));
    expect(answers.reduce((sum, answer) => sum + (answer.kind === "stored" ? answer.stored : Number.NaN), 0)).toBe(400);
    expect(await samples()).toHaveLength(400);
    expect(await series()).toHaveLength(50);
  });
});

describe("a metric with too many series", () => {
  test("keeps the first ones apart, puts the rest into one, loses no point, and says so", async () => {
    const { workspace, send } = await fresh();
    const at = iso(Date.now());
    const many = Array.from({ length: BOUND + 3 }, (_, index) => point({ at, tags: { request: `${index}` }, value: index }));
    expect(await send(many)).toEqual(stored(BOUND + 3));
    expect(await send(many)).toEqual(stored(0));
    const ofWorkspace = { workspace_id: workspace.id };
    const { count } = await service().client.from("metric_series").select("*", { count: "exact", head: true }).match(ofWorkspace);
    expect(count).toBe(BOUND + 1);
    const overflow = only(
      ok(
        await service()
          .client.from("metric_series")
          .select("*")
          .match({ ...ofWorkspace, is_overflow: true }),
      ),
    );
    expect(overflow.tags).toEqual({ overflow: "true" });
    const inside = ok(
      await service()
        .client.from("metric_samples")
        .select("value")
        .match({ workspace_id: workspace.id, series_id: overflow.id })
        .order("value"),
    );
    // The last three: the first 2000 had room.
    expect(inside.map(({ value }) => value)).toEqual([BOUND, BOUND + 1, BOUND + 2]);
    const alert = only(ok(await workspace.viewer.client.from("alerts").select("kind, subject_id, body").eq("workspace_id", workspace.id)));
    expect(alert).toMatchObject({ kind: "metric_overflow", subject_id: "latency" });
    expect(alert.body).toContain("3 points of 3 more series");
  });

  test("does not crowd out another metric, and a sender who says overflow itself does no harm", async () => {
    const { workspace, send } = await fresh();
    const at = iso(Date.now());
    await send([point({ at, tags: { overflow: "true" } })]);
    const many = Array.from({ length: BOUND }, (_, index) => point({ at, tags: { request: `${index}` } }));
    expect(await send([...many, point({ at, name: "another", tags: { a: "b" } })])).toEqual(stored(BOUND + 1));
    const another = { workspace_id: workspace.id, name: "another" };
    expect(ok(await service().client.from("metric_series").select("tags").match(another))).toEqual([{ tags: { a: "b" } }]);
  });
});
