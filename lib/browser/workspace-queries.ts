import { useMutation } from "@tanstack/react-query";
import { foundWorkspace } from "../data/workspaces.ts";
import { useSupabase } from "./supabase.tsx";

/** Founds a workspace; resolves to its slug. */
export function useFoundWorkspace(userId: string) {
  const client = useSupabase();
  return useMutation({
    mutationFn: (args: { readonly slug: string; readonly name: string }) => foundWorkspace(client, { ...args, userId }),
  });
}
