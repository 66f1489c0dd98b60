import type { ExecutionStatus, Json } from "../domain/execution.ts";
import { INGEST_MAX_JSON_CHARACTERS } from "../domain/ingest.ts";
import { NAMES } from "./attribute-names.ts";
import type { AttributePicker } from "./attribute-picker.ts";
import type { OtelSpan, SpanEvent } from "./otel-span.ts";
import { clipJson, clipText } from "./plain-json.ts";

/** How a span ended. */
export type SpanOutcome = {
  readonly status: ExecutionStatus;
  readonly error?: { readonly type?: string; readonly message: string; readonly details?: Json };
};

const MAX_TYPE = 200;
const MAX_MESSAGE = 8000;

/**
 * The status of a span: what it says itself; where it says nothing, an `error.type` or an exception that left it makes it
 * failed. A span without an end runs.
 * **Source:** OpenTelemetry, "Recording errors"; "Exceptions on spans".
 */
export function readOutcome(span: OtelSpan, picker: AttributePicker): SpanOutcome {
  const exception = lastException(span.events);
  const type = picker.text(NAMES.errorType) ?? textIn(exception, "exception.type");
  const isError = picker.text(NAMES.level)?.toUpperCase() === "ERROR";
  const failed =
    span.status.code === "error" || (span.status.code === "unset" && (isError || type !== undefined || exception !== undefined));
  if (span.endNanos === 0n && !failed) return { status: "running" };
  if (!failed) return { status: "succeeded" };
  const said = picker.text(NAMES.errorMessage);
  const message = span.status.message.trim() || textIn(exception, "exception.message") || said || type || "The span ended in an error.";
  const details = errorDetails(exception, picker.text(NAMES.errorStack));
  return {
    status: "failed",
    error: {
      ...(type !== undefined && { type: clipText(type, MAX_TYPE) }),
      message: clipText(message, MAX_MESSAGE),
      ...(details !== undefined && { details: clipJson(details, INGEST_MAX_JSON_CHARACTERS).value }),
    },
  };
}

/** Whether an event is the exception of a span, told in its error. */
export function isException(event: SpanEvent): boolean {
  return event.name === "exception";
}

/** Of several exceptions the last: earlier ones were survived. One that is said not to have escaped was handled. */
function lastException(events: readonly SpanEvent[]): SpanEvent | undefined {
  return events.findLast((event) => isException(event) && String(event.attributes["exception.escaped"] ?? "").toLowerCase() !== "false");
}

function textIn(event: SpanEvent | undefined, name: string): string | undefined {
  const value = event?.attributes[name];
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

function errorDetails(exception: SpanEvent | undefined, ownStack: string | undefined): Json | undefined {
  const stack = textIn(exception, "exception.stacktrace") ?? ownStack;
  const message = textIn(exception, "exception.message");
  const type = textIn(exception, "exception.type");
  if (stack === undefined && message === undefined) return undefined;
  return { ...(type !== undefined && { type }), ...(message !== undefined && { message }), ...(stack !== undefined && { stack }) };
}
