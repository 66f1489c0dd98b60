/** Metrics of the official SDK, exported by the official exporters, read back as points of series. */
import { OTLPMetricExporter as JsonExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPMetricExporter as ProtobufExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { AggregationTemporality, AggregationType, MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { expect, test } from "vitest";
import { endpoint } from "./otlp-requests.ts";
import { makeSmallWorkspace, ok, service } from "./stack.ts";

async function storedPoints(workspaceId: string) {
  const { client } = service();
  const series = ok(await client.from("metric_series").select("*").eq("workspace_id", workspaceId));
  const samples = ok(await client.from("metric_samples").select("*").eq("workspace_id", workspaceId));
  return samples.map((sample) => ({ ...sample, series: series.find(({ id }) => id === sample.series_id) }));
}

function makeMeter(key: string, options: { readonly encoding: "json" | "protobuf"; readonly temporality: AggregationTemporality }) {
  const Exporter = options.encoding === "json" ? JsonExporter : ProtobufExporter;
  const exporter = new Exporter({
    url: endpoint("/v1/metrics"),
    headers: { "x-api-key": key },
    temporalityPreference: options.temporality as never,
  });
  const provider = new MeterProvider({
    resource: resourceFromAttributes({ "service.name": "travel-service", "service.instance.id": "one" }),
    readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })],
    views: [{ instrumentName: "tool.latency", aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } }],
  });
  return { provider, meter: provider.getMeter("test") };
}

test.each(["json", "protobuf"] as const)("each kind of instrument becomes a point of its series, by %s", async (encoding) => {
  const { id, key } = await makeSmallWorkspace();
  const { provider, meter } = makeMeter(key, { encoding, temporality: AggregationTemporality.DELTA });
  meter.createGauge("process.memory.usage", { unit: "By" }).record(1024);
  meter.createCounter("api.calls").add(3, { route: "/a" });
  meter.createUpDownCounter("db.client.connection.count").add(7);
  const duration = meter.createHistogram("gen_ai.client.operation.duration", {
    unit: "s",
    advice: { explicitBucketBoundaries: [0.1, 1, 10] },
  });
  for (const value of [0.05, 0.5, 0.6, 5]) duration.record(value);
  const latency = meter.createHistogram("tool.latency", { unit: "ms" });
  for (let value = 1; value <= 100; value += 1) latency.record(value);
  await provider.shutdown();
  const points = await storedPoints(id);
  const byName = Object.fromEntries(points.map((point) => [point.series?.name ?? "", point]));
  const about = (name: string) => [byName[name]?.series?.type, byName[name]?.series?.unit, byName[name]?.value];
  expect(points).toHaveLength(5);
  expect(about("process.memory.usage")).toEqual(["memory", "By", 1024]);
  expect(about("api.calls")).toEqual(["api_calls", "", 3]);
  expect(about("db.client.connection.count")).toEqual(["db_connections", "", 7]);
  expect(byName["api.calls"]?.series?.tags).toEqual({ "otel.temporality": "delta", "service.name": "travel-service", route: "/a" });
  expect(byName["gen_ai.client.operation.duration"]).toMatchObject({
    count: 4,
    sum: 6.15,
    min: 0.05,
    max: 5,
    series: { type: "latency", unit: "s" },
  });
  expect(byName["tool.latency"]).toMatchObject({ count: 100, sum: 5050, min: 1, max: 100, series: { type: "latency", unit: "ms" } });
  // The exact median is 50; scale 4 or finer (160 buckets for 1 to 100) and 1 % of the sketch stay within 6 %.
  const sample = byName["tool.latency"];
  expect(Math.abs(medianOf(sample?.histogram_keys ?? [], sample?.histogram_counts ?? []) / 50 - 1)).toBeLessThan(0.06);
});

test("a total since the start of a process is kept as what it is", async () => {
  const { id, key } = await makeSmallWorkspace();
  const { provider, meter } = makeMeter(key, { encoding: "json", temporality: AggregationTemporality.CUMULATIVE });
  meter.createCounter("api.calls").add(3);
  await provider.shutdown();
  const [point] = await storedPoints(id);
  expect(point).toMatchObject({ value: 3, series: { type: "other", tags: { "otel.temporality": "cumulative" } } });
});

/** Source: DDSketch: the middle of bucket k is 2 gamma^k / (gamma + 1), gamma = 1.01 / 0.99. */
function medianOf(keys: readonly number[], counts: readonly number[]): number {
  const gamma = 1.01 / 0.99;
  const half = counts.reduce((sum, count) => sum + count, 0) / 2;
  let seen = 0;
  for (const [index, key] of keys.entries()) {
    seen += counts[index] ?? 0;
    if (seen >= half) return (2 * gamma ** key) / (gamma + 1);
  }
  return Number.NaN;
}
