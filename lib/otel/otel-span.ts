import { type Attributes, attributesOf, enumOf, type Fields, fieldsOf, itemsOf, nanosOf, numberOf, textOf } from "./otlp-values.ts";

/** Something noted during a span. */
export type SpanEvent = { readonly name: string; readonly atNanos: bigint; readonly attributes: Attributes };

/** Another span that this one refers to. */
export type SpanLink = { readonly traceId: string; readonly spanId: string; readonly attributes: Attributes };

/** A span as OTLP brings it, whichever its encoding. Ids are lower-case hexadecimal; `parentSpanId` is "" for a root; `endNanos` is 0 while it runs. */
export type OtelSpan = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: number;
  readonly startNanos: bigint;
  readonly endNanos: bigint;
  readonly attributes: Attributes;
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  readonly status: { readonly code: "unset" | "ok" | "error"; readonly message: string };
  readonly droppedCount: number;
  readonly resource: Attributes;
  readonly scope: { readonly name: string; readonly version: string; readonly attributes: Attributes };
};

/** The spans of a request in the order they came, and for each that is none, why. */
export type ReadSpans = { readonly spans: readonly OtelSpan[]; readonly rejected: readonly string[] };

const STATUS_NAMES = ["STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"];
const STATUS_CODES = ["unset", "ok", "error"] as const;
const KIND_NAMES = ["UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"].map((name) => `SPAN_KIND_${name}`);
const TRACE_ID = /^(?!0+$)[0-9a-f]{32}$/;
const SPAN_ID = /^(?!0+$)[0-9a-f]{16}$/;

/** Counts the spans of a request without reading them. */
export function countSpans(request: unknown): number {
  let count = 0;
  for (const ofResource of itemsOf(fieldsOf(request)["resourceSpans"]))
    for (const ofScope of itemsOf(ofResource["scopeSpans"])) count += Array.isArray(ofScope["spans"]) ? ofScope["spans"].length : 0;
  return count;
}

/** The spans of a parsed ExportTraceServiceRequest. A span without valid ids or start is left out and told of. Never raises. */
export function readSpans(request: unknown): ReadSpans {
  const spans: OtelSpan[] = [];
  const rejected: string[] = [];
  for (const ofResource of itemsOf(fieldsOf(request)["resourceSpans"])) {
    const resource = attributesOf(fieldsOf(ofResource["resource"])["attributes"]);
    for (const ofScope of itemsOf(ofResource["scopeSpans"])) {
      const scope = readScope(fieldsOf(ofScope["scope"]));
      for (const fields of itemsOf(ofScope["spans"])) {
        const fault = faultOf(fields);
        if (fault === null) spans.push({ ...readSpan(fields), resource, scope });
        else rejected.push(`${textOf(fields["name"]) || "a span"}: ${fault}`);
      }
    }
  }
  return { spans, rejected };
}

function faultOf(fields: Fields): string | null {
  if (!TRACE_ID.test(textOf(fields["traceId"]).toLowerCase())) return "traceId is not 16 bytes";
  if (!SPAN_ID.test(textOf(fields["spanId"]).toLowerCase())) return "spanId is not 8 bytes";
  return nanosOf(fields["startTimeUnixNano"]) === 0n ? "startTimeUnixNano is missing" : null;
}

function readScope(fields: Fields): OtelSpan["scope"] {
  return { name: textOf(fields["name"]), version: textOf(fields["version"]), attributes: attributesOf(fields["attributes"]) };
}

function readSpan(fields: Fields): Omit<OtelSpan, "resource" | "scope"> {
  const parentSpanId = textOf(fields["parentSpanId"]).toLowerCase();
  const status = fieldsOf(fields["status"]);
  return {
    traceId: textOf(fields["traceId"]).toLowerCase(),
    spanId: textOf(fields["spanId"]).toLowerCase(),
    parentSpanId: SPAN_ID.test(parentSpanId) ? parentSpanId : "",
    name: textOf(fields["name"]),
    kind: enumOf(fields["kind"], KIND_NAMES),
    startNanos: nanosOf(fields["startTimeUnixNano"]),
    endNanos: nanosOf(fields["endTimeUnixNano"]),
    attributes: attributesOf(fields["attributes"]),
    events: itemsOf(fields["events"]).map((event) => ({
      name: textOf(event["name"]),
      atNanos: nanosOf(event["timeUnixNano"]),
      attributes: attributesOf(event["attributes"]),
    })),
    links: itemsOf(fields["links"]).map((link) => ({
      traceId: textOf(link["traceId"]).toLowerCase(),
      spanId: textOf(link["spanId"]).toLowerCase(),
      attributes: attributesOf(link["attributes"]),
    })),
    status: { code: STATUS_CODES[enumOf(status["code"], STATUS_NAMES)] ?? "unset", message: textOf(status["message"]) },
    droppedCount: ["droppedAttributesCount", "droppedEventsCount", "droppedLinksCount"].reduce(
      (sum, name) => sum + (numberOf(fields[name]) ?? 0),
      0,
    ),
  };
}
