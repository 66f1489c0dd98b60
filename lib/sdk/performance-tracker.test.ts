import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { METRIC_MAX_TAGS, METRIC_TYPES, metricReportSchema, type ParsedMetricReport } from "../domain/metric.ts";
import { LogHistogram } from "./log-histogram.ts";
import { MAX_OPERATION_NAMES, OPERATION_INTERVAL_MS } from "./operation-figures.ts";
import { KNOWN_METRIC_TYPES, METRIC_LIMITS } from "./performance-tracker.ts";
import type { MetricInput } from "./performance-types.ts";
import type { Problem } from "./problem.ts";
import { createRecordingIngest } from "./recording-ingest.ts";
import { MAX_TAG_SETS, TAG_LIMITS } from "./tag-sets.ts";
import { createWindvane } from "./windvane.ts";

const START_MS = Date.UTC(2026, 10, 22, 12);
beforeEach(() => {
  vi.useFakeTimers({ now: START_MS });
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp(options: { readonly collectProcessMetrics?: boolean } = {}) {
  const ingest = createRecordingIngest();
  const problems: Problem[] = [];
  const onProblem = (problem: Problem) => problems.push(problem);
  const windvane = createWindvane({ url: "http://127.0.0.1:1", apiKey: "k", spool: false, fetch: ingest.fetch, onProblem, ...options });
  const points = (): readonly ParsedMetricReport[] => ingest.requests.flatMap(({ metrics }) => metrics);
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
  return { ...windvane, ...windvane.performanceTracker, points, problems, pass };
}

describe("trackOperation", () => {
  test("gives what the work returns or promises, and throws what it throws", async () => {
    const { trackOperation } = setUp();
    const failure = new Error("no");
    expect(trackOperation("plain", () => 7)).toBe(7);
    expect(await trackOperation("promise", async () => "later")).toBe("later");
    const fail = () => {
      throw failure;
    };
    expect(() => trackOperation("throws", fail)).toThrow(failure);
    await expect(trackOperation("rejects", async () => fail())).rejects.toBe(failure);
  });

  test("sends latencies, errors and calls of an interval as one point each", async () => {
    const { trackOperation, points, pass } = setUp();
    for (const ms of [10, 20, 40]) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const ended = trackOperation("lookup", () => promise);
      await pass(ms);
      resolve();
      await ended;
    }
    const failing = trackOperation("lookup", () => Promise.reject(new Error("no")));
    await expect(failing).rejects.toThrow("no");
    await pass(OPERATION_INTERVAL_MS + 250);
    const [latency, errorRate, throughput] = points();
    expect(latency).toMatchObject({ name: "operation.lookup.latency", type: "latency", unit: "ms" });
    expect(latency?.distribution).toMatchObject({ count: 4, sum: 70, min: 0, max: 40 });
    // One of four: 0.25 is the mean of the ones and zeros.
    expect(errorRate).toMatchObject({
      name: "operation.lookup.error_rate",
      distribution: { count: 4, sum: 1, min: 0, max: 1, counts: [3, 1] },
    });
    // The interval begins with the first call that ended, 10 ms after its start.
    expect(throughput).toMatchObject({ name: "operation.lookup.throughput", unit: "1/s", value: 0.4 });
    expect(points()).toHaveLength(3);
    expect(new Set(points().map(({ sourceId }) => sourceId)).size).toBe(1);
    await pass(10 * OPERATION_INTERVAL_MS);
    expect(points()).toHaveLength(3);
  });

  test("tells tags apart whatever their order, up to a bound beyond which they are one series, told once", async () => {
    const { trackOperation, points, problems, flush } = setUp();
    trackOperation("o", () => 0, { tags: { a: 1, b: "x" } });
    trackOperation("o", () => 0, { tags: { b: "x", a: 1 } });
    for (let id = 0; id < MAX_TAG_SETS + 50; id += 1) trackOperation("o", () => 0, { tags: { id } });
    await Promise.all([flush(), vi.advanceTimersByTimeAsync(300)]);
    const counts = new Map(
      points()
        .filter(({ type }) => type === "latency")
        .map((point) => [JSON.stringify(point.tags), point.distribution?.count]),
    );
    expect(counts.get('{"a":"1","b":"x"}')).toBe(2);
    expect(counts.get('{"overflow":"true"}')).toBe(51);
    expect(counts.size).toBe(MAX_TAG_SETS + 1);
    expect(problems.map(({ kind }) => kind)).toEqual(["too_many_series"]);
  });

  test("counts operations beyond the bound of names as one, called other", async () => {
    const { trackOperation, points, problems, flush } = setUp();
    for (let id = 0; id < MAX_OPERATION_NAMES + 3; id += 1) trackOperation(`order-${id}`, () => 0);
    await Promise.all([flush(), vi.advanceTimersByTimeAsync(2000)]);
    expect(points().find(({ name }) => name === "operation.other.latency")?.distribution?.count).toBe(3);
    expect(problems.map(({ kind }) => kind)).toEqual(["too_many_series"]);
  });

  test("does not mind hostile tags and names", () => {
    const { trackOperation, problems } = setUp();
    const hostile = new Proxy({}, { ownKeys: () => fail("no keys") });
    const fail = (message: string): never => {
      throw new Error(message);
    };
    expect(trackOperation("o", () => 1, { tags: hostile })).toBe(1);
    expect(trackOperation(Symbol("s") as never, () => 2)).toBe(2);
    expect(trackOperation(null as never, () => 3, null as never)).toBe(3);
    expect(new Set(problems.map(({ kind }) => kind))).toEqual(new Set(["invalid_call"]));
  });
});

describe("recordMetric", () => {
  const METRIC: MetricInput = { name: "contacts.processed", type: "throughput", unit: "1/s", value: 150 };

  test("sends a point, at the given instant or now, no two of a series in the same microsecond", async () => {
    const { recordMetric, points, pass } = setUp();
    for (let index = 0; index < 3; index += 1) recordMetric({ ...METRIC, value: index, timestamp: START_MS - 1000 });
    recordMetric({ ...METRIC, tags: { source: "email_agent" }, timestamp: new Date(START_MS - 1000) });
    recordMetric(METRIC);
    recordMetric(METRIC);
    await pass(250);
    expect(points().map(({ at }) => at)).toEqual([
      "2026-11-22T11:59:59.000000Z",
      "2026-11-22T11:59:59.000001Z",
      "2026-11-22T11:59:59.000002Z",
      "2026-11-22T11:59:59.000000Z",
      "2026-11-22T12:00:00.000000Z",
      "2026-11-22T12:00:00.000001Z",
    ]);
  });

  test.each<[string, Partial<Record<keyof MetricInput, unknown>>]>([
    ["no name", { name: " " }],
    ["a name that is too long", { name: "x".repeat(METRIC_LIMITS.name + 1) }],
    ["an unknown type", { type: "speed" }],
    ["no number", { value: "7" }],
    ["NaN", { value: Number.NaN }],
    ["a time that is none", { timestamp: "yesterday" }],
    ["a time before 1970", { timestamp: -1 }],
  ])("with %s is told and not sent", async (_what, change) => {
    const { recordMetric, points, problems, pass } = setUp();
    recordMetric({ ...METRIC, ...change } as MetricInput);
    await pass(1000);
    expect([points(), problems.map(({ kind }) => kind)]).toEqual([[], ["invalid_call"]]);
  });
});

test("figures of the process are sent every ten seconds when they are asked for, and no longer than the client is open", async () => {
  const { points, pass, close } = setUp({ collectProcessMetrics: true });
  await pass(10_300);
  expect(points().map(({ name, type, unit }) => `${name} ${type} ${unit}`)).toEqual([
    "process.memory.rss memory By",
    "process.memory.heap memory By",
    "process.cpu.utilization cpu 1",
    "process.event_loop.delay latency ms",
  ]);
  expect(points()[0]?.value).toBeGreaterThan(1e6);
  expect(points()[3]?.distribution?.count).toBeGreaterThanOrEqual(99);
  await Promise.all([close(), pass(60_000)]);
  expect(points()).toHaveLength(4);
});

test("what is known here of metrics is what ingest takes", () => {
  expect(KNOWN_METRIC_TYPES).toEqual(METRIC_TYPES);
  expect(TAG_LIMITS.tags).toBe(METRIC_MAX_TAGS);
  const point = { name: "x", type: "other", unit: "", at: "2026-11-22T12:00:00Z", value: 1 };
  const isTaken = (change: object) => metricReportSchema.safeParse({ ...point, ...change }).success;
  const text = (length: number) => "x".repeat(length);
  for (const [fits, change] of [
    [true, 0],
    [false, 1],
  ] as const) {
    expect(isTaken({ name: text(METRIC_LIMITS.name + change) })).toBe(fits);
    expect(isTaken({ unit: text(METRIC_LIMITS.unit + change) })).toBe(fits);
    expect(isTaken({ tags: { [text(TAG_LIMITS.name + change)]: "v" } })).toBe(fits);
    expect(isTaken({ tags: { k: text(TAG_LIMITS.value + change) } })).toBe(fits);
  }
});

test("a value lies within 1 % of the middle of its bucket", () => {
  const gamma = 1.01 / 0.99;
  for (let value = 0.0013; value < 1e9; value *= 1.37) {
    const histogram = new LogHistogram();
    histogram.add(value);
    const key = histogram.toDistribution()?.keys[0] ?? Number.NaN;
    // The value that private.histogram_value gives for a bucket.
    const middle = (2 * gamma ** key) / (gamma + 1);
    expect(Math.abs(middle - value) / value).toBeLessThanOrEqual(0.01 + 1e-9);
  }
});
