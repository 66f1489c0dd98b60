import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createApiKey, listApiKeys, revokeApiKey } from "../data/api-keys.ts";
import type { ApiKey } from "../domain/workspace.ts";
import { useSupabase } from "./supabase.tsx";
import { useSingleMutation } from "./use-single-mutation.ts";
import { useWorkspace } from "./workspace.tsx";

/** The keys of the workspace; `initial` is what the server found while it drew the page. */
export function useApiKeys(initial: readonly ApiKey[]) {
  const client = useSupabase();
  const { id } = useWorkspace();
  return useQuery({ queryKey: ["api-keys", id], queryFn: () => listApiKeys(client, id), initialData: initial });
}

/** Makes a key; resolves to it, the only time that it can be seen. */
export function useCreateApiKey() {
  const client = useSupabase();
  const { id } = useWorkspace();
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: (name: string) => createApiKey(client, { workspaceId: id, name }),
    // Not awaited: the caller hears of the outcome before the list is new, and while it is still there to hear it.
    onSettled: () => void queries.invalidateQueries({ queryKey: ["api-keys", id] }),
    // The key itself must not linger in memory after the dialog that shows it.
    gcTime: 0,
  });
}

/** Ends a key. */
export function useRevokeApiKey() {
  const client = useSupabase();
  const { id } = useWorkspace();
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: (keyId: string) => revokeApiKey(client, { workspaceId: id, keyId }),
    // Not awaited: the caller hears of the outcome before the list is new, and while it is still there to hear it.
    onSettled: () => void queries.invalidateQueries({ queryKey: ["api-keys", id] }),
  });
}
