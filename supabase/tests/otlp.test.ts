/** The OTLP road with the official exporters: what a program exports is read back as executions. */
import { describe, expect, test } from "vitest";
import { storedExecutions } from "./ingest-requests.ts";
import { type Encoding, inSpan, makeTracer } from "./otlp-requests.ts";
import { makeSmallWorkspace } from "./stack.ts";

/** An agent that plans with a model, calls a tool that fails, and asks the model again. */
async function runAgent(tracer: ReturnType<typeof makeTracer>["tracer"]) {
  const agent = { name: "invoke_agent planner", attributes: { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "planner" } };
  const chat = {
    name: "chat gpt-4o",
    attributes: {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-4o",
      "gen_ai.response.model": "gpt-4o-2024-08-06",
      "gen_ai.usage.input_tokens": 120,
      "gen_ai.usage.cache_read.input_tokens": 100,
      "gen_ai.usage.output_tokens": 12,
      "gen_ai.input.messages": JSON.stringify([{ role: "user", parts: [{ type: "text", content: "Oslo?" }] }]),
      "app.customer": "acme",
    },
  };
  const tool = {
    name: "execute_tool get_weather",
    attributes: {
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": "get_weather",
      "gen_ai.tool.call.arguments": '{"city":"Oslo"}',
    },
  };
  await inSpan(tracer, agent, async () => {
    await inSpan(tracer, chat, async () => undefined);
    const failing = inSpan(tracer, tool, async () => {
      throw new RangeError("no such city: Oslo");
    });
    await expect(failing).rejects.toThrow(RangeError);
    await inSpan(tracer, { name: "checkpoint", attributes: {} }, async () => undefined);
  });
}

describe.each<Encoding>(["json", "protobuf"])("the official exporter by %s, packed with gzip", (encoding) => {
  test("makes of an agent's spans executions with parents, agent, model, tokens and error", async () => {
    const { id, key } = await makeSmallWorkspace();
    const { tracer, provider, kept } = makeTracer(key, encoding);
    await runAgent(tracer);
    const spans = kept.getFinishedSpans();
    await provider.shutdown();
    const rows = await storedExecutions(id);
    expect(rows).toHaveLength(4);
    const byName = Object.fromEntries(rows.map((row) => [row.task_description ?? "", row]));
    const agent = byName["invoke_agent planner"];
    expect(agent).toMatchObject({ agent_id: "planner", task_type: "invoke_agent", status: "succeeded", parent_id: null });
    expect(byName["chat gpt-4o"]).toMatchObject({
      agent_id: "planner",
      task_type: "chat",
      status: "succeeded",
      parent_id: agent?.id,
      model: "gpt-4o-2024-08-06",
      provider: "openai",
      input_tokens: 120,
      cached_input_tokens: 100,
      output_tokens: 12,
      inputs: [{ role: "user", parts: [{ type: "text", content: "Oslo?" }] }],
    });
    expect(byName["execute_tool get_weather"]).toMatchObject({
      agent_id: "planner",
      task_type: "execute_tool get_weather",
      status: "failed",
      parent_id: agent?.id,
      error_type: "RangeError",
      error_message: "no such city: Oslo",
      inputs: { city: "Oslo" },
    });
    expect(byName["execute_tool get_weather"]?.error_details).toMatchObject({ stack: expect.stringContaining("RangeError") });
    expect(byName["checkpoint"]).toMatchObject({ agent_id: "planner", task_type: "checkpoint", status: "succeeded", parent_id: agent?.id });
    expect(byName["chat gpt-4o"]?.tags).toMatchObject({
      "app.customer": "acme",
      "gen_ai.request.model": "gpt-4o",
      "service.name": "travel-service",
      "otel.scope.name": "test-agents",
    });
    for (const span of spans) {
      const row = byName[span.name];
      const [seconds, nanos] = span.startTime;
      expect(row?.trace_id?.replaceAll("-", "")).toBe(span.spanContext().traceId);
      // Postgres keeps microseconds.
      expect(Date.parse(row?.started_at ?? "")).toBe(seconds * 1000 + Math.floor(nanos / 1e6));
      expect(row?.duration_ms).toBeCloseTo(span.duration[0] * 1000 + span.duration[1] / 1e6, 5);
    }
  });
});
