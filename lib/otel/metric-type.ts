import type { MetricType } from "../domain/metric.ts";
import type { OtelPoint } from "./otel-metric.ts";

type Rule = { readonly type: MetricType; readonly name: RegExp; readonly unit?: RegExp };

const TIME = /^(s|ms|us|µs|ns|min|h|seconds|milliseconds)$/i;
const BYTES = /^([kmg]i?)?by(tes?)?$|^\{?bytes\}?$/i;

/** In order: the first that fits. Source: OpenTelemetry semantic conventions for system, process, runtime, db, http, rpc and gen_ai metrics. */
const RULES: readonly Rule[] = [
  { type: "cache_hit_rate", name: /cache.*hit.*(rate|ratio)|hit_?(rate|ratio)$/i },
  { type: "error_rate", name: /(error|failure)s?[._-]?(rate|ratio)/i },
  { type: "db_connections", name: /^db\.client\.connections?(\.usage|\.count)?$|db[._]connections?$/i },
  { type: "cpu", name: /(^|[._])cpu([._](utilization|usage|load|percent))?$/i },
  { type: "memory", name: /(^|[._])(memory|heap|rss)([._]|$)/i, unit: BYTES },
  { type: "memory", name: /(^|[._])memory[._](utilization|usage)$/i },
  { type: "latency", name: /duration|latency|elapsed|response[._]?time|time_to_|time_per_|wait_time|use_time|\.delay/i, unit: TIME },
  { type: "throughput", name: /throughput|(requests|messages|tokens|operations)[._]per[._]second/i },
];

/** A counter of calls tells of calls only where each point tells of its own time. */
const CALLS = /(requests|calls|api_calls)([._](count|total))?$/i;

/**
 * Which of the kinds that Windvane understands a metric is; `other` where none fits, and for what is told as a total
 * since the start of a process: figures of single spans of time cannot be made from it alone.
 */
export function metricTypeOf(point: OtelPoint): MetricType {
  if (point.temporality === "cumulative") return "other";
  if (point.form.kind === "value" && point.form.isTotal) return CALLS.test(point.name) ? "api_calls" : "other";
  return RULES.find(({ name, unit }) => name.test(point.name) && (unit === undefined || unit.test(point.unit)))?.type ?? "other";
}
