/** The Vercel AI SDK with its own telemetry, run for real with its mock model and the official exporter. */
import { generateText, stepCountIs, tool } from "ai";
import { MockLanguageModelV3 } from "ai/test";
import { expect, test } from "vitest";
import { z } from "zod";
import { storedExecutions } from "./ingest-requests.ts";
import { makeTracer } from "./otlp-requests.ts";
import { makeSmallWorkspace } from "./stack.ts";

const usage = (input: number, cached: number, output: number) => ({
  inputTokens: { total: input, noCache: input - cached, cacheRead: cached, cacheWrite: 0 },
  outputTokens: { total: output, text: output, reasoning: 0 },
});

/** Asks for the tool at first, and answers when it has its result. */
function mockModel() {
  const answers = [
    {
      content: [{ type: "tool-call" as const, toolCallId: "call-1", toolName: "weather", input: '{"city":"Oslo"}' }],
      finishReason: { unified: "tool-calls" as const, raw: "tool_calls" },
      usage: usage(40, 8, 5),
      warnings: [],
    },
    {
      content: [{ type: "text" as const, text: "It snows in Oslo." }],
      finishReason: { unified: "stop" as const, raw: "stop" },
      usage: usage(60, 32, 7),
      warnings: [],
    },
  ];
  return new MockLanguageModelV3({ provider: "openai.chat", modelId: "gpt-4o-mini", doGenerate: answers });
}

test("a call with a tool becomes its whole, its two calls of the model and its tool, under the name that the developer gave", async () => {
  const { id, key } = await makeSmallWorkspace();
  const { tracer, provider } = makeTracer(key, "protobuf");
  const weather = tool({ inputSchema: z.object({ city: z.string() }), execute: async ({ city }) => `snow in ${city}` });
  await generateText({
    model: mockModel(),
    tools: { weather },
    stopWhen: stepCountIs(3),
    prompt: "How is the weather in Oslo?",
    experimental_telemetry: { isEnabled: true, functionId: "weather-agent", tracer, metadata: { customer: "acme" } },
  });
  await provider.shutdown();
  const rows = await storedExecutions(id);
  const ofType = (taskType: string) => rows.filter((row) => row.task_type === taskType);
  expect(rows.map((row) => row.task_type).sort()).toEqual(["ai.generateText", "chat", "chat", "execute_tool weather"]);
  const [whole] = ofType("ai.generateText");
  expect(rows.map((row) => [row.agent_id, row.status])).toEqual(rows.map(() => ["weather-agent", "succeeded"]));
  expect(whole).toMatchObject({ parent_id: null, model: "gpt-4o-mini", provider: "openai", input_tokens: 100, output_tokens: 12 });
  expect(ofType("chat").map((row) => [row.parent_id, row.model, row.input_tokens, row.cached_input_tokens, row.output_tokens])).toEqual(
    expect.arrayContaining([
      [whole?.id, "gpt-4o-mini", 40, 8, 5],
      [whole?.id, "gpt-4o-mini", 60, 32, 7],
    ]),
  );
  expect(ofType("execute_tool weather")[0]).toMatchObject({ parent_id: whole?.id, inputs: { city: "Oslo" }, outputs: "snow in Oslo" });
  // What the whole says is the sum of what its calls say: figures count the calls.
  expect(rows.filter((row) => row.is_usage_in_children).map((row) => row.task_type)).toEqual(["ai.generateText"]);
  expect(whole?.outputs).toBe("It snows in Oslo.");
  expect(whole?.tags).toMatchObject({ "ai.telemetry.metadata.customer": "acme" });
});

test("a model that refuses makes the call fail, with its message", async () => {
  const { id, key } = await makeSmallWorkspace();
  const { tracer, provider } = makeTracer(key, "json");
  const model = new MockLanguageModelV3({
    doGenerate: async () => {
      throw new TypeError("the model is gone");
    },
  });
  const call = generateText({ model, prompt: "hello", maxRetries: 0, experimental_telemetry: { isEnabled: true, tracer } });
  await expect(call).rejects.toThrow("the model is gone");
  await provider.shutdown();
  const rows = await storedExecutions(id);
  expect(rows.map((row) => [row.status, row.error_type, row.error_message])).toEqual([
    ["failed", "TypeError", "the model is gone"],
    ["failed", "TypeError", "the model is gone"],
  ]);
});
