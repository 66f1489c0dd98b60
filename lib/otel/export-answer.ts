import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** The encodings of OTLP/HTTP; an answer comes in the request's. */
export type OtlpEncoding = "json" | "protobuf";

/** What an exporter sends: spans or points of metrics. */
export type OtlpSignal = "traces" | "metrics";

/** Longer lists of faults are not read. */
const MAX_MESSAGE = 1000;

/** The encoding that a content type names; null for one that OTLP/HTTP does not know. */
export function encodingOf(contentType: string | null): OtlpEncoding | null {
  const type = (contentType ?? "").split(";")[0]?.trim().toLowerCase();
  if (type === "application/json") return "json";
  return type === "application/x-protobuf" || type === "application/protobuf" ? "protobuf" : null;
}

/** The media type of an encoding. */
export function mediaTypeOf(encoding: OtlpEncoding): string {
  return encoding === "json" ? "application/json" : "application/x-protobuf";
}

/**
 * The body that says what became of a request: all of it accepted, or how many of its items were not and why.
 * **Source:** opentelemetry-proto, collector/{trace,metrics}/v1, ExportTracePartialSuccess; OTLP 1.x, "Partial Success".
 */
export function encodeAccepted(encoding: OtlpEncoding, signal: OtlpSignal, faults: readonly string[]): Uint8Array<ArrayBuffer> {
  const errorMessage = messageOf(faults);
  if (encoding === "json") {
    const name = signal === "traces" ? "rejectedSpans" : "rejectedDataPoints";
    return toBytes(faults.length === 0 ? {} : { partialSuccess: { [name]: String(faults.length), errorMessage } });
  }
  const writer = new BinaryWriter();
  if (faults.length === 0) return writer.finish();
  const partial = new BinaryWriter().tag(1, WireType.Varint).int64(faults.length).tag(2, WireType.LengthDelimited).string(errorMessage);
  return writer.tag(1, WireType.LengthDelimited).bytes(partial.finish()).finish();
}

/** The body of a refusal: a google.rpc.Status. **Source:** OTLP 1.x, "Failures"; googleapis, rpc/status.proto and rpc/code.proto. */
export function encodeRefused(encoding: OtlpEncoding, code: number, message: string): Uint8Array<ArrayBuffer> {
  if (encoding === "json") return toBytes({ code, message });
  return new BinaryWriter().tag(1, WireType.Varint).int32(code).tag(2, WireType.LengthDelimited).string(message).finish();
}

function messageOf(faults: readonly string[]): string {
  const text = faults.slice(0, 10).join("; ") + (faults.length > 10 ? `; and ${faults.length - 10} more` : "");
  return text.length <= MAX_MESSAGE ? text : `${text.slice(0, MAX_MESSAGE - 1)}…`;
}

function toBytes(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(value));
}
