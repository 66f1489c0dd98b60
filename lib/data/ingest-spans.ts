import type { ParsedExecutionReport } from "../domain/ingest.ts";
import { type Client, unwrap } from "./client.ts";
import { type IngestAnswer, ingestAnswerSchema } from "./ingest-executions.ts";
import { toReportRow } from "./report-row.ts";

/**
 * An execution that was a span: where it stands in its trace, whether its agent is one that the span itself names, and whether its
 * tokens and cost are a sum of what was used beneath it.
 */
export type SpanRow = {
  readonly report: ParsedExecutionReport & { readonly id: string };
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly hasOwnAgent: boolean;
  readonly sumsUsage: boolean;
};

/** Spans that are valid. `keyHash` is the SHA-256 of the API key, hexadecimal; `newestAt` the newest instant of their request. */
export type IngestSpansArguments = { readonly keyHash: string; readonly newestAt: string; readonly spans: readonly SpanRow[] };

/** Stores spans as executions, each once however often and in whichever order they come. Needs the secret key's rights. Raises as `unwrap` does. */
export async function ingestSpans(client: Client, args: IngestSpansArguments): Promise<IngestAnswer> {
  const rows = args.spans.map(({ report, spanId, parentSpanId, hasOwnAgent, sumsUsage }) => ({
    ...toReportRow(report),
    span_id: spanId,
    parent_span_id: parentSpanId,
    has_own_agent: hasOwnAgent,
    sums_usage: sumsUsage,
  }));
  const answer = await client.rpc("ingest_spans", { p_key_hash: args.keyHash, p_rows: JSON.stringify(rows), p_newest_at: args.newestAt });
  return ingestAnswerSchema.parse(unwrap(answer, "Storing spans"));
}
