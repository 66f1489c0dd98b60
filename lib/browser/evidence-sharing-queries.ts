import { useQueryClient } from "@tanstack/react-query";
import { shareEvidence } from "../data/evidence-sharing.ts";
import { useSupabase } from "./supabase.tsx";
import { useSingleMutation } from "./use-single-mutation.ts";
import { useWorkspace } from "./workspace.tsx";

/** Switches the sharing of evidence; rankings are then asked for again. */
export function useShareEvidence() {
  const client = useSupabase();
  const { id: workspaceId } = useWorkspace();
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: (isShared: boolean) => shareEvidence(client, { workspaceId, isShared }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ["evidence", workspaceId] }),
  });
}
