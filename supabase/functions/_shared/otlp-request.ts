import { AppError } from "../../../lib/core/app-error.ts";
import {
  encodeAccepted,
  encodeRefused,
  encodingOf,
  mediaTypeOf,
  type OtlpEncoding,
  type OtlpSignal,
} from "../../../lib/otel/export-answer.ts";
import { OTLP_MAX_BYTES, OTLP_MAX_INFLATED_BYTES } from "../../../lib/otel/limits.ts";
import { readProtobuf } from "../../../lib/otel/read-protobuf.ts";
import { answerBytes } from "./http.ts";
import { readBody } from "./read-body.ts";

/** A request of an exporter, parsed; or the answer that says why it cannot be. */
export type OtlpRequest =
  | { readonly kind: "request"; readonly encoding: OtlpEncoding; readonly message: unknown }
  | { readonly kind: "refused"; readonly response: Response };

/** Codes of google.rpc.Code, by the HTTP status that OTLP sends beside them. */
const RPC_CODES: Readonly<Record<number, number>> = { 400: 3, 401: 16, 404: 12, 405: 12, 413: 8, 415: 3, 429: 8, 503: 14 };

/** A refusal as OTLP wants it: a Status in the request's encoding. A sender may try again only after 429 and 503, which say when. */
export function refuseOtlp(encoding: OtlpEncoding, status: number, message: string): Response {
  const retry: Readonly<Record<string, string>> = status === 429 || status === 503 ? { "retry-after": "2" } : {};
  return answerBytes(status, encodeRefused(encoding, RPC_CODES[status] ?? 2, message), { "content-type": mediaTypeOf(encoding), ...retry });
}

/** The answer to a request that was taken, wholly or but for the items that `faults` are about, one each. */
export function acceptOtlp(encoding: OtlpEncoding, signal: OtlpSignal, faults: readonly string[]): Response {
  return answerBytes(200, encodeAccepted(encoding, signal, faults), { "content-type": mediaTypeOf(encoding) });
}

/** Reads the body of an exporter's request: JSON or protobuf, packed or not. */
export async function readOtlp(request: Request, signal: OtlpSignal): Promise<OtlpRequest> {
  const encoding = encodingOf(request.headers.get("content-type"));
  const refused = (status: number, message: string): OtlpRequest => ({
    kind: "refused",
    response: refuseOtlp(encoding ?? "json", status, message),
  });
  if (encoding === null) return refused(415, "Content-Type must be application/json or application/x-protobuf.");
  const body = await readBody(request, { maxBytes: OTLP_MAX_BYTES, maxInflatedBytes: OTLP_MAX_INFLATED_BYTES });
  if (body.kind === "too_large") {
    return refused(
      413,
      `A request may have ${OTLP_MAX_BYTES} bytes, and ${OTLP_MAX_INFLATED_BYTES} unpacked. Let the exporter send smaller batches.`,
    );
  }
  if (body.kind === "unknown_encoding") return refused(415, `Content-Encoding may be gzip or deflate, not ${body.encoding}.`);
  if (body.kind === "malformed") return refused(400, "The body is not packed as its Content-Encoding says.");
  try {
    const message =
      encoding === "json" ? parseJson(body.bytes) : readProtobuf(signal === "traces" ? "TracesRequest" : "MetricsRequest", body.bytes);
    return { kind: "request", encoding, message };
  } catch (cause) {
    if (cause instanceof AppError) return refused(400, cause.message);
    throw cause;
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Told below: a parser's own words differ between runtimes.
  }
  throw new AppError("invalid_input", "The body is no JSON object.");
}
