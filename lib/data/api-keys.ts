import type { ApiKey } from "../domain/workspace.ts";
import { type Client, unwrap } from "./client.ts";
import { instantSchema } from "./execution-rows.ts";

/** The keys of a workspace, newest first, revoked ones among them. Raises as `unwrap` does. */
export async function listApiKeys(client: Client, workspaceId: string): Promise<readonly ApiKey[]> {
  const answer = await client
    .from("api_keys")
    .select("id, name, prefix, created_at, last_used_at, revoked_at")
    .eq("workspace_id", workspaceId)
    .order("created_at", { ascending: false });
  return unwrap(answer, "Listing keys").map((row) => ({
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    createdAt: instantSchema.parse(row.created_at),
    lastUsedAt: row.last_used_at === null ? null : instantSchema.parse(row.last_used_at),
    revokedAt: row.revoked_at === null ? null : instantSchema.parse(row.revoked_at),
  }));
}

/** Makes a key and resolves to it: the only time that it can be seen. Raises `forbidden` below admin, else as `unwrap` does. */
export async function createApiKey(client: Client, args: { readonly workspaceId: string; readonly name: string }): Promise<string> {
  const answer = await client.rpc("create_api_key", { p_workspace_id: args.workspaceId, p_name: args.name });
  return unwrap(answer, "Making the key");
}

/** Ends a key for good; a second call changes nothing. Raises `forbidden` below admin, else as `unwrap` does. */
export async function revokeApiKey(client: Client, args: { readonly workspaceId: string; readonly keyId: string }): Promise<void> {
  const answer = await client.rpc("revoke_api_key", { p_workspace_id: args.workspaceId, p_id: args.keyId });
  if (answer.error !== null) unwrap({ data: null, error: answer.error }, "Revoking the key");
}
