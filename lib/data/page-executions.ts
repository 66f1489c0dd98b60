import type { Execution } from "../domain/execution.ts";
import { type Client, unwrap } from "./client.ts";
import { toExecution } from "./execution-rows.ts";
import { type ListExecutionsArguments, listParameters } from "./list-executions.ts";

/** The most that the database gives at once. */
const PAGE_ROWS = 500;

/**
 * All executions of a list, whole, newest first, in pages of up to 500, none of them empty. Each page begins below the last id of the
 * one before, so that what arrives meanwhile moves nothing. Raises as `unwrap` does.
 */
export async function* pageExecutions(
  client: Client,
  args: Omit<ListExecutionsArguments, "limit" | "before">,
): AsyncGenerator<readonly Execution[], void> {
  let before: string | undefined;
  for (;;) {
    const answer = await client.rpc("list_executions", listParameters({ ...args, before, limit: PAGE_ROWS }));
    const rows = unwrap(answer, "Exporting executions").map(toExecution);
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE_ROWS) return;
    before = rows.at(-1)?.id;
  }
}
