import { type Client, unwrap } from "./client.ts";

/** Whether a workspace holds history that the demo generated. Raises as `unwrap` does. */
export async function hasGeneratedExecutions(client: Client, workspaceId: string): Promise<boolean> {
  return unwrap(await client.rpc("has_generated_executions", { p_workspace_id: workspaceId }), "Looking for generated history");
}

/**
 * Removes the demo's generated history and resolves to how many executions that were; what agents reported
 * stays. Raises `forbidden` below operator, else as `unwrap` does.
 */
export async function removeGeneratedExecutions(client: Client, workspaceId: string): Promise<number> {
  return unwrap(await client.rpc("remove_generated_executions", { p_workspace_id: workspaceId }), "Removing generated history");
}
