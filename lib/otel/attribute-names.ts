/**
 * What each thing is called, most trusted name first. New and old names of the OpenTelemetry GenAI conventions stand beside
 * those of OpenInference, the Vercel AI SDK, OpenLLMetry, Langfuse's SDK, and frameworks that name things themselves.
 * **Source:** open-telemetry/semantic-conventions-genai; Arize-ai/openinference, spec/semantic_conventions.md; ai-sdk.dev,
 * "Telemetry"; langfuse.com, "OpenTelemetry: property mapping"; traceloop/openllmetry, semconv-ai.
 */
export const NAMES = {
  operation: ["gen_ai.operation.name"],
  spanKind: ["openinference.span.kind", "traceloop.span.kind", "langfuse.observation.type"],
  vercelOperation: ["ai.operationId"],
  agent: ["gen_ai.agent.name", "agent.name", "agent_name", "lk.agent_name", "ai.telemetry.functionId", "gen_ai.agent.id", "agent.id"],
  workflow: ["gen_ai.workflow.name"],
  graphNode: ["graph.node.name", "graph.node.id", "traceloop.entity.name"],
  tool: ["gen_ai.tool.name", "tool.name", "ai.toolCall.name", "lk.function_tool.name", "mcp.tool.name"],
  entity: ["traceloop.entity.name"],
  model: [
    "gen_ai.response.model",
    "llm.response.model_name",
    "ai.response.model",
    "gen_ai.request.model",
    "llm.request.model_name",
    "llm.model_name",
    "embedding.model_name",
    "reranker.model_name",
    "ai.model.id",
    "langfuse.observation.model.name",
    "langfuse.observation.model",
    "llm.response.model",
    "llm.request.model",
  ],
  provider: ["gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system", "ai.model.provider", "llm.vendor"],
  inputTokens: [
    "gen_ai.usage.input_tokens",
    "gen_ai.usage.prompt_tokens",
    "llm.token_count.prompt",
    "ai.usage.inputTokens",
    "ai.usage.promptTokens",
    "ai.usage.tokens",
    "llm.usage.prompt_tokens",
    "gen_ai.response.prompt_tokens",
  ],
  outputTokens: [
    "gen_ai.usage.output_tokens",
    "gen_ai.usage.completion_tokens",
    "llm.token_count.completion",
    "ai.usage.outputTokens",
    "ai.usage.completionTokens",
    "llm.usage.completion_tokens",
    "gen_ai.response.completion_tokens",
  ],
  cachedTokens: [
    "gen_ai.usage.cache_read.input_tokens",
    "gen_ai.usage.cache_read_input_tokens",
    "gen_ai.usage.cached_tokens",
    "gen_ai.usage.details.cache_read_tokens",
    "gen_ai.usage.details.cache_read_input_tokens",
    "gen_ai.usage.details.cached_tokens",
    "llm.token_count.prompt_details.cache_read",
    "ai.usage.cachedInputTokens",
    "ai.usage.inputTokenDetails.cacheReadTokens",
  ],
  usageDetails: ["langfuse.observation.usage_details"],
  costUsd: ["gen_ai.usage.cost", "gen_ai.usage.total_cost", "operation.cost", "llm.cost.total"],
  inputCostUsd: ["gen_ai.usage.input_cost", "llm.cost.prompt"],
  outputCostUsd: ["gen_ai.usage.output_cost", "llm.cost.completion"],
  costDetails: ["langfuse.observation.cost_details"],
  errorType: ["error.type", "exception.type"],
  errorMessage: ["error.message", "exception.message", "langfuse.observation.status_message"],
  errorStack: ["exception.stacktrace"],
  level: ["langfuse.observation.level"],
} as const;

/** Where inputs stand, whole, as text or as JSON. */
export const INPUT_NAMES = [
  "gen_ai.tool.call.arguments",
  "gen_ai.tool.args",
  "tool_arguments",
  "ai.toolCall.args",
  "gcp.vertex.agent.tool_call_args",
  "lk.function_tool.arguments",
  "gen_ai.input.messages",
  "gen_ai.prompt",
  "ai.prompt.messages",
  "ai.prompt",
  "ai.values",
  "ai.value",
  "gen_ai.retrieval.query.text",
  "langfuse.observation.input",
  "traceloop.entity.input",
  "input.value",
  "gcp.vertex.agent.llm_request",
] as const;

/** Where outputs stand, whole, as text or as JSON. */
export const OUTPUT_NAMES = [
  "gen_ai.tool.call.result",
  "tool_response",
  "ai.toolCall.result",
  "gcp.vertex.agent.tool_response",
  "lk.function_tool.output",
  "gen_ai.output.messages",
  "gen_ai.output",
  "gen_ai.completion",
  "ai.response.text",
  "ai.response.object",
  "ai.response.toolCalls",
  "final_result",
  "gen_ai.retrieval.documents",
  "langfuse.observation.output",
  "traceloop.entity.output",
  "output.value",
  "gcp.vertex.agent.llm_response",
] as const;

/** Where inputs stand in many attributes, one a part: `llm.input_messages.0.message.role` and so on. */
export const INPUT_PREFIXES = ["llm.input_messages", "gen_ai.prompt"] as const;

/** As {@link INPUT_PREFIXES}, of outputs. */
export const OUTPUT_PREFIXES = ["llm.output_messages", "gen_ai.completion", "retrieval.documents"] as const;
