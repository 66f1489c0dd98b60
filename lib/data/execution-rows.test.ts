import { describe, expect, test } from "vitest";
import { instantSchema, numericSchema, toExecution, toExecutionAnnouncement, toExecutionSummary } from "./execution-rows.ts";

describe("an instant", () => {
  // As hosted PostgREST, the embedded one, and a JSON function of Postgres write it.
  test.each([
    ["2026-11-22T16:49:38+00:00", "2026-11-22T16:49:38.000Z"],
    ["2026-11-22 16:49:38+00", "2026-11-22T16:49:38.000Z"],
    ["2026-11-22 16:49:38.123456+00", "2026-11-22T16:49:38.123Z"],
    ["2026-11-22T16:49:38.5+05:30", "2026-11-22T11:19:38.500Z"],
    ["2026-11-22 16:49:38-03", "2026-11-22T19:49:38.000Z"],
    ["2026-11-22T16:49:38Z", "2026-11-22T16:49:38.000Z"],
  ])("%s is %s", (text, expected) => {
    expect(instantSchema.parse(text)).toBe(expected);
  });

  test.each(["", "soon", "2026-13-01T00:00:00Z", null, 5])("%j is none", (value) => {
    expect(instantSchema.safeParse(value).success).toBe(false);
  });
});

test("a numeric comes as a number or as text", () => {
  expect([5, "0.000000001", "12345678901.5"].map((value) => numericSchema.parse(value))).toEqual([5, 1e-9, 12_345_678_901.5]);
});

const SUMMARY_ROW = {
  id: "i",
  agent_id: "mail",
  task_type: "send",
  task_description: null,
  status: "succeeded",
  started_at: "2026-11-22 12:00:00+00",
  finished_at: "2026-11-22 12:00:01.5+00",
  duration_ms: 1500,
  attempt: 2,
  parent_id: null,
  error_type: null,
  error_message: null,
  cost_usd: "0.250000000",
  is_generated: false,
  clock_skew_ms: -360_000,
};
const SUMMARY = {
  id: "i",
  agentId: "mail",
  taskType: "send",
  taskDescription: null,
  status: "succeeded",
  startedAt: "2026-11-22T12:00:00.000Z",
  finishedAt: "2026-11-22T12:00:01.500Z",
  durationMs: 1500,
  attempt: 2,
  parentId: null,
  errorType: null,
  errorMessage: null,
  costUsd: 0.25,
  isGenerated: false,
  clockSkewMs: -360_000,
};

describe("a row", () => {
  test("becomes a summary, field by field", () => {
    expect(toExecutionSummary(SUMMARY_ROW)).toEqual(SUMMARY);
  });

  test("becomes a whole execution, its trace id in the form of W3C", () => {
    const more = { inputs: { a: 1 }, outputs: null, error_details: null, model: "m", input_tokens: 3, output_tokens: null, tags: null };
    const priced = { provider: "p", cached_input_tokens: 2, is_priced: true, is_usage_in_children: null };
    const row = {
      ...SUMMARY_ROW,
      ...more,
      ...priced,
      trace_id: "0af76519-16cd-43dd-8448-eb211c80319c",
      received_at: "2026-11-22T12:00:02+00:00",
    };
    expect(toExecution(row)).toEqual({
      ...SUMMARY,
      traceId: "0af7651916cd43dd8448eb211c80319c",
      inputs: { a: 1 },
      outputs: null,
      errorDetails: null,
      model: "m",
      provider: "p",
      inputTokens: 3,
      cachedInputTokens: 2,
      isPriced: true,
      isUsageInChildren: false,
      outputTokens: null,
      tags: null,
      receivedAt: "2026-11-22T12:00:02.000Z",
    });
  });

  test.each([{ ...SUMMARY_ROW, status: "gone" }, { ...SUMMARY_ROW, id: undefined }, {}, null])(
    "that this code does not know is an error: %#",
    (row) => {
      expect(() => toExecutionSummary(row)).toThrow();
    },
  );
});

test("an announcement carries summaries and the number of all", () => {
  expect(toExecutionAnnouncement({ id: "message", total: 70, executions: [SUMMARY_ROW] })).toEqual({ total: 70, executions: [SUMMARY] });
  expect(() => toExecutionAnnouncement({ executions: [] })).toThrow();
});
