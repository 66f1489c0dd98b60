import { describe, expect, test } from "vitest";
import { makeUuidV7 } from "../core/uuid-v7.ts";
import { checkExecutions } from "./check-executions.ts";
import { INGEST_MAX_DURATION_MS, INGEST_MAX_JSON_CHARACTERS, ingestBatchSchema } from "./ingest.ts";

const STARTED_AT = "2026-11-22T12:00:00.000Z";
const ROW = { agentId: "mail", taskType: "send", startedAt: STARTED_AT };
const id = (atMs = Date.parse(STARTED_AT)) => makeUuidV7({ nowMs: atMs, randomBytes: new Uint8Array(10) });
const DAY_MS = 86_400_000;

/** The field that a row is refused for; null when it is good. */
function faultOf(row: unknown): string | null {
  const { good, rejected } = checkExecutions([row]);
  expect(good.length + rejected.length).toBe(1);
  return rejected[0]?.field ?? null;
}

describe("a row", () => {
  test.each([
    ["the least that says it runs", ROW],
    ["an end", { ...ROW, status: "succeeded", finishedAt: "2026-11-22T12:00:01Z" }],
    ["a duration alone", { ...ROW, status: "failed", durationMs: 0 }],
    ["an end at the very start", { ...ROW, status: "cancelled", finishedAt: STARTED_AT }],
    ["another zone", { ...ROW, startedAt: "2026-11-22T17:30:00+05:30" }],
    ["the easternmost zone", { ...ROW, startedAt: "2026-11-22T12:00:00+14:00" }],
    ["an id in capitals", { ...ROW, id: id().toUpperCase() }],
    ["an id made a day earlier, in a queue", { ...ROW, id: id(Date.parse(STARTED_AT) - DAY_MS) }],
    ["a year", { ...ROW, status: "succeeded", durationMs: INGEST_MAX_DURATION_MS }],
    ["an input wholly cached", { ...ROW, inputTokens: 5, cachedInputTokens: 5, provider: "openai" }],
    ["json of any kind", { ...ROW, inputs: null, outputs: [1, { a: false }], tags: { a: 1, b: "x" } }],
    ["json just small enough", { ...ROW, inputs: "x".repeat(INGEST_MAX_JSON_CHARACTERS - 2) }],
  ])("with %s is good", (_, row) => {
    expect(faultOf(row)).toBeNull();
  });

  test.each([
    ["no agent", { ...ROW, agentId: undefined }, "agentId"],
    ["an agent of spaces", { ...ROW, agentId: "  " }, "agentId"],
    ["too long a task type", { ...ROW, taskType: "x".repeat(121) }, "taskType"],
    ["a start without a zone", { ...ROW, startedAt: "2026-11-22T12:00:00" }, "startedAt"],
    ["a start on a day that does not exist", { ...ROW, startedAt: "2026-02-30T12:00:00Z" }, "startedAt"],
    ["a start before 1970", { ...ROW, startedAt: "1969-12-31T23:59:59Z" }, "startedAt"],
    [
      "a start whose end Postgres could not read",
      { ...ROW, status: "failed", startedAt: "9999-12-31T23:00:00Z", durationMs: 3_600_000 },
      "startedAt",
    ],
    ["an offset beyond all zones", { ...ROW, startedAt: "2026-11-22T12:00:00+15:00" }, "startedAt"],
    ["an id of version 4", { ...ROW, id: "7b0f1c1e-5a0e-4a52-9d0f-3a1b2c3d4e5f" }, "id"],
    ["an id of more than a day earlier", { ...ROW, id: id(Date.parse(STARTED_AT) - DAY_MS - 1) }, "id"],
    ["an unknown status", { ...ROW, status: "done" }, "status"],
    ["an end and no status", { ...ROW, finishedAt: "2026-11-22T12:00:01Z" }, "status"],
    ["an end that is missing", { ...ROW, status: "failed" }, "finishedAt"],
    ["an end before the start", { ...ROW, status: "failed", finishedAt: "2026-11-22T11:59:59.999Z" }, "finishedAt"],
    ["an end years later", { ...ROW, status: "failed", finishedAt: "2029-11-22T12:00:00Z" }, "finishedAt"],
    ["a negative duration", { ...ROW, status: "failed", durationMs: -1 }, "durationMs"],
    ["a duration of more than a year", { ...ROW, status: "failed", durationMs: INGEST_MAX_DURATION_MS + 1 }, "durationMs"],
    ["more cached than read", { ...ROW, inputTokens: 5, cachedInputTokens: 6 }, "cachedInputTokens"],
    ["cached tokens of an unknown input", { ...ROW, cachedInputTokens: 0 }, "cachedInputTokens"],
    ["half a token", { ...ROW, inputTokens: 0.5 }, "inputTokens"],
    ["more tokens than an integer holds", { ...ROW, outputTokens: 2 ** 31 }, "outputTokens"],
    ["a negative cost", { ...ROW, costUsd: -0.01 }, "costUsd"],
    ["attempt 0", { ...ROW, attempt: 0 }, "attempt"],
    ["a trace id of zeros and letters beyond f", { ...ROW, traceId: "g".repeat(32) }, "traceId"],
    ["an error without a message", { ...ROW, error: { type: "T" } }, "error.message"],
    ["json too large", { ...ROW, inputs: "x".repeat(INGEST_MAX_JSON_CHARACTERS - 1) }, "inputs"],
    ["a field that nobody knows", { ...ROW, colour: "red" }, ""],
    ["nothing", null, ""],
  ])("with %s is refused", (_, row, field) => {
    expect(faultOf(row)).toBe(field);
  });

  test("without a status runs, and without an attempt is the first", () => {
    expect(checkExecutions([ROW]).good[0]?.report).toMatchObject({ status: "running", attempt: 1 });
  });
});

test("good and bad rows keep their positions in the batch", () => {
  const { good, rejected } = checkExecutions([ROW, null, ROW, 7, ROW]);
  expect(good.map(({ index }) => index)).toEqual([0, 2, 4]);
  expect(rejected.map(({ index }) => index)).toEqual([1, 3]);
});

test("a row nested deeper than the stack is refused and no other", () => {
  const deep: unknown = JSON.parse("[".repeat(100_000) + "]".repeat(100_000));
  const { good, rejected } = checkExecutions([{ ...ROW, inputs: deep }, ROW]);
  expect(good.map(({ index }) => index)).toEqual([1]);
  expect(rejected[0]?.reason).toMatch(/deeper than \d+ levels/);
});

test("an envelope holds at least one row, and nothing that it does not know", () => {
  expect(ingestBatchSchema.safeParse({ executions: [1] }).success).toBe(true);
  for (const wrong of [{}, { executions: [] }, { executions: {} }, { executions: [1], extra: 1 }, { executions: [1], sentAt: "now" }]) {
    expect(ingestBatchSchema.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
  }
});
