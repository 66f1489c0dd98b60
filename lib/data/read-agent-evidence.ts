import { z } from "zod";
import { figuresSpan } from "../domain/figures-span.ts";
import type { EvidenceReading } from "../domain/fleet-reading.ts";
import type { AgentEvidence } from "../domain/recommendation.ts";
import { type Client, unwrap } from "./client.ts";
import { numericSchema } from "./execution-rows.ts";

/**
 * How far back evidence is read, in days: as long as executions are kept by default. What is older has faded to almost nothing by the
 * recommendation's own half-life, and an operator could no longer look at the executions behind it.
 */
export const EVIDENCE_DAYS = 90;

const DAY_MS = 86_400_000;

const evidenceSchema = z
  .tuple([
    z.string(),
    z.string(),
    z.number(),
    z.number(),
    z.number(),
    numericSchema.nullable(),
    numericSchema.nullable(),
    z.enum(["own", "sibling"]),
  ])
  .transform(
    ([agentId, taskType, atMs, succeeded, failed, durationP50Ms, meanCostUsd, origin]): AgentEvidence => ({
      agentId,
      taskType,
      atMs,
      succeeded,
      failed,
      durationP50Ms,
      meanCostUsd,
      origin,
    }),
  );

const evidenceListSchema = z.array(evidenceSchema);

const byKeySchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("unauthorized") }),
  z.object({ kind: z.literal("found"), evidence: evidenceListSchema, declared: z.array(z.string()) }),
]);

/** The evidence of the key's workspace, and the agents that can do the task type; or that the key is wrong, revoked or of another workspace. */
export type EvidenceByKey = z.infer<typeof byKeySchema>;

/**
 * What each agent of a workspace did in the last {@link EVIDENCE_DAYS} days: by day for two weeks, by week before that; and, where the
 * workspace shares evidence, what its siblings counted. The median duration of an agent at a task type is that of its last six or seven
 * weeks, and stands on its newest row alone; where `taskType` is given, at that one only. Empty for whoever is no member. Raises as
 * `unwrap` does.
 */
export async function readAgentEvidence(
  client: Client,
  args: { readonly workspaceId: string; readonly taskType?: string },
): Promise<readonly AgentEvidence[]> {
  const answer = await client.rpc("agent_evidence", {
    p_workspace_id: args.workspaceId,
    p_days: EVIDENCE_DAYS,
    ...(args.taskType !== undefined && { p_task_type: args.taskType }),
  });
  return evidenceListSchema.parse(unwrap(answer, "Reading evidence"));
}

/** The evidence of all task types, with the time it was read at (`nowMs`, epoch ms) and the span it covers. Raises as `unwrap` does. */
export async function readEvidence(
  client: Client,
  { workspaceId, nowMs }: { readonly workspaceId: string; readonly nowMs: number },
): Promise<EvidenceReading> {
  const basis = figuresSpan({ kind: "last", durationMs: EVIDENCE_DAYS * DAY_MS }, nowMs);
  return { ...basis, readAtMs: nowMs, evidence: await readAgentEvidence(client, { workspaceId }) };
}

/** The same for the bearer of an API key (`keyHash` is its SHA-256, hexadecimal). Needs the secret key's rights. Raises as `unwrap` does. */
export async function readAgentEvidenceByKey(
  client: Client,
  args: { readonly keyHash: string; readonly workspaceId: string | undefined; readonly taskType: string },
): Promise<EvidenceByKey> {
  const answer = await client.rpc("agent_evidence_by_key", {
    p_key_hash: args.keyHash,
    p_days: EVIDENCE_DAYS,
    p_task_type: args.taskType,
    ...(args.workspaceId !== undefined && { p_workspace_id: args.workspaceId }),
  });
  return byKeySchema.parse(unwrap(answer, "Reading evidence"));
}
