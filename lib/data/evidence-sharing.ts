import { type Client, unwrap } from "./client.ts";

/** Whether a workspace shares counts of outcomes with the other workspaces of its owner; null for whoever is no member. Raises as `unwrap` does. */
export async function readEvidenceSharing(client: Client, workspaceId: string): Promise<boolean | null> {
  const answer = await client.from("workspaces").select("shares_evidence").eq("id", workspaceId);
  return unwrap(answer, "Reading the sharing of evidence")[0]?.shares_evidence ?? null;
}

/** Switches the sharing on or off; a second call changes nothing. Raises `forbidden` below admin, else as `unwrap` does. */
export async function shareEvidence(client: Client, args: { readonly workspaceId: string; readonly isShared: boolean }): Promise<void> {
  const answer = await client.rpc("share_evidence", { p_workspace_id: args.workspaceId, p_is_shared: args.isShared });
  if (answer.error !== null) unwrap({ data: null, error: answer.error }, "Switching the sharing of evidence");
}
