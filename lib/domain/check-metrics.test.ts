import { describe, expect, test } from "vitest";
import { checkMetrics } from "./check-metrics.ts";
import { METRIC_MAX_TAGS, METRIC_TYPES } from "./metric.ts";

const POINT = { name: "http.latency", type: "latency", unit: "ms", at: "2026-11-22T12:00:00.123456Z", value: 1.5 };
const { value: _, ...BARE } = POINT;
const DISTRIBUTION = { count: 5, sum: 60, min: 5, max: 20, keys: [-3, 0, 120], counts: [1, 1, 3] };
const MANY = Array.from({ length: 2101 }, (_, index) => index);

const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag ${index}`, "x"]));

/** The field that a point is refused for; null when it is good. */
function faultOf(point: unknown): string | null {
  const { good, rejected } = checkMetrics([point]);
  expect(good.length + rejected.length).toBe(1);
  return rejected[0]?.field ?? null;
}

describe("a point", () => {
  test.each<readonly [string, unknown]>([
    ["a value", POINT],
    ["a value below zero", { ...POINT, value: -2 }],
    ["a distribution", { ...BARE, distribution: DISTRIBUTION }],
    ["no unit", { ...POINT, unit: "" }],
    ["as many tags as there may be", { ...POINT, tags: tags(METRIC_MAX_TAGS) }],
    ["an empty tag", { ...POINT, tags: { host: "" } }],
    ["a source", { ...POINT, sourceId: "host-1/4711" }],
    ...METRIC_TYPES.map((type) => [`the type ${type}`, { ...POINT, type }] as const),
  ])("with %s is good", (_, point) => {
    expect(faultOf(point)).toBeNull();
  });

  test.each([
    ["neither value nor distribution", BARE, "value"],
    ["both", { ...POINT, distribution: DISTRIBUTION }, "value"],
    ["a value that is no number", { ...POINT, value: Number.NaN }, "value"],
    ["an endless value", { ...POINT, value: Number.POSITIVE_INFINITY }, "value"],
    ["an unknown type", { ...POINT, type: "speed" }, "type"],
    ["no name", { ...POINT, name: " " }, "name"],
    ["too long a name", { ...POINT, name: "x".repeat(256) }, "name"],
    ["an instant without a zone", { ...POINT, at: "2026-11-22T12:00:00" }, "at"],
    ["one tag too many", { ...POINT, tags: tags(METRIC_MAX_TAGS + 1) }, "tags"],
    ["a tag that is a number", { ...POINT, tags: { host: 5 } }, "tags.host"],
    ["too long a tag", { ...POINT, tags: { host: "x".repeat(256) } }, "tags.host"],
    ["a field that nobody knows", { ...POINT, colour: "red" }, ""],
    ["keys that fall", { ...BARE, distribution: { ...DISTRIBUTION, keys: [0, -3, 120] } }, "distribution.keys"],
    ["a key twice", { ...BARE, distribution: { ...DISTRIBUTION, keys: [0, 0, 120] } }, "distribution.keys"],
    ["a count for no key", { ...BARE, distribution: { ...DISTRIBUTION, counts: [1, 1, 2, 1] } }, "distribution.counts"],
    ["a count of zero", { ...BARE, distribution: { ...DISTRIBUTION, counts: [1, 0, 4] } }, "distribution.counts.1"],
    ["counts of another total", { ...BARE, distribution: { ...DISTRIBUTION, count: 6 } }, "distribution.counts"],
    ["a least above the most", { ...BARE, distribution: { ...DISTRIBUTION, min: 21 } }, "distribution.min"],
    [
      "more buckets than there are",
      { ...BARE, distribution: { ...DISTRIBUTION, count: 2101, keys: MANY, counts: MANY.map(() => 1) } },
      "distribution.keys",
    ],
    ["nothing at all", null, ""],
  ])("with %s is refused, and the fault is named", (_, point, field) => {
    expect(faultOf(point)).toBe(field);
  });

  test("that is bad spoils no other", () => {
    const { good, rejected } = checkMetrics([POINT, null, POINT]);
    expect([good.map(({ index }) => index), rejected.map(({ index }) => index)]).toEqual([[0, 2], [1]]);
  });

  test("loses what the database cannot hold of its tags, and nothing else", () => {
    const [point] = checkMetrics([{ ...POINT, tags: { "a\0": "b\0c", plain: "x" } }]).good;
    expect(point?.report.tags).toEqual({ "a\ufffd": "b\ufffdc", plain: "x" });
  });
});
