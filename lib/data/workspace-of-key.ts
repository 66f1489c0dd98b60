import { z } from "zod";
import { type Client, unwrap } from "./client.ts";

/**
 * The id of the workspace that an API key belongs to (`keyHash` is its SHA-256, hexadecimal); null for a wrong or revoked key, or one of
 * another workspace than `workspaceId`, where that is given. Needs the secret key's rights. Raises as `unwrap` does.
 */
export async function readWorkspaceOfKey(
  client: Client,
  { keyHash, workspaceId }: { readonly keyHash: string; readonly workspaceId: string | undefined },
): Promise<string | null> {
  const answer = await client.rpc("workspace_of_key", {
    p_key_hash: keyHash,
    ...(workspaceId !== undefined && { p_workspace_id: workspaceId }),
  });
  return z.string().nullable().parse(unwrap(answer, "Checking the key"));
}
