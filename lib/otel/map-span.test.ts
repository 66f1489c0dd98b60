import { SemanticConventions } from "@arizeai/openinference-semantic-conventions";
import { describe, expect, test } from "vitest";
import { checkExecutions } from "../domain/check-executions.ts";
import { executionReportSchema } from "../domain/ingest.ts";
import { INPUT_NAMES, INPUT_PREFIXES, NAMES, OUTPUT_NAMES, OUTPUT_PREFIXES } from "./attribute-names.ts";
import { mapSpan } from "./map-span.ts";
import { readSpans } from "./otel-span.ts";

type Value = string | number | boolean;

const keyValue = ([key, value]: [string, Value]) => ({
  key,
  value:
    typeof value === "string" ? { stringValue: value } : typeof value === "boolean" ? { boolValue: value } : { intValue: String(value) },
});

const IDS = { traceId: "0102030405060708090a0b0c0d0e0f10", spanId: "0102030405060708" };

function spanOf(attributes: Readonly<Record<string, Value>>, more: object = {}) {
  const span = {
    ...IDS,
    name: "work",
    startTimeUnixNano: "1763802000123456789",
    endTimeUnixNano: "1763802001000000789",
    attributes: Object.entries(attributes).map(keyValue),
    ...more,
  };
  const resource = { attributes: [keyValue(["service.name", "shop"])] };
  const [first] = readSpans({ resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] }).spans;
  if (first === undefined) throw new Error("the span was refused");
  return first;
}

const mapped = (attributes: Readonly<Record<string, Value>>, more: object = {}) => mapSpan(spanOf(attributes, more));
const report = (attributes: Readonly<Record<string, Value>>, more: object = {}) => mapped(attributes, more).report;

test("names of OpenInference are those of its own package", () => {
  const all = [...Object.values(NAMES).flat(), ...INPUT_NAMES, ...OUTPUT_NAMES, ...INPUT_PREFIXES, ...OUTPUT_PREFIXES];
  const known = new Set<string>(Object.values(SemanticConventions));
  const ours = all.filter((name) =>
    /^(llm\.(token_count|cost|model_name|provider|system|input_messages|output_messages)|openinference|graph|input\.value|output\.value|retrieval)/.test(
      name,
    ),
  );
  expect(ours.length).toBeGreaterThan(12);
  expect(ours.filter((name) => !known.has(name))).toEqual([]);
});

describe("a task type", () => {
  test.each<[string, Record<string, Value>, string, string]>([
    ["the GenAI operation", { "gen_ai.operation.name": "chat" }, "chat gpt-4o", "chat"],
    ["the operation and the tool", { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "search" }, "x", "execute_tool search"],
    ["an operation that no convention knows", { "gen_ai.operation.name": "dream" }, "x", "dream"],
    ["OpenInference's kind", { "openinference.span.kind": "LLM" }, "ChatOpenAI", "chat"],
    ["OpenInference's tool", { "openinference.span.kind": "TOOL", "tool.name": "search" }, "x", "execute_tool search"],
    ["a chain's own name", { "openinference.span.kind": "CHAIN" }, "RunnableSequence", "RunnableSequence"],
    ["the Vercel SDK's call of a model", { "ai.operationId": "ai.generateText.doGenerate" }, "x", "chat"],
    ["the Vercel SDK's tool", { "ai.operationId": "ai.toolCall", "ai.toolCall.name": "search" }, "ai.toolCall", "execute_tool search"],
    ["a tool's name without an operation", { "gen_ai.tool.name": "search" }, "running tool: search", "execute_tool search"],
    ["the span's name without ids and numbers", {}, "GET /orders/4711/items/6f1c2b9e-1111-4222-8333-123456789abc", "GET /orders/*/items/*"],
    ["a word for a span without a name", {}, "", "span"],
  ])("is %s", (_, attributes, name, expected) => {
    expect(report(attributes, { name }).taskType).toBe(expected);
  });
});

describe("an agent", () => {
  test.each<[string, Record<string, Value>, string, string, boolean]>([
    ["its name", { "gen_ai.agent.name": "planner", "gen_ai.agent.id": "asst_1" }, "x", "planner", true],
    ["its id where it has no name", { "gen_ai.agent.id": "asst_1" }, "x", "asst_1", true],
    ["OpenInference's node", { "openinference.span.kind": "AGENT", "graph.node.id": "writer" }, "x", "writer", true],
    ["named in the span's name", { "gen_ai.operation.name": "invoke_agent" }, "invoke_agent [planner]", "planner", true],
    ["the Vercel SDK's function", { "ai.operationId": "ai.generateText", "ai.telemetry.functionId": "poet" }, "x", "poet", true],
    ["the service where nothing names one", { "gen_ai.operation.name": "chat" }, "chat", "shop", false],
  ])("is %s", (_, attributes, name, agent, isOwn) => {
    const { report: row, hasOwnAgent } = mapped(attributes, { name });
    expect([row.agentId, hasOwnAgent]).toEqual([agent, isOwn]);
  });
});

