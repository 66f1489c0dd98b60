import { expect, test } from "vitest";
import { AttributePicker } from "./attribute-picker.ts";
import { readOperation } from "./span-operation.ts";
import { sumsUsage } from "./span-sums.ts";

const TOKENS = { "gen_ai.usage.input_tokens": 10, "gen_ai.request.model": "m" };

const sums = (attributes: Readonly<Record<string, string | number>>) =>
  sumsUsage(attributes, readOperation(new AttributePicker(attributes), "a span"));

// What each convention calls the work that calls models, and the calls themselves; sources as in attribute-names.
test.each<[string, Record<string, string | number>, boolean]>([
  ["OpenTelemetry's agent", { "gen_ai.operation.name": "invoke_agent", ...TOKENS }, true],
  ["OpenTelemetry's workflow", { "gen_ai.operation.name": "invoke_workflow", ...TOKENS }, true],
  ["a tool", { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "search", ...TOKENS }, true],
  ["the whole call of the Vercel AI SDK", { "ai.operationId": "ai.generateText", "ai.model.id": "m", "ai.usage.inputTokens": 10 }, true],
  ["the whole stream of the Vercel AI SDK", { "ai.operationId": "ai.streamText", "ai.model.id": "m" }, true],
  ["all embeddings of a Vercel AI SDK call", { "ai.operationId": "ai.embedMany", "ai.model.id": "m", "ai.usage.tokens": 10 }, true],
  ["OpenInference's agent", { "openinference.span.kind": "AGENT", "llm.token_count.prompt": 10 }, true],
  ["OpenInference's chain, though it names a model", { "openinference.span.kind": "CHAIN", ...TOKENS }, true],
  ["OpenLLMetry's workflow", { "traceloop.span.kind": "workflow", ...TOKENS }, true],
  ["OpenLLMetry's task", { "traceloop.span.kind": "task" }, true],
  ["Langfuse's span", { "langfuse.observation.type": "span", "langfuse.observation.model.name": "m" }, true],
  ["a span that says neither what it is nor which model", { "gen_ai.usage.input_tokens": 10 }, true],
  ["OpenTelemetry's call of a model", { "gen_ai.operation.name": "chat", ...TOKENS }, false],
  ["a completion", { "gen_ai.operation.name": "text_completion", ...TOKENS }, false],
  ["generated content", { "gen_ai.operation.name": "generate_content", ...TOKENS }, false],
  ["embeddings", { "gen_ai.operation.name": "embeddings", ...TOKENS }, false],
  ["an operation that no convention knows", { "gen_ai.operation.name": "dream", ...TOKENS }, false],
  ["a call of a model that is a chain, too", { "gen_ai.operation.name": "chat", "openinference.span.kind": "CHAIN", ...TOKENS }, false],
  ["the Vercel AI SDK's call of a model", { "ai.operationId": "ai.generateText.doGenerate", "ai.model.id": "m" }, false],
  ["the Vercel AI SDK's stream of a model", { "ai.operationId": "ai.streamText.doStream", "ai.model.id": "m" }, false],
  ["the Vercel AI SDK's embedding", { "ai.operationId": "ai.embed.doEmbed", "ai.model.id": "m" }, false],
  ["OpenInference's call of a model", { "openinference.span.kind": "LLM", "llm.token_count.prompt": 10 }, false],
  ["Langfuse's generation", { "langfuse.observation.type": "generation" }, false],
  ["a span with model and tokens only", TOKENS, false],
])("%s", (_, attributes, expected) => {
  expect(sums(attributes)).toBe(expected);
});
