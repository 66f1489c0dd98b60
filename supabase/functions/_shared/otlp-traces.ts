import type { Client } from "../../../lib/data/client.ts";
import { ingestSpans, type SpanRow } from "../../../lib/data/ingest-spans.ts";
import { checkExecutions } from "../../../lib/domain/check-executions.ts";
import { INGEST_MAX_EXECUTIONS } from "../../../lib/domain/ingest.ts";
import { OTLP_MAX_SPANS } from "../../../lib/otel/limits.ts";
import { mapSpan } from "../../../lib/otel/map-span.ts";
import { countSpans, type OtelSpan, readSpans } from "../../../lib/otel/otel-span.ts";
import { isoOf } from "../../../lib/otel/span-tags.ts";
import { acceptOtlp, readOtlp, refuseOtlp } from "./otlp-request.ts";
import { sha256Hex } from "./sha256.ts";

/** OTLP/HTTP traces: every span becomes an execution. What is sent again, late or out of order ends in the same rows. */
export async function ingestTraces(client: Client, request: Request, key: string): Promise<Response> {
  const read = await readOtlp(request, "traces");
  if (read.kind === "refused") return read.response;
  const { encoding, message } = read;
  const count = countSpans(message);
  if (count > OTLP_MAX_SPANS)
    return refuseOtlp(encoding, 413, `A request may have ${OTLP_MAX_SPANS} spans, not ${count}. Let the exporter send smaller batches.`);
  const { spans, rejected } = readSpans(message);
  const { rows, faults } = toRows(spans);
  const keyHash = await sha256Hex(key);
  const newestAt = isoOf(
    spans.reduce((newest, { startNanos, endNanos }) => (endNanos > newest ? endNanos : startNanos > newest ? startNanos : newest), 1n),
  );
  const expired: string[] = [];
  // An empty request is taken too: it proves the key, which exporters are tested with.
  for (let at = 0; at === 0 || at < rows.length; at += INGEST_MAX_EXECUTIONS) {
    const part = rows.slice(at, at + INGEST_MAX_EXECUTIONS);
    const stored = await ingestSpans(client, { keyHash, newestAt, spans: part });
    if (stored.kind === "unauthorized") return refuseOtlp(encoding, 401, "The API key is wrong or revoked. Nothing was stored.");
    for (const position of stored.expired) {
      expired.push(`${part[position]?.report.taskDescription ?? "a span"}: is older than the ${stored.retentionDays} days that are kept`);
    }
  }
  return acceptOtlp(encoding, "traces", [...rejected, ...faults, ...expired]);
}

function toRows(spans: readonly OtelSpan[]): { readonly rows: readonly SpanRow[]; readonly faults: readonly string[] } {
  const mapped = spans.map(mapSpan);
  const { good, rejected } = checkExecutions(mapped.map(({ report }) => report));
  const rows = good.flatMap(({ index, report }) => {
    const span = mapped[index];
    return span === undefined ? [] : [{ ...span, report: { ...report, id: span.report.id } }];
  });
  return { rows, faults: rejected.map(({ index, field, reason }) => `${spans[index]?.name ?? "a span"}: ${field} ${reason}`) };
}
