import { NAMES } from "./attribute-names.ts";
import type { AttributePicker } from "./attribute-picker.ts";
import type { SpanOperation } from "./span-operation.ts";

/** Agent spans whose name holds the agent's: `invoke_agent planner`, `agent_run [planner]`, `agent run: 'planner'`. */
const AGENT_SPAN_NAME = /^(?:invoke_agent|create_agent|agent[_ ]run:?|run_agent|agent:)\s+['"[]?(.+?)['"\]]?$/i;
/** What a resource is called that nobody named. **Source:** OpenTelemetry, resource semantic conventions, service.name. */
const UNNAMED_SERVICE = "unknown_service";

/** The agent that a span itself names; null where it must come from above it. */
export function readOwnAgent(picker: AttributePicker, operation: SpanOperation, spanName: string): string | null {
  const said = picker.text(NAMES.agent);
  if (said !== undefined) return said;
  if (operation.name === "invoke_workflow") return picker.text(NAMES.workflow) ?? picker.text(NAMES.graphNode) ?? null;
  if (operation.name !== "invoke_agent" && operation.name !== "create_agent") return null;
  const fromName = AGENT_SPAN_NAME.exec(spanName)?.[1];
  const named = picker.text(NAMES.graphNode) ?? fromName;
  // A span of an agent's work that names no agent otherwise is named after it: instrumentations call it so.
  return named ?? (/^(invoke|create)_agent$/.test(spanName) || spanName.trim() === "" ? null : spanName);
}

/** The agent of a span above which nobody names one: the service that sent it. */
export function serviceAgent(resource: Readonly<Record<string, unknown>>): string {
  const name = resource["service.name"];
  return typeof name === "string" && name.trim() !== "" ? name.trim() : UNNAMED_SERVICE;
}
