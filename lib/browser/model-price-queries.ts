import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Client } from "../data/client.ts";
import { listModelPrices, readModelCosts, removeModelPrice, setModelPrice } from "../data/model-prices.ts";
import { COSTS_BACK_MS, type ModelCosts, type ModelPrice } from "../domain/model-price.ts";
import type { PriceDraft } from "../view/price-form.ts";
import { useLiveRefresh } from "./live-refresh.ts";
import { useSupabase } from "./supabase.tsx";
import { useSingleMutation } from "./use-single-mutation.ts";
import { useWorkspace } from "./workspace.tsx";
import { useModelPriceChanges } from "./workspace-channel.tsx";

/** Counting reads executions, so the page of an idle evening does not do it at every announcement. */
const COUNT_AT_MOST_EVERY_MS = 15_000;

const pricesKey = (workspaceId: string) => ["model-prices", workspaceId];
const costsKey = (workspaceId: string) => ["model-costs", workspaceId];

/** The prices; `initial` is what the server found while it drew the page. Asked for again when anybody changes one. */
export function useModelPrices(initial: readonly ModelPrice[]) {
  const client = useSupabase();
  const { id } = useWorkspace();
  const queries = useQueryClient();
  useModelPriceChanges(() => {
    void queries.invalidateQueries({ queryKey: pricesKey(id) });
    void queries.invalidateQueries({ queryKey: costsKey(id) });
  });
  return useQuery({ queryKey: pricesKey(id), queryFn: () => listModelPrices(client, id), initialData: initial });
}

function modelCostsOptions(client: Client, workspaceId: string) {
  return queryOptions({
    queryKey: costsKey(workspaceId),
    queryFn: () => readModelCosts(client, { workspaceId, fromMs: Date.now() - COSTS_BACK_MS }),
  });
}

/** What is without a reported cost in the last 30 days, kept current while executions come. */
export function useModelCosts(initial: readonly ModelCosts[]) {
  const { id } = useWorkspace();
  const options = modelCostsOptions(useSupabase(), id);
  useLiveRefresh(options.queryKey, COUNT_AT_MOST_EVERY_MS);
  return useQuery({ ...options, initialData: initial });
}

/** Sets a price. */
export function useSetModelPrice() {
  const client = useSupabase();
  const { id } = useWorkspace();
  const refresh = useRefreshPrices();
  return useSingleMutation({ mutationFn: (price: PriceDraft) => setModelPrice(client, { ...price, workspaceId: id }), onSettled: refresh });
}

/** Removes a price; resolves to whether there was one. */
export function useRemoveModelPrice() {
  const client = useSupabase();
  const { id } = useWorkspace();
  const refresh = useRefreshPrices();
  return useSingleMutation({ mutationFn: (priceId: string) => removeModelPrice(client, { workspaceId: id, priceId }), onSettled: refresh });
}

/** Not awaited: the caller hears of the outcome before the list is new, and while it is still there to hear it. */
function useRefreshPrices(): () => void {
  const { id } = useWorkspace();
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ queryKey: pricesKey(id) });
    void queries.invalidateQueries({ queryKey: costsKey(id) });
  };
}
