import { z } from "zod";
import { type Client, unwrap } from "./client.ts";
import { type ListExecutionsArguments, listParameters } from "./list-executions.ts";

/** The ids of the nearest newer and older execution of a list; null at its ends. */
export type ExecutionBeside = { readonly newer: string | null; readonly older: string | null };

const rowSchema = z.object({ newer: z.string().nullable(), older: z.string().nullable() });

/** What stands beside the execution with the id `id` in a list. Nulls for whoever is no member. Raises as `unwrap` does. */
export async function readExecutionBeside(
  client: Client,
  { id, ...list }: Omit<ListExecutionsArguments, "limit" | "before"> & { readonly id: string },
): Promise<ExecutionBeside> {
  const { p_limit: _, ...filter } = listParameters({ ...list, limit: 1 });
  const answer = await client.rpc("execution_beside", { ...filter, p_id: id });
  const [row] = unwrap(answer, "Reading what stands beside the execution");
  return row === undefined ? { newer: null, older: null } : rowSchema.parse(row);
}
