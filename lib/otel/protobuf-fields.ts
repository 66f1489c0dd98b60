/** How a field is written on the wire, and what becomes of it in OTLP's JSON form. */
export type FieldKind = "string" | "hex" | "base64" | "bool" | "double" | "fixed64" | "sfixed64" | "int64" | "uint64" | "int32" | "sint32";

/** A field of a message: its name in JSON, and its kind or the message it holds. Repeated scalars come packed or one by one. */
export type Field = { readonly name: string; readonly type: FieldKind | MessageName; readonly isRepeated: boolean };

/** A message: its fields by number. */
export type Message = Readonly<Record<number, Field>>;

/** The messages that are read. What a message holds beyond its listed fields is skipped, as the specification asks. */
export type MessageName = keyof typeof FIELDS;

const FIELDS = {
  TracesRequest: { 1: "resourceSpans ResourceSpans*" },
  ResourceSpans: { 1: "resource Resource", 2: "scopeSpans ScopeSpans*" },
  Resource: { 1: "attributes KeyValue*", 2: "droppedAttributesCount int32" },
  ScopeSpans: { 1: "scope Scope", 2: "spans Span*" },
  Scope: { 1: "name string", 2: "version string", 3: "attributes KeyValue*" },
  Span: {
    1: "traceId hex",
    2: "spanId hex",
    3: "traceState string",
    4: "parentSpanId hex",
    5: "name string",
    6: "kind int32",
    7: "startTimeUnixNano fixed64",
    8: "endTimeUnixNano fixed64",
    9: "attributes KeyValue*",
    10: "droppedAttributesCount int32",
    11: "events Event*",
    12: "droppedEventsCount int32",
    13: "links Link*",
    14: "droppedLinksCount int32",
    15: "status Status",
  },
  Event: { 1: "timeUnixNano fixed64", 2: "name string", 3: "attributes KeyValue*" },
  Link: { 1: "traceId hex", 2: "spanId hex", 4: "attributes KeyValue*" },
  Status: { 2: "message string", 3: "code int32" },
  KeyValue: { 1: "key string", 2: "value AnyValue" },
  AnyValue: {
    1: "stringValue string",
    2: "boolValue bool",
    3: "intValue int64",
    4: "doubleValue double",
    5: "arrayValue ArrayValue",
    6: "kvlistValue KeyValueList",
    7: "bytesValue base64",
  },
  ArrayValue: { 1: "values AnyValue*" },
  KeyValueList: { 1: "values KeyValue*" },
  MetricsRequest: { 1: "resourceMetrics ResourceMetrics*" },
  ResourceMetrics: { 1: "resource Resource", 2: "scopeMetrics ScopeMetrics*" },
  ScopeMetrics: { 1: "scope Scope", 2: "metrics Metric*" },
  Metric: {
    1: "name string",
    3: "unit string",
    5: "gauge Gauge",
    7: "sum Sum",
    9: "histogram Histogram",
    10: "exponentialHistogram ExponentialHistogram",
    11: "summary Summary",
  },
  Gauge: { 1: "dataPoints NumberPoint*" },
  Sum: { 1: "dataPoints NumberPoint*", 2: "aggregationTemporality int32", 3: "isMonotonic bool" },
  Histogram: { 1: "dataPoints HistogramPoint*", 2: "aggregationTemporality int32" },
  ExponentialHistogram: { 1: "dataPoints ExponentialPoint*", 2: "aggregationTemporality int32" },
  Summary: { 1: "dataPoints SummaryPoint*" },
  NumberPoint: {
    2: "startTimeUnixNano fixed64",
    3: "timeUnixNano fixed64",
    4: "asDouble double",
    6: "asInt sfixed64",
    7: "attributes KeyValue*",
    8: "flags int32",
  },
  HistogramPoint: {
    2: "startTimeUnixNano fixed64",
    3: "timeUnixNano fixed64",
    4: "count fixed64",
    5: "sum double",
    6: "bucketCounts fixed64*",
    7: "explicitBounds double*",
    9: "attributes KeyValue*",
    10: "flags int32",
    11: "min double",
    12: "max double",
  },
  ExponentialPoint: {
    1: "attributes KeyValue*",
    2: "startTimeUnixNano fixed64",
    3: "timeUnixNano fixed64",
    4: "count fixed64",
    5: "sum double",
    6: "scale sint32",
    7: "zeroCount fixed64",
    8: "positive Buckets",
    9: "negative Buckets",
    10: "flags int32",
    12: "min double",
    13: "max double",
    14: "zeroThreshold double",
  },
  Buckets: { 1: "offset sint32", 2: "bucketCounts uint64*" },
  SummaryPoint: {
    2: "startTimeUnixNano fixed64",
    3: "timeUnixNano fixed64",
    4: "count fixed64",
    5: "sum double",
    6: "quantileValues QuantileValue*",
    7: "attributes KeyValue*",
    8: "flags int32",
  },
  QuantileValue: { 1: "quantile double", 2: "value double" },
} as const;

const parsed = new Map<MessageName, Message>();

/**
 * The fields of a message by number.
 * **Source:** open-telemetry/opentelemetry-proto 1.x: common/v1, resource/v1, trace/v1, metrics/v1 and collector/{trace,metrics}/v1.
 */
export function messageFields(name: MessageName): Message {
  const known = parsed.get(name);
  if (known !== undefined) return known;
  const message = Object.fromEntries(Object.entries<string>(FIELDS[name]).map(([no, text]) => [no, parseField(text)]));
  parsed.set(name, message);
  return message;
}

/** Whether a field's type is a message of its own. */
export function isMessage(type: Field["type"]): type is MessageName {
  return type in FIELDS;
}

function parseField(text: string): Field {
  const [name = "", type = ""] = text.split(" ");
  // The texts are those of FIELDS above, whose types are kinds and names of messages.
  return { name, type: type.replace("*", "") as Field["type"], isRepeated: type.endsWith("*") };
}
