import type { Json } from "../domain/execution.ts";
import { INGEST_MAX_JSON_CHARACTERS } from "../domain/ingest.ts";
import { INPUT_NAMES, INPUT_PREFIXES, OUTPUT_NAMES, OUTPUT_PREFIXES } from "./attribute-names.ts";
import type { AttributePicker } from "./attribute-picker.ts";
import type { SpanEvent } from "./otel-span.ts";
import { clipJson, parseJsonText, unflatten } from "./plain-json.ts";

/** What went into a piece of work and what came out, as far as the span holds it; `cut` names what was too large to be kept whole. */
export type SpanContent = { readonly inputs?: Json; readonly outputs?: Json; readonly cut: readonly string[] };

/** Events by which older GenAI conventions tell of messages. */
const INPUT_EVENT = /^gen_ai\.(system|user|assistant|tool)\.message$|^gen_ai\.content\.prompt$/;
const OUTPUT_EVENT = /^gen_ai\.choice$|^gen_ai\.content\.completion$/;

/** Whether an event is a message, and so a part of the content. */
export function isContentEvent(event: SpanEvent): boolean {
  return INPUT_EVENT.test(event.name) || OUTPUT_EVENT.test(event.name);
}

/** Reads inputs and outputs; each at most what ingest takes. The raw request goes where its messages were taken. */
export function readContent(picker: AttributePicker, events: readonly SpanEvent[]): SpanContent {
  const inputs = readPart(picker, INPUT_NAMES, INPUT_PREFIXES) ?? fromEvents(events, INPUT_EVENT);
  const outputs = readPart(picker, OUTPUT_NAMES, OUTPUT_PREFIXES) ?? fromEvents(events, OUTPUT_EVENT);
  const input = inputs === undefined ? undefined : clipJson(inputs, INGEST_MAX_JSON_CHARACTERS);
  const output = outputs === undefined ? undefined : clipJson(outputs, INGEST_MAX_JSON_CHARACTERS);
  return {
    ...(input !== undefined && { inputs: input.value }),
    ...(output !== undefined && { outputs: output.value }),
    cut: [...(input?.isCut ? ["inputs"] : []), ...(output?.isCut ? ["outputs"] : [])],
  };
}

function readPart(picker: AttributePicker, names: readonly string[], prefixes: readonly string[]): Json | undefined {
  const flattened = prefixes.map((prefix) => picker.below(prefix)).find((parts) => Object.keys(parts).length > 0);
  if (flattened !== undefined) {
    picker.drop(["input.value", "output.value"].filter((name) => names.includes(name)));
    return unflatten(flattened);
  }
  const value = picker.json(names);
  return typeof value === "string" ? parseJsonText(value) : value;
}

function fromEvents(events: readonly SpanEvent[], wanted: RegExp): Json | undefined {
  const messages = events.filter((event) => wanted.test(event.name)).map((event) => ({ event: event.name, ...event.attributes }));
  return messages.length === 0 ? undefined : messages;
}
