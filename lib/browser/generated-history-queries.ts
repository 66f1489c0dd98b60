import { useQuery, useQueryClient } from "@tanstack/react-query";
import { countGeneratedExecutions } from "../data/count-generated-executions.ts";
import { removeGeneratedExecutions } from "../data/generated-executions.ts";
import { useSupabase } from "./supabase.tsx";
import { useSingleMutation } from "./use-single-mutation.ts";
import { useWorkspace } from "./workspace.tsx";

/** How many executions the demo generated; counted while `isWanted`. */
export function useGeneratedCount(isWanted: boolean) {
  const client = useSupabase();
  const { id } = useWorkspace();
  return useQuery({
    queryKey: ["generated-history", id],
    queryFn: () => countGeneratedExecutions(client, id),
    enabled: isWanted,
    staleTime: 0,
  });
}

/** Removes them; resolves to how many that were. Every figure of the workspace is then asked for again. */
export function useRemoveGenerated() {
  const client = useSupabase();
  const { id } = useWorkspace();
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: () => removeGeneratedExecutions(client, id),
    // Not awaited: the caller hears of the outcome before the list is new, and while it is still there to hear it.
    onSettled: () => void queries.invalidateQueries(),
  });
}
