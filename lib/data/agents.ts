import type { Agent } from "../domain/agent.ts";
import { type Client, unwrap } from "./client.ts";
import { instantSchema } from "./execution-rows.ts";

/** The agents of a workspace by name. Raises as `unwrap` does. */
export async function listAgents(client: Client, workspaceId: string): Promise<readonly Agent[]> {
  const answer = await client
    .from("agents")
    .select("id, description, first_seen_at, last_seen_at, agent_capabilities (task_type)")
    .eq("workspace_id", workspaceId)
    .order("id");
  return unwrap(answer, "Listing agents").map((row) => ({
    id: row.id,
    description: row.description,
    firstSeenAt: instantSchema.parse(row.first_seen_at),
    lastSeenAt: instantSchema.parse(row.last_seen_at),
    taskTypes: row.agent_capabilities.map((capability) => capability.task_type).sort(),
  }));
}
