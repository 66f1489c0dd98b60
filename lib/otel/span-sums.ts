import { NAMES } from "./attribute-names.ts";
import { AttributePicker } from "./attribute-picker.ts";
import type { Attributes } from "./otlp-values.ts";
import { PLAIN_KINDS, type SpanOperation } from "./span-operation.ts";

/** Work that calls models and is none. */
const SUMMING_OPERATIONS = new Set(["invoke_agent", "create_agent", "invoke_workflow", "execute_tool"]);

/**
 * Whether what a span says of tokens and cost can only be the sum of what was used beneath it: it is an agent, a workflow, a tool, a
 * chain, the whole of a Vercel AI SDK call, or says neither what it is nor which model it called. A call of a model, and an
 * operation that no convention knows, are taken at their word: what they say is their own.
 */
export function sumsUsage(attributes: Attributes, operation: SpanOperation): boolean {
  // Its own picker, so that what it looks at still becomes a tag where nobody else takes it.
  const picker = new AttributePicker(attributes);
  if (SUMMING_OPERATIONS.has(operation.name)) return true;
  if (picker.text(NAMES.operation) !== undefined) return false;
  // Calls of a model within were given other names, see `readOperation`.
  if (picker.text(NAMES.vercelOperation) !== undefined) return operation.name.startsWith("ai.");
  const kind = picker.text(NAMES.spanKind);
  return kind === undefined ? picker.text(NAMES.model) === undefined : PLAIN_KINDS.has(kind.toLowerCase());
}
