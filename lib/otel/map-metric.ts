import { METRIC_MAX_TAGS, type MetricDistribution, type MetricReport } from "../domain/metric.ts";
import { metricTypeOf } from "./metric-type.ts";
import type { Bucket, OtelPoint, PointForm } from "./otel-metric.ts";
import type { Attributes } from "./otlp-values.ts";
import { clipText } from "./plain-json.ts";
import { isoOf } from "./span-tags.ts";

/** The logarithmic buckets of metric reports. Source: DDSketch (Masson, Rim, Lee; VLDB 2019), alpha = 0.01. */
const LOG_GAMMA = Math.log(1.01 / 0.99);
const LOWEST = 0.001;
const HIGHEST = 1e15;
/** A wide bucket's values are taken as evenly spread over so many places, as Prometheus interpolates within a bucket. */
const PLACES = 16;
const MAX_COUNT = 2_147_483_647;
const MAX_TAG_KEY = 120;
const MAX_TAG_VALUE = 255;
/** What tells apart who measured: the series is the service's, the source is one of its instances. */
const SOURCES = ["service.instance.id", "host.name", "k8s.pod.name", "process.pid"];

/**
 * A point of an OpenTelemetry metric as a metric report. Buckets become logarithmic ones. A total since the start of a
 * process stays what it is, of type `other` and tagged `otel.temporality: cumulative`: what it says of a span of time is the
 * difference of two points. Never raises.
 */
export function mapPoint(point: OtelPoint): MetricReport {
  const sourceId = SOURCES.map((name) => point.resource[name]).find((value) => typeof value === "string" && value.trim() !== "");
  return {
    name: clipText(point.name.trim(), 255),
    type: metricTypeOf(point),
    unit: clipText(point.unit, 63),
    at: isoOf(point.atNanos),
    tags: tagsOf(point),
    ...(typeof sourceId === "string" && { sourceId: clipText(sourceId, 120) }),
    ...(point.form.kind === "value" ? { value: point.form.value } : { distribution: toDistribution(point.form) }),
  };
}

function tagsOf({ attributes, resource, temporality, form }: OtelPoint): Record<string, string> {
  const own = temporality === "instant" ? [] : [["otel.temporality", temporality] as const];
  const quantile = form.kind === "value" && form.quantile !== undefined ? [["quantile", String(form.quantile)] as const] : [];
  const service = named(resource, "service.name");
  const rest = Object.entries(attributes).map(
    ([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)] as const,
  );
  const all = [...own, ...quantile, ...service, ...rest].filter(([name]) => name.trim() !== "" && name.length <= MAX_TAG_KEY);
  return Object.fromEntries(all.slice(0, METRIC_MAX_TAGS).map(([name, value]) => [name, clipText(value, MAX_TAG_VALUE)]));
}

function named(resource: Attributes, name: string): readonly (readonly [string, string])[] {
  const value = resource[name];
  return typeof value === "string" ? [[name, value]] : [];
}

/** The bucket of a value, as `private.histogram_key` of the database. */
function keyOf(value: number): number {
  return Math.ceil(Math.log(Math.min(Math.max(value, LOWEST), HIGHEST)) / LOG_GAMMA);
}

function toDistribution(form: PointForm & { readonly kind: "distribution" }): MetricDistribution {
  const counts = new Map<number, number>();
  let sum = 0;
  for (const bucket of form.buckets) {
    for (const [value, count] of spread(bucket)) {
      const key = keyOf(value);
      counts.set(key, Math.min(MAX_COUNT, (counts.get(key) ?? 0) + count));
      sum += value * count;
    }
  }
  const sorted = [...counts.entries()].sort(([a], [b]) => a - b);
  const min = form.min ?? form.buckets[0]?.low ?? 0;
  return {
    count: Math.min(
      MAX_COUNT,
      sorted.reduce((total, [, count]) => total + count, 0),
    ),
    sum: form.sum ?? sum,
    min,
    max: Math.max(min, form.max ?? form.buckets.at(-1)?.high ?? 0),
    keys: sorted.map(([key]) => key),
    counts: sorted.map(([, count]) => count),
  };
}

/** Evenly over the bucket; the remainder to the first places. */
function spread({ low, high, count }: Bucket): readonly (readonly [number, number])[] {
  const places = keyOf(low) === keyOf(high) ? 1 : Math.min(PLACES, count);
  return Array.from({ length: places }, (_, place) => {
    const share = Math.floor(count / places) + (place < count % places ? 1 : 0);
    return [low + ((high - low) * (place + 0.5)) / places, share] as const;
  });
}
