import type { Execution } from "../domain/execution.ts";
import { type Client, unwrap } from "./client.ts";
import { toExecution } from "./execution-rows.ts";

/** One execution by its id, a UUID; null when there is none or the caller may not see it. Raises as `unwrap` does. */
export async function readExecution(
  client: Client,
  args: { readonly workspaceId: string; readonly id: string },
): Promise<Execution | null> {
  const answer = await client.from("execution_history").select("*").eq("workspace_id", args.workspaceId).eq("id", args.id).limit(1);
  const [row] = unwrap(answer, "Reading the execution");
  return row === undefined ? null : toExecution(row);
}
