import { z } from "zod";
import type { ParsedMetricReport } from "../domain/metric.ts";
import { type Client, unwrap } from "./client.ts";

/** A batch of checked points. `keyHash` is the SHA-256 of the API key, hexadecimal. */
export type IngestMetricsArguments = {
  readonly keyHash: string;
  readonly workspaceId: string | undefined;
  readonly metrics: readonly ParsedMetricReport[];
};

const answerSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("unauthorized") }),
  z.object({
    kind: z.literal("stored"),
    stored: z.number(),
    /** Positions of points older than the retention. */
    expired: z.array(z.number()),
    /** Positions of points more than a day ahead of this server's clock. */
    future: z.array(z.number()),
    retentionDays: z.number(),
  }),
]);

/** `unauthorized` for a wrong, revoked or foreign key, with nothing stored; else what became of the points. */
export type IngestMetricsAnswer = z.infer<typeof answerSchema>;

/** Stores a batch of points, each once however often it is sent. Needs the secret key's rights. Raises as `unwrap` does. */
export async function ingestMetrics(client: Client, args: IngestMetricsArguments): Promise<IngestMetricsAnswer> {
  const answer = await client.rpc("ingest_metrics", {
    p_key_hash: args.keyHash,
    p_rows: JSON.stringify(args.metrics.map(toMetricRow)),
    ...(args.workspaceId !== undefined && { p_workspace_id: args.workspaceId }),
  });
  return answerSchema.parse(unwrap(answer, "Storing metrics"));
}

function toMetricRow(report: ParsedMetricReport) {
  const { name, type, unit, at, tags, sourceId: source_id, value, distribution } = report;
  return { name, type, unit, at, tags, source_id, value, ...distribution };
}
