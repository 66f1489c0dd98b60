import { z } from "zod";
import type { ModelCosts, ModelPrice } from "../domain/model-price.ts";
import { type Client, unwrap } from "./client.ts";
import { instantSchema, numericSchema } from "./execution-rows.ts";

/** All prices of a workspace, past and to come, by model and provider, newest first. Raises as `unwrap` does. */
export async function listModelPrices(client: Client, workspaceId: string): Promise<readonly ModelPrice[]> {
  const answer = await client
    .from("model_prices")
    .select("id, provider, model, valid_from, input_usd, output_usd, cached_input_usd, note, created_by, created_at")
    .eq("workspace_id", workspaceId)
    .order("model")
    .order("provider", { nullsFirst: true })
    .order("valid_from", { ascending: false });
  return unwrap(answer, "Listing prices").map((row) => ({
    id: row.id,
    provider: row.provider,
    model: row.model,
    validFrom: instantSchema.parse(row.valid_from),
    inputUsd: numericSchema.parse(row.input_usd),
    outputUsd: numericSchema.parse(row.output_usd),
    cachedInputUsd: row.cached_input_usd === null ? null : numericSchema.parse(row.cached_input_usd),
    note: row.note,
    createdBy: row.created_by,
    createdAt: instantSchema.parse(row.created_at),
  }));
}

/** A price to be set; see {@link ModelPrice}. */
export type SetModelPriceArguments = Omit<ModelPrice, "id" | "createdBy" | "createdAt"> & { readonly workspaceId: string };

/** Sets what a model costs from an instant on; resolves to the price's id. Raises `forbidden` below operator, else as `unwrap` does. */
export async function setModelPrice(client: Client, args: SetModelPriceArguments): Promise<string> {
  const answer = await client.rpc("set_model_price", {
    p_workspace_id: args.workspaceId,
    p_model: args.model,
    p_valid_from: args.validFrom,
    p_input_usd: args.inputUsd,
    p_output_usd: args.outputUsd,
    p_note: args.note,
    ...(args.cachedInputUsd !== null && { p_cached_input_usd: args.cachedInputUsd }),
    ...(args.provider !== null && { p_provider: args.provider }),
  });
  return unwrap(answer, "Setting the price");
}

/** Removes a price; costs reckoned with it stay. Resolves to whether there was one. Raises `forbidden` below operator, else as `unwrap` does. */
export async function removeModelPrice(client: Client, args: { readonly workspaceId: string; readonly priceId: string }): Promise<boolean> {
  const answer = await client.rpc("remove_model_price", { p_workspace_id: args.workspaceId, p_id: args.priceId });
  return unwrap(answer, "Removing the price");
}

/** What is without a reported cost since an instant (epoch ms), by model and provider. Raises as `unwrap` does. */
export async function readModelCosts(
  client: Client,
  args: { readonly workspaceId: string; readonly fromMs: number },
): Promise<readonly ModelCosts[]> {
  const answer = await client.rpc("model_costs", { p_workspace_id: args.workspaceId, p_from: new Date(args.fromMs).toISOString() });
  return unwrap(answer, "Reading models without a price").map((row) => ({
    model: row.model,
    provider: row.provider,
    hasPrice: row.has_price,
    executions: row.executions,
    inputTokens: row.input_tokens ?? 0,
    outputTokens: row.output_tokens ?? 0,
    addedUsd: row.added_usd,
    firstStartedAt: instantSchema.parse(row.first_started_at),
    isCapped: row.is_capped,
  }));
}

const sliceSchema = z.object({
  priced: z.number(),
  addedUsd: numericSchema,
  next: z.object({ model: z.string(), id: z.string() }).nullable(),
});

/** What became of one slice: executions priced, what that added (USD), and where to go on; `next` is null at the end. */
export type PricedSlice = z.infer<typeof sliceSchema>;

/**
 * Applies the prices to one slice of what began at or after `fromMs` (epoch ms) and whose cost nobody reported. Called again with the
 * answer's `next` until that is null; begun anew at any time, it finds only what is left. Raises `forbidden` below operator, else as `unwrap` does.
 */
export async function priceExecutions(
  client: Client,
  args: { readonly workspaceId: string; readonly fromMs: number; readonly after?: PricedSlice["next"]; readonly limit?: number },
): Promise<PricedSlice> {
  const answer = await client.rpc("price_executions", {
    p_workspace_id: args.workspaceId,
    p_from: new Date(args.fromMs).toISOString(),
    ...(args.after && { p_after_model: args.after.model, p_after_id: args.after.id }),
    ...(args.limit !== undefined && { p_limit: args.limit }),
  });
  return sliceSchema.parse(unwrap(answer, "Pricing executions"));
}
