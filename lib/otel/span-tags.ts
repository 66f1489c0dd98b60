import type { Json } from "../domain/execution.ts";
import type { AttributePicker } from "./attribute-picker.ts";
import type { OtelSpan } from "./otel-span.ts";
import { clipJson } from "./plain-json.ts";
import { isContentEvent } from "./span-content.ts";
import { isException } from "./span-outcome.ts";

/** A row is read by people: more tags than this nobody reads, and larger ones belong into inputs and outputs. */
const MAX_TAGS = 128;
const MAX_TAG_CHARACTERS = 4096;
const MAX_ALL_CHARACTERS = 32_768;
const MAX_KEY = 120;

const KINDS = ["unspecified", "internal", "server", "client", "producer", "consumer"];

/**
 * Everything of a span that is in no column, as tags: its other attributes, what sent it, events and links. What had to be
 * left out or shortened is named under `otel.cut`.
 * **Source:** OpenTelemetry, "Transformation to non-OTLP formats" (names of scope and status).
 */
export function readTags(span: OtelSpan, picker: AttributePicker, cut: readonly string[]): Readonly<Record<string, Json>> {
  const tags: Record<string, Json> = Object.create(null);
  const shortened = [...cut];
  let left = MAX_ALL_CHARACTERS;
  let omitted = span.droppedCount;
  for (const [name, value] of entries(span, picker)) {
    const clipped = clipJson(value, MAX_TAG_CHARACTERS);
    const size = JSON.stringify(clipped.value).length + name.length;
    if (Object.keys(tags).length >= MAX_TAGS || size > left || name.length > MAX_KEY) {
      omitted += 1;
      continue;
    }
    if (clipped.isCut) shortened.push(name);
    tags[name] = clipped.value;
    left -= size;
  }
  if (omitted > 0 || shortened.length > 0) tags["otel.cut"] = { omitted, shortened: shortened.slice(0, 50) };
  return tags;
}

function entries(span: OtelSpan, picker: AttributePicker): readonly (readonly [string, Json])[] {
  const own = picker.rest();
  const taken = new Set(own.map(([name]) => name));
  const others = span.events.filter((event) => !isContentEvent(event) && !isException(event));
  return [
    ["otel.span_id", span.spanId] as const,
    ...(span.parentSpanId === "" ? [] : [["otel.parent_span_id", span.parentSpanId] as const]),
    ...(span.kind > 1 ? [["otel.span_kind", KINDS[span.kind] ?? span.kind] as const] : []),
    ...(span.scope.name === "" ? [] : [["otel.scope.name", span.scope.name] as const]),
    ...(span.scope.version === "" ? [] : [["otel.scope.version", span.scope.version] as const]),
    ...(span.endNanos !== 0n && span.endNanos < span.startNanos ? [["otel.note", "the end lay before the start"] as const] : []),
    ...own,
    ...Object.entries(span.resource).filter(([name]) => !taken.has(name)),
    ...Object.entries(span.scope.attributes).map(([name, value]) => [`otel.scope.${name}`, value] as const),
    ...(span.links.length === 0 ? [] : [["otel.links", span.links.map(({ attributes, ...ids }) => ({ ...ids, ...attributes }))] as const]),
    ...(others.length === 0
      ? []
      : [["otel.events", others.map(({ name, atNanos, attributes }) => ({ name, at: isoOf(atNanos), ...attributes }))] as const]),
  ];
}

/** An instant in nanoseconds since 1970 as ISO 8601 text in UTC, to the microsecond, which is what Postgres keeps. */
export function isoOf(nanos: bigint): string {
  const seconds = new Date(Number(nanos / 1_000_000n)).toISOString().slice(0, 19);
  return `${seconds}.${String((nanos / 1000n) % 1_000_000n).padStart(6, "0")}Z`;
}
