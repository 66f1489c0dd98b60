import { z } from "zod";
import type { ParsedExecutionReport } from "../domain/ingest.ts";
import { type Client, unwrap } from "./client.ts";
import { toReportRow } from "./report-row.ts";

/** A batch whose rows are valid and have ids. `keyHash` is the SHA-256 of the API key, hexadecimal. */
export type IngestArguments = {
  readonly keyHash: string;
  readonly sentAt: string | undefined;
  readonly workspaceId: string | undefined;
  readonly executions: readonly (ParsedExecutionReport & { readonly id: string })[];
};

/** What the database answers to a batch of executions or spans. */
export const ingestAnswerSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("unauthorized") }),
  z.object({
    kind: z.literal("stored"),
    stored: z.number(),
    /** Positions of rows older than the retention. */
    expired: z.array(z.number()),
    retentionDays: z.number(),
    clockSkews: z.array(z.object({ agentId: z.string(), skewMs: z.number() })),
  }),
]);

/** `unauthorized` for a wrong, revoked or foreign key, with nothing stored; else what became of the rows. */
export type IngestAnswer = z.infer<typeof ingestAnswerSchema>;

/** Stores a batch, each row once however often it is sent. Needs the secret key's rights. Raises as `unwrap` does. */
export async function ingestExecutions(client: Client, args: IngestArguments): Promise<IngestAnswer> {
  const answer = await client.rpc("ingest_executions", {
    p_key_hash: args.keyHash,
    p_rows: JSON.stringify(args.executions.map(toReportRow)),
    ...(args.sentAt !== undefined && { p_sent_at: args.sentAt }),
    ...(args.workspaceId !== undefined && { p_workspace_id: args.workspaceId }),
  });
  return ingestAnswerSchema.parse(unwrap(answer, "Storing executions"));
}