test("old and new names of one thing are taken together, and what says something else is kept as a tag", () => {
  const row = report({
    "gen_ai.system": "openai",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-4o",
    "gen_ai.response.model": "gpt-4o-2024-08-06",
    "gen_ai.usage.prompt_tokens": 10,
    "gen_ai.usage.input_tokens": 10,
    "gen_ai.usage.completion_tokens": 3,
    "gen_ai.usage.cache_read.input_tokens": 4,
    "app.user": "u1",
  });
  expect(row).toMatchObject({ model: "gpt-4o-2024-08-06", provider: "openai", inputTokens: 10, cachedInputTokens: 4, outputTokens: 3 });
  expect(Object.keys(row.tags ?? {}).sort()).toEqual(["app.user", "gen_ai.request.model", "otel.span_id", "service.name"]);
});

test("a cost is taken whole, or as the sum of its parts", () => {
  expect(report({ "operation.cost": "0.002" }).costUsd).toBe(0.002);
  expect(report({ "gen_ai.usage.input_cost": "0.001", "gen_ai.usage.output_cost": "0.002" }).costUsd).toBeCloseTo(0.003, 12);
});

describe("an outcome", () => {
  const exception = (more: Record<string, Value> = {}) => ({
    name: "exception",
    timeUnixNano: "1763802000500000000",
    attributes: Object.entries({ "exception.type": "E", "exception.message": "m", "exception.stacktrace": "at x", ...more }).map(keyValue),
  });

  test.each<[string, object, Record<string, Value>, string]>([
    ["a status of error", { status: { code: 2, message: "broken" } }, {}, "failed"],
    ["a status by its name", { status: { code: "STATUS_CODE_ERROR" } }, {}, "failed"],
    ["an error type", {}, { "error.type": "timeout" }, "failed"],
    ["an exception", { events: [exception()] }, {}, "failed"],
    ["an exception that was handled", { events: [exception({ "exception.escaped": "False" })] }, {}, "succeeded"],
    ["an exception in a span that says it went well", { status: { code: 1 }, events: [exception()] }, {}, "succeeded"],
    ["no end", { endTimeUnixNano: "0" }, {}, "running"],
    ["nothing at all", {}, {}, "succeeded"],
  ])("by %s", (_, more, attributes, status) => {
    expect(report(attributes, more).status).toBe(status);
  });

  test("carries type, message and stack", () => {
    expect(report({}, { status: { code: 2 }, events: [exception()] }).error).toEqual({
      type: "E",
      message: "m",
      details: { type: "E", message: "m", stack: "at x" },
    });
  });
});

test("times keep microseconds, and the duration its nanoseconds", () => {
  expect(report({})).toMatchObject({
    startedAt: "2025-11-22T09:00:00.123456Z",
    finishedAt: "2025-11-22T09:00:01.000000Z",
    durationMs: 876.544,
  });
});

test("a span whose end lies before its start takes no time, and says so", () => {
  const row = report({}, { endTimeUnixNano: "1763802000000000000" });
  expect([row.durationMs, row.tags?.["otel.note"]]).toEqual([0, "the end lay before the start"]);
});

// JSON can hold what 64 bits of nanoseconds cannot; a batch that always fails would be sent for ever.
test.each([1e300, "9".repeat(20), -1, "soon"])("an instant of %s is none, whatever it is the instant of", (instant) => {
  expect(readSpans({ resourceSpans: [{ scopeSpans: [{ spans: [{ ...IDS, startTimeUnixNano: instant }] }] }] })).toMatchObject({
    spans: [],
    rejected: ["a span: startTimeUnixNano is missing"],
  });
  expect(report({}, { endTimeUnixNano: instant, events: [{ name: "tick", timeUnixNano: instant }] })).toMatchObject({ status: "running" });
});

test("the same span is the same execution, another one is another", () => {
  const ids = [mapped({}), mapped({ more: 1 }), mapped({}, { spanId: "0102030405060709" })].map(({ report: row }) => row.id);
  expect(ids[0]).toBe(ids[1]);
  expect(ids[0]).not.toBe(ids[2]);
  expect(executionReportSchema.shape.id.safeParse(ids[0]).success).toBe(true);
});

test("messages that are spread over attributes are put together", () => {
  const row = report({
    "openinference.span.kind": "LLM",
    "llm.input_messages.0.message.role": "user",
    "llm.input_messages.0.message.content": "hello",
    "llm.input_messages.10.message.role": "last",
    "llm.input_messages.2.message.role": "assistant",
    "input.value": "{}",
  });
  expect(row.inputs).toEqual([
    { message: { role: "user", content: "hello" } },
    { message: { role: "assistant" } },
    { message: { role: "last" } },
  ]);
  expect(row.tags?.["input.value"]).toBeUndefined();
});

test("whatever comes, however large and deep, becomes a row that can be stored, and says what was cut", () => {
  const deep = "[".repeat(5000) + "]".repeat(5000);
  const many = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`key.${index}`, "v".repeat(200)]));
  const row = report(
    {
      ...many,
      "gen_ai.input.messages": deep,
      "gen_ai.output.messages": "\u0001\ud800".repeat(200_000),
      "big.one": "x".repeat(10_000),
      "gen_ai.agent.name": "a".repeat(500),
    },
    { name: "n".repeat(5000), status: { code: 2, message: "m".repeat(20_000) } },
  );
  expect(checkExecutions([row]).rejected).toEqual([]);
  expect(row.tags?.["otel.cut"]).toMatchObject({ omitted: expect.any(Number), shortened: expect.arrayContaining(["outputs"]) });
});
