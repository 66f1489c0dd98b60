/** What tests of the OTLP road share: a tracer of the official SDK that exports to the tested stack, and spans written by hand. */
import { context, type Span, SpanStatusCode, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BasicTracerProvider, BatchSpanProcessor, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { supabase } from "./stack.ts";

export const endpoint = (path: string): string => `${supabase().url}/functions/v1/ingest${path}`;

export type Encoding = "json" | "protobuf";

/** A tracer that exports as a program would, and beside it keeps what it exported. */
export function makeTracer(key: string, encoding: Encoding) {
  if (!isContextSet) {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    isContextSet = true;
  }
  const Exporter = encoding === "json" ? JsonExporter : ProtobufExporter;
  const options = { url: endpoint("/v1/traces"), headers: { authorization: `Bearer ${key}` }, compression: "gzip" as never };
  const kept = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ "service.name": "travel-service", "service.instance.id": "one" }),
    spanProcessors: [new BatchSpanProcessor(new Exporter(options)), new SimpleSpanProcessor(kept)],
  });
  return { tracer: provider.getTracer("test-agents", "1.2.3"), provider, kept };
}

let isContextSet = false;

/** Runs `work` in a span, which ends with it; an error is recorded as the SDK's users do. */
export async function inSpan<T>(
  tracer: ReturnType<typeof makeTracer>["tracer"],
  { name, attributes }: { readonly name: string; readonly attributes: Record<string, string | number | boolean> },
  work: (span: Span) => Promise<T>,
): Promise<T> {
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work(span);
    } catch (cause) {
      span.recordException(cause instanceof Error ? cause : String(cause));
      span.setStatus({ code: SpanStatusCode.ERROR, message: cause instanceof Error ? cause.message : String(cause) });
      throw cause;
    } finally {
      span.end();
    }
  });
}

/** The trace id of a span of the SDK. */
export const traceIdOf = (span: Span): string => trace.getSpanContext(trace.setSpan(context.active(), span))?.traceId ?? "";

type Attribute = string | number | boolean;

/** A span in OTLP's JSON form. */
export function jsonSpan(options: {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes?: Readonly<Record<string, Attribute>>;
}) {
  const { startMs, endMs, attributes = {}, ...rest } = options;
  return {
    ...rest,
    startTimeUnixNano: `${startMs}000000`,
    endTimeUnixNano: `${endMs}000000`,
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) })),
  };
}

export type JsonSpan = ReturnType<typeof jsonSpan>;

function anyValue(value: Attribute) {
  if (typeof value === "string") return { stringValue: value };
  return typeof value === "boolean" ? { boolValue: value } : Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

/** A request with these spans, of one service. */
export function tracesRequest(spans: readonly object[], serviceName = "some-service") {
  const resource = { attributes: [{ key: "service.name", value: { stringValue: serviceName } }] };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: "by-hand" }, spans }] }] };
}

export async function postTraces(key: string, request: unknown, headers: Readonly<Record<string, string>> = {}) {
  const answer = await fetch(endpoint("/v1/traces"), {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
    body: JSON.stringify(request),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: text === "" ? null : (JSON.parse(text) as Readonly<Record<string, unknown>>),
  };
}

/** `length` hexadecimal digits at random. */
export function hex(length: 16 | 32): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(length / 2)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
