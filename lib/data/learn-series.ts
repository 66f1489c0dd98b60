import { z } from "zod";
import { type BaselineAnswer, baselineAnswerSchema, type Season, seasonHourSchema } from "../domain/baseline.ts";
import type { Anomaly } from "../domain/degradation.ts";
import { metricTypeSchema } from "../domain/metric.ts";
import { type MetricSeries, SERIES_ORIGINS, type SeriesBucket } from "../domain/metric-series.ts";
import { type Client, unwrap } from "./client.ts";
import type { Json } from "./database.types.ts";
import { instantSchema } from "./execution-rows.ts";
import { bucketRowsSchema, bucketsBySeries } from "./read-series.ts";

const watchedSchema = z.object({
  id: z.number(),
  name: z.string(),
  type: metricTypeSchema,
  unit: z.string(),
  tags: z.record(z.string(), z.string()),
  origin: z.enum(SERIES_ORIGINS),
  agent_id: z.string().nullable(),
  task_type: z.string().nullable(),
  learnt_until: z.string(),
  state: z.unknown(),
  baseline: baselineAnswerSchema.nullable(),
  hour: seasonHourSchema.nullable(),
});

const sliceSchema = z
  .object({ workspace_id: z.string(), until: z.string(), series: z.array(watchedSchema), buckets: bucketRowsSchema })
  .nullable();

/** A series to learn from: what is remembered of it (as it was stored; null at first), what is normal of it, and its new minutes. */
export type WatchedSeries = {
  readonly series: Pick<MetricSeries, "id" | "name" | "type" | "unit" | "tags" | "origin" | "agentId" | "taskType">;
  /** As the database wrote it, to the microsecond; names the state that was taken. */
  readonly learntUntil: string;
  readonly state: unknown;
  readonly baseline: BaselineAnswer | null;
  /** What is normal in this hour of the week. */
  readonly hour: z.infer<typeof seasonHourSchema> | null;
  readonly minutes: readonly SeriesBucket[];
};

/** Series of one workspace, to be learnt from until an instant. */
export type SeriesSlice = { readonly workspaceId: string; readonly until: string; readonly watched: readonly WatchedSeries[] };

/** Which series: those nearly up to date (`isLive`), or those that catch up; at most `series`, over at most `spanMs`, of workspaces not skipped. */
export type SliceArguments = {
  readonly series: number;
  readonly spanMs: number;
  readonly isLive: boolean;
  readonly skip: readonly string[];
};

/** The series that wait longest; null when none waits. Takes nothing away. Raises as `unwrap` does. */
export async function takeSeriesSlice(client: Client, { series, spanMs, isLive, skip }: SliceArguments): Promise<SeriesSlice | null> {
  const answer = await client.rpc("take_series_slice", {
    p_series: series,
    p_span: `${spanMs / 1000} seconds`,
    p_is_live: isLive,
    p_skip: [...skip],
  });
  const slice = sliceSchema.parse(unwrap(answer, "Taking series to learn from"));
  if (slice === null) return null;
  const ids = slice.series.map(({ id }) => id);
  const minutes = bucketsBySeries(ids, slice.buckets);
  const watched = slice.series.map(
    ({ agent_id: agentId, task_type: taskType, learnt_until: learntUntil, state, baseline, hour, ...named }) => {
      const learntUntilMs = Date.parse(instantSchema.parse(learntUntil));
      const fresh = (minutes.get(named.id) ?? []).filter(({ atMs }) => atMs >= learntUntilMs);
      return { series: { ...named, agentId, taskType }, learntUntil, state: state ?? null, baseline, hour, minutes: fresh };
    },
  );
  return { workspaceId: slice.workspace_id, until: slice.until, watched };
}

/** A change of a degradation, as the database keeps it, with the words of its alert. Instants are ISO 8601. */
export type StoredEffect =
  | {
      readonly kind: "opened" | "reopened" | "updated";
      readonly title: string;
      readonly body: string;
      readonly severity: string;
      readonly statistic: string;
      readonly normal: number;
      readonly now: number;
      readonly size: number;
      readonly isRatio: boolean;
      readonly beganAt: string;
      readonly noticedAt: string;
      readonly lastSeenAt: string;
      readonly touched: number;
      readonly flaps: number;
    }
  | { readonly kind: "ended"; readonly status: string; readonly endedAt: string; readonly body: string };

