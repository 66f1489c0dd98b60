import { z } from "zod";
import { metricTypeSchema } from "../domain/metric.ts";
import { type MetricSeries, SERIES_ORIGINS, type SeriesBucket } from "../domain/metric-series.ts";
import { type Client, unwrap } from "./client.ts";
import { instantSchema } from "./execution-rows.ts";

/** The most rows that a project answers at once unless set otherwise; more are asked for page by page. */
const PAGE_ROWS = 1000;
const COLUMNS = "id, name, type, unit, tags, origin, agent_id, task_type, is_overflow, first_seen_at, last_seen_at";

const seriesRowSchema = z
  .object({
    id: z.number(),
    name: z.string(),
    type: metricTypeSchema,
    unit: z.string(),
    tags: z.record(z.string(), z.string()),
    origin: z.enum(SERIES_ORIGINS),
    agent_id: z.string().nullable(),
    task_type: z.string().nullable(),
    is_overflow: z.boolean(),
    first_seen_at: instantSchema,
    last_seen_at: instantSchema,
  })
  .transform(
    ({
      agent_id: agentId,
      task_type: taskType,
      is_overflow: isOverflow,
      first_seen_at: firstSeenAt,
      last_seen_at: lastSeenAt,
      ...row
    }) => ({
      ...row,
      agentId,
      taskType,
      isOverflow,
      firstSeenAt,
      lastSeenAt,
    }),
  );

/** Which series: all of a workspace, those of a name, or single ones. */
export type SeriesArguments = {
  readonly workspaceId: string;
  readonly name?: string;
  readonly ids?: readonly number[];
  readonly limit: number;
};

/** Series of a workspace by name, then id; at most `limit`. Raises as `unwrap` does. */
export async function listSeries(client: Client, { workspaceId, name, ids, limit }: SeriesArguments): Promise<readonly MetricSeries[]> {
  const found: MetricSeries[] = [];
  while (found.length < limit) {
    const last = Math.min(found.length + PAGE_ROWS, limit) - 1;
    let query = client.from("metric_series").select(COLUMNS).eq("workspace_id", workspaceId).order("name").order("id");
    if (name !== undefined) query = query.eq("name", name);
    if (ids !== undefined) query = query.in("id", [...ids]);
    const rows = z.array(seriesRowSchema).parse(unwrap(await query.range(found.length, last), "Listing series"));
    found.push(...rows);
    if (rows.length < PAGE_ROWS) break;
  }
  return found;
}

/** Which values: of some series, from (included) to (excluded), in steps of so many ms. */
export type BucketArguments = {
  readonly workspaceId: string;
  readonly seriesIds: readonly number[];
  readonly fromMs: number;
  readonly toMs: number;
  /** Whole minutes below an hour, whole hours below a day, else whole days. */
  readonly stepMs: number;
};

/** Rows as `series_buckets_json` writes them. */
export const bucketRowsSchema = z.array(
  z.object({
    s: z.number(),
    t: z.number(),
    n: z.number(),
    v: z.tuple([z.number(), z.number(), z.number(), z.number()]),
    k: z.array(z.number()),
    c: z.array(z.number()),
  }),
);

/** Buckets of each asked series, ascending; a step without values has none. Raises as `unwrap` does. */
export async function readSeriesBuckets(client: Client, args: BucketArguments): Promise<ReadonlyMap<number, readonly SeriesBucket[]>> {
  const answer = await client.rpc("series_buckets_json", {
    p_workspace_id: args.workspaceId,
    p_series_ids: [...args.seriesIds],
    p_from: new Date(args.fromMs).toISOString(),
    p_to: new Date(args.toMs).toISOString(),
    p_step: `${args.stepMs / 1000} seconds`,
  });
  return bucketsBySeries(args.seriesIds, bucketRowsSchema.parse(unwrap(answer, "Reading series")));
}

/** Rows sorted to their series, of which each that is named has a list. Never raises. */
export function bucketsBySeries(
  seriesIds: readonly number[],
  rows: z.infer<typeof bucketRowsSchema>,
): ReadonlyMap<number, readonly SeriesBucket[]> {
  const bySeries = new Map<number, SeriesBucket[]>(seriesIds.map((id) => [id, []]));
  for (const { s, t, n, v, k, c } of rows) {
    const [sum, sumSquares, min, max] = v;
    bySeries.get(s)?.push({ atMs: t, count: n, sum, sumSquares, min, max, keys: k, counts: c });
  }
  return bySeries;
}
