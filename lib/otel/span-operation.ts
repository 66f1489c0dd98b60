import { NAMES } from "./attribute-names.ts";
import type { AttributePicker } from "./attribute-picker.ts";

/** What kind of work a span is: the operation's name, and for a tool which. */
export type SpanOperation = { readonly name: string; readonly tool: string | null };

/** Other words for operations of the GenAI conventions. */
const ALIASES: Readonly<Record<string, string>> = {
  call_llm: "chat",
  "chat.completions": "chat",
  llm: "chat",
  generation: "chat",
  completion: "text_completion",
  tool: "execute_tool",
  tool_call: "execute_tool",
  agent: "invoke_agent",
  agent_run: "invoke_agent",
  run_agent: "invoke_agent",
  workflow: "invoke_workflow",
  embedding: "embeddings",
  retriever: "retrieval",
  reranker: "rerank",
};

/** Kinds that only say that a span is a part of something; its name says more. */
export const PLAIN_KINDS: ReadonlySet<string> = new Set(["chain", "span", "event", "task", "unknown"]);
const TOOL_SPAN_NAME = /^(?:execute_tool|running tool:?|tool call:?|call_tool)\s+(\S.*)$/i;
/** Ids and numbers that stand by themselves: they would make a task type of every run. */
const VARIABLE = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\b[0-9a-f]{16,}\b|(?<=^|[\s/:#=[(])\d+(?=$|[\s/:?#\])])/gi;

/** Reads the operation of a span from whichever convention it follows. */
export function readOperation(picker: AttributePicker, spanName: string): SpanOperation {
  const said = picker.text(NAMES.operation) ?? vercelOperation(picker) ?? kindOf(picker) ?? guessed(picker);
  const name = said === undefined ? undefined : (ALIASES[said.toLowerCase()] ?? said);
  if (name === undefined) return { name: maskVariables(spanName), tool: null };
  if (name !== "execute_tool") return { name, tool: null };
  const tool = picker.text(NAMES.tool) ?? picker.text(NAMES.entity) ?? TOOL_SPAN_NAME.exec(spanName)?.[1] ?? spanName;
  return { name, tool: tool.trim() === "" ? null : tool };
}

/** The task type that an operation is counted under: of few values, whatever the span's name holds. */
export function taskTypeOf(operation: SpanOperation): string {
  const name = operation.tool === null ? operation.name : `${operation.name} ${operation.tool}`;
  return name.trim() === "" ? "span" : name.trim();
}

/** The Vercel AI SDK's spans: the whole call under its own name, the calls of the model in it as chat or embeddings. */
function vercelOperation(picker: AttributePicker): string | undefined {
  const operation = picker.text(NAMES.vercelOperation);
  if (operation === undefined) return undefined;
  if (operation === "ai.toolCall") return "execute_tool";
  if (/\.(doGenerate|doStream)$/.test(operation)) return "chat";
  return /\.doEmbed$/.test(operation) ? "embeddings" : operation;
}

function kindOf(picker: AttributePicker): string | undefined {
  const kind = picker.text(NAMES.spanKind)?.toLowerCase();
  return kind === undefined || PLAIN_KINDS.has(kind) ? undefined : kind;
}

/** A span that names no operation may still name what only one operation has. */
function guessed(picker: AttributePicker): string | undefined {
  if (NAMES.tool.some((name) => picker.has(name))) return "execute_tool";
  if (NAMES.model.some((name) => picker.has(name)) && NAMES.inputTokens.some((name) => picker.has(name))) return "chat";
  return picker.has("gen_ai.agent.name") || picker.has("agent_name") ? "invoke_agent" : undefined;
}

function maskVariables(name: string): string {
  return name.replace(VARIABLE, "*");
}
