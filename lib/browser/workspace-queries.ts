import { foundWorkspace } from "../data/workspaces.ts";
import { useSupabase } from "./supabase.tsx";
import { useSingleMutation } from "./use-single-mutation.ts";

/** Founds a workspace; resolves to its slug. */
export function useFoundWorkspace(userId: string) {
  const client = useSupabase();
  return useSingleMutation({
    mutationFn: (args: { readonly slug: string; readonly name: string }) => foundWorkspace(client, { ...args, userId }),
  });
}
