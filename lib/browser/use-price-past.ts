import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { type PricedSlice, priceExecutions } from "../data/model-prices.ts";
import { COSTS_BACK_MS } from "../domain/model-price.ts";
import { useSupabase } from "./supabase.tsx";
import { useWorkspace } from "./workspace.tsx";

/** How far the pricing of the past is. `addedUsd` may be below zero where a price was corrected. */
export type PastPricing =
  | { readonly kind: "idle" }
  | { readonly kind: "running" | "done" | "stopped"; readonly priced: number; readonly addedUsd: number }
  | { readonly kind: "failed"; readonly priced: number; readonly addedUsd: number; readonly error: unknown };

/**
 * Applies the prices to the last 30 days, slice by slice, each by itself whole. What was stopped, failed or left by closing the page
 * goes on where it was when it is started again: priced executions are not found twice.
 */
export function usePricePast(): { readonly state: PastPricing; readonly start: () => void; readonly stop: () => void } {
  const client = useSupabase();
  const { id: workspaceId } = useWorkspace();
  const queries = useQueryClient();
  const [state, setState] = useState<PastPricing>({ kind: "idle" });
  const run = useRef<{ isWanted: boolean } | null>(null);
  useEffect(
    () => () => {
      if (run.current !== null) run.current.isWanted = false;
    },
    [],
  );

  const work = async (own: { isWanted: boolean }) => {
    const fromMs = Date.now() - COSTS_BACK_MS;
    let done = { priced: 0, addedUsd: 0 };
    try {
      let after: PricedSlice["next"] = null;
      do {
        const slice: PricedSlice = await priceExecutions(client, { workspaceId, fromMs, after });
        done = { priced: done.priced + slice.priced, addedUsd: done.addedUsd + slice.addedUsd };
        after = slice.next;
        if (own.isWanted) setState({ kind: "running", ...done });
      } while (after !== null && own.isWanted);
      // First what is left, so that no done pricing is offered again beside its result.
      await queries.invalidateQueries({ queryKey: ["model-costs", workspaceId] });
      setState({ kind: after === null ? "done" : "stopped", ...done });
    } catch (error) {
      setState({ kind: "failed", ...done, error });
    } finally {
      run.current = null;
      // Every figure with a cost in it is another one now.
      void queries.invalidateQueries();
    }
  };
  return {
    state,
    start: () => {
      if (run.current !== null) return;
      run.current = { isWanted: true };
      setState({ kind: "running", priced: 0, addedUsd: 0 });
      void work(run.current);
    },
    stop: () => {
      if (run.current !== null) run.current.isWanted = false;
    },
  };
}
