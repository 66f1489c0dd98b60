import { z } from "zod";
import { reportedInstantSchema, reportedNameSchema, reportedTextSchema } from "./reported-fields.ts";
import { toStorableJson } from "./storable-text.ts";

/** The most metric points in one batch: what one request can check and store within its CPU budget. */
export const INGEST_MAX_METRICS = 5000;

/** The most tags of one series: more are rather facts about an event than names of a series. */
export const METRIC_MAX_TAGS = 32;

/** What is measured: the eight kinds that Windvane understands, and `other`, which is kept and shown only. */
export const METRIC_TYPES = [
  "latency",
  "throughput",
  "error_rate",
  "memory",
  "cpu",
  "cache_hit_rate",
  "db_connections",
  "api_calls",
  "other",
] as const;

/** See {@link METRIC_TYPES}. */
export const metricTypeSchema = z.enum(METRIC_TYPES);

/** See {@link METRIC_TYPES}. */
export type MetricType = z.infer<typeof metricTypeSchema>;

/** How the names of metrics begin that Windvane itself makes: of executions, and of the database it stands on. */
export const OWN_METRICS = "windvane.";

/** OpenTelemetry allows 255 characters for the name of an instrument and 63 for its unit. */
const NAME_LENGTH = 255;
const UNIT_LENGTH = 63;
const TAG_KEY_LENGTH = 120;
const TAG_VALUE_LENGTH = 255;
const SOURCE_LENGTH = 120;
/** More than the logarithmic buckets from a millionth to 10^15, of which there are 2073. */
const MAX_BUCKETS = 2100;

const key = z.int().min(-32_768).max(32_767);
const bucketCount = z.int().positive().max(2_147_483_647);

/**
 * Many values in one point: `keys` are logarithmic buckets, ascending, with gamma = 1.01 / 0.99: a value v lies in
 * ceil(ln v / ln gamma), so that any quantile is within 1 %; `counts` says how many values each holds. What is
 * below 0.001 of the unit counts as 0.001. Source: DDSketch (Masson, Rim, Lee; VLDB 2019).
 */
export const metricDistributionSchema = z
  .strictObject({
    count: bucketCount,
    sum: z.number(),
    min: z.number(),
    max: z.number(),
    keys: z.array(key).min(1).max(MAX_BUCKETS),
    counts: z.array(bucketCount).min(1).max(MAX_BUCKETS),
  })
  .refine((value) => value.min <= value.max, { path: ["min"], message: "is more than max" })
  .refine((value) => value.keys.length === value.counts.length, { path: ["counts"], message: "has not one count for each key" })
  .refine((value) => isAscending(value.keys), { path: ["keys"], message: "are not ascending, each once" })
  .refine((value) => total(value.counts) === value.count, { path: ["counts"], message: "do not add up to count" });

/** See {@link metricDistributionSchema}. */
export type MetricDistribution = z.infer<typeof metricDistributionSchema>;

/**
 * One point of a metric as an agent reports it: a `value`, or a `distribution` of many. A series is what has the
 * same name, type, unit and tags; one point per series, `sourceId` and instant (to the microsecond), so that the same sent again is the same.
 */
export const metricReportSchema = z
  .strictObject({
    name: reportedNameSchema(NAME_LENGTH).refine(
      (name) => !name.startsWith(OWN_METRICS),
      `begins with ${OWN_METRICS}, which is Windvane's own`,
    ),
    type: metricTypeSchema,
    unit: reportedTextSchema(UNIT_LENGTH),
    at: reportedInstantSchema,
    tags: z
      .record(reportedNameSchema(TAG_KEY_LENGTH), z.string().max(TAG_VALUE_LENGTH))
      .refine((tags) => Object.keys(tags).length <= METRIC_MAX_TAGS, `are more than ${METRIC_MAX_TAGS}`)
      .overwrite(toStorableJson)
      .optional(),
    /** Who measured, where several measure the same series: a process, a host. */
    sourceId: reportedNameSchema(SOURCE_LENGTH).optional(),
    value: z.number().optional(),
    distribution: metricDistributionSchema.optional(),
  })
  .refine((point) => (point.value === undefined) !== (point.distribution === undefined), {
    path: ["value"],
    message: "or distribution must be given, and not both",
  });

/** See {@link metricReportSchema}; as sent. */
export type MetricReport = z.input<typeof metricReportSchema>;

/** See {@link metricReportSchema}; checked. */
export type ParsedMetricReport = z.output<typeof metricReportSchema>;

function isAscending(keys: readonly number[]): boolean {
  return keys.every((value, index) => index === 0 || value > (keys[index - 1] ?? value));
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