/** What was learnt of a series. */
export type LearntSeries = {
  readonly id: number;
  readonly learntUntil: string;
  readonly state: unknown;
  readonly effects: readonly StoredEffect[];
  readonly anomalies: readonly Anomaly[];
};

/**
 * Stores what was learnt of a slice; of each series only if nobody has learnt of it since. Resolves to the number of those that were
 * stored. Raises as `unwrap` does.
 */
export async function storeSeriesSlice(client: Client, slice: SeriesSlice, learnt: readonly LearntSeries[]): Promise<number> {
  const rows = learnt.map(({ id, learntUntil, state, effects, anomalies }) => ({
    id,
    learnt_until: learntUntil,
    state,
    effects: effects.map(toEffectRow),
    anomalies,
  }));
  const answer = await client.rpc("store_series_slice", {
    p_workspace_id: slice.workspaceId,
    p_until: slice.until,
    p_series: plain(rows),
  });
  return unwrap(answer, "Storing what was learnt of series");
}

function toEffectRow(effect: StoredEffect) {
  if (effect.kind === "ended") return { kind: effect.kind, status: effect.status, ended_at: effect.endedAt, body: effect.body };
  const { isRatio, beganAt, noticedAt, lastSeenAt, ...rest } = effect;
  return { ...rest, is_ratio: isRatio, began_at: beganAt, noticed_at: noticedAt, last_seen_at: lastSeenAt };
}

const baselineSliceSchema = z
  .object({
    workspace_id: z.string(),
    window_hours: z.number(),
    ids: z.array(z.number()),
    seasonal: z.array(z.number()),
    from: z.record(z.string(), z.number()),
    recent: bucketRowsSchema,
    hours: bucketRowsSchema,
  })
  .nullable();

/** Series whose baselines are due, with what these are made of. */
export type BaselineSlice = {
  readonly workspaceId: string;
  readonly windowHours: number;
  readonly series: readonly {
    readonly id: number;
    /** Steps of five minutes of the window, up to where a degradation that is open began. */
    readonly recent: readonly SeriesBucket[];
    /** Hours of six weeks, likewise; null while the season is not due. */
    readonly hours: readonly SeriesBucket[] | null;
    readonly isDegraded: boolean;
  }[];
};

/** The series whose baselines wait longest, at most `series` of one workspace; null when none waits. Raises as `unwrap` does. */
export async function takeBaselineSlice(
  client: Client,
  args: { readonly series: number; readonly skip: readonly string[] },
): Promise<BaselineSlice | null> {
  const answer = await client.rpc("take_baseline_slice", { p_series: args.series, p_skip: [...args.skip] });
  const slice = baselineSliceSchema.parse(unwrap(answer, "Taking baselines to make"));
  if (slice === null) return null;
  const recent = bucketsBySeries(slice.ids, slice.recent);
  const hours = bucketsBySeries(slice.seasonal, slice.hours);
  const series = slice.ids.map((id) => {
    const endMs = slice.from[String(id)] ?? Number.POSITIVE_INFINITY;
    const before = (buckets: readonly SeriesBucket[]) => buckets.filter(({ atMs }) => atMs < endMs);
    const seasonal = hours.get(id);
    return {
      id,
      recent: before(recent.get(id) ?? []),
      hours: seasonal === undefined ? null : before(seasonal),
      isDegraded: Number.isFinite(endMs),
    };
  });
  return { workspaceId: slice.workspace_id, windowHours: slice.window_hours, series };
}

/** A baseline to keep; `answer` or `season` null where what is there stays. */
export type MadeBaseline = { readonly id: number; readonly answer: BaselineAnswer | null; readonly season: Season | null };

/** Stores baselines and notes when they are due again. Raises as `unwrap` does. */
export async function storeBaselines(client: Client, slice: BaselineSlice, made: readonly MadeBaseline[]): Promise<void> {
  const answer = await client.rpc("store_baselines", {
    p_workspace_id: slice.workspaceId,
    p_window_hours: slice.windowHours,
    p_baselines: plain(made),
  });
  unwrap(answer, "Storing baselines");
}

/** What the client's types want JSON to be: with arrays that could be written to. */
function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}
