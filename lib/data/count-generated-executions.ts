import { AppError } from "../core/app-error.ts";
import { type Client, unwrap } from "./client.ts";

/** How many executions of a workspace the demo generated. Linear in their number, so asked only before they are removed. Raises as `unwrap` does. */
export async function countGeneratedExecutions(client: Client, workspaceId: string): Promise<number> {
  const doing = "Counting generated history";
  const answer = await client
    .from("execution_history")
    .select("id", { count: "exact", head: true })
    .eq("workspace_id", workspaceId)
    .eq("is_generated", true);
  if (answer.error !== null) unwrap({ data: null, error: answer.error }, doing);
  if (answer.count === null) throw new AppError("internal", `${doing}: the answer bore no count`);
  return answer.count;
}
