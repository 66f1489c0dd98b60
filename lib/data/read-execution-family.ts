import type { Execution } from "../domain/execution.ts";
import { type Client, unwrap } from "./client.ts";
import { toExecution } from "./execution-rows.ts";

/** The most relatives that are read at once; a family of this size may have more. */
export const FAMILY_LIMIT = 500;

/**
 * The execution's topmost ancestor and everything below it, by start: what a waterfall shows. Empty when
 * there is no such execution or the caller may not see it. Raises as `unwrap` does.
 */
export async function readExecutionFamily(
  client: Client,
  args: { readonly workspaceId: string; readonly id: string },
): Promise<readonly Execution[]> {
  const answer = await client.rpc("execution_family", { p_workspace_id: args.workspaceId, p_id: args.id });
  return unwrap(answer, "Reading the execution").map(toExecution);
}
