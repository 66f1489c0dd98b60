import { describe, expect, test } from "vitest";
import { executionReportSchema, INGEST_MAX_JSON_CHARACTERS } from "../domain/ingest.ts";
import { toPlainJson } from "./plain-json.ts";
import { clipJson, clipNumber, clipText, FIELD_LIMITS, joinTags, toReportedError } from "./report-fields.ts";

const ignore = (): void => undefined;
const ROW = { agentId: "a", taskType: "t", startedAt: "2026-11-22T12:00:00Z" };

describe("the limits are those of ingest", () => {
  test("JSON", () => {
    expect(FIELD_LIMITS.json).toBe(INGEST_MAX_JSON_CHARACTERS);
  });

  test.each([
    ["taskDescription", (text: string) => ({ taskDescription: text })],
    ["model", (text: string) => ({ model: text })],
    ["errorMessage", (text: string) => ({ error: { message: text } })],
    ["errorType", (text: string) => ({ error: { message: "", type: text } })],
  ] as const)("%s: what was cut is taken, one character more is not", (field, fill) => {
    const cut = clipText(field, "x".repeat(100_000), ignore) ?? "";
    expect(executionReportSchema.safeParse({ ...ROW, ...fill(cut) }).success).toBe(true);
    expect(executionReportSchema.safeParse({ ...ROW, ...fill(`${cut}x`) }).success).toBe(false);
  });

  test.each(["inputTokens", "outputTokens", "costUsd"] as const)("%s", (field) => {
    for (const value of [0, 1.5, 1e6, 1e7, 3e9, -1, Number.NaN, Number.POSITIVE_INFINITY, "7"]) {
      const kept = clipNumber(field, value, ignore);
      expect(executionReportSchema.safeParse({ ...ROW, [field]: kept }).success).toBe(true);
    }
    expect(clipNumber(field, 1e6, ignore)).toBe(1e6);
    expect(clipNumber(field, -1, ignore)).toBeUndefined();
  });
});

describe("toPlainJson", () => {
  test("keeps plain values and is not moved by later changes", () => {
    const value = { list: [1, "two", null, true], nested: { at: new Date(0) } };
    const { json, clipped } = toPlainJson(value, 1000);
    value.list.push(3);
    expect(json).toEqual({ list: [1, "two", null, true], nested: { at: "1970-01-01T00:00:00.000Z" } });
    expect(clipped).toBeNull();
  });

  test("writes what JSON lacks as text, and cuts a circle but no repetition", () => {
    const shared = { id: 1 };
    const value: Record<string, unknown> = { big: 10n, error: new RangeError("too far"), one: shared, two: shared, nothing: undefined };
    value["self"] = value;
    expect(toPlainJson(value, 1000).json).toEqual({
      big: "10",
      error: { name: "RangeError", message: "too far" },
      one: { id: 1 },
      two: { id: 1 },
      self: "[circular]",
    });
  });

  test("replaces what is too large by a record that says so and shows its beginning", () => {
    const { json, clipped } = toPlainJson("x".repeat(5000), 2000);
    expect(clipped).toBe("is more than 2000 characters of JSON");
    expect(json).toEqual({ clipped, beginsWith: `"${"x".repeat(999)}` });
  });
});

describe("toReportedError", () => {
  test("takes type, message, code and cause from an Error", () => {
    const error = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:9", { cause: new Error("refused") }), {
      name: "NetworkError",
      code: "ECONNREFUSED",
    });
    expect(toReportedError(error, ignore)).toMatchObject({
      type: "NetworkError",
      message: "connect ECONNREFUSED 127.0.0.1:9",
      details: { code: "ECONNREFUSED", cause: "Error: refused" },
    });
  });

  test.each([
    ["text", "it broke", { type: undefined, message: "it broke", details: undefined }],
    [
      "a record",
      { type: "DiskFull", message: "no room", details: { bytes: 7 } },
      { type: "DiskFull", message: "no room", details: { bytes: 7 } },
    ],
    ["a record without a message", { code: 7 }, { type: undefined, message: '{"code":7}', details: undefined }],
  ])("takes %s", (_what, error, expected) => {
    expect({ type: undefined, details: undefined, ...toReportedError(error, ignore) }).toEqual(expected);
  });

  test("is absent when nothing went wrong", () => {
    expect(toReportedError(undefined, ignore)).toBeUndefined();
  });
});

test("joinTags lets the later tag win and stays absent without any", () => {
  expect(joinTags({ a: 1, b: 1 }, { b: 2 }, ignore)).toEqual({ a: 1, b: 2 });
  expect(joinTags(undefined, undefined, ignore)).toBeUndefined();
});

test("clipJson names the field that was clipped", () => {
  const told: string[] = [];
  clipJson("outputs", "x".repeat(FIELD_LIMITS.json), (field) => told.push(field));
  expect(told).toEqual(["outputs"]);
});
