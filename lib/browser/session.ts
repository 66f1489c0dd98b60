import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useSupabase } from "./supabase.tsx";

/** Ends the session on this device and forgets everything that was loaded. */
export function useSignOut() {
  const client = useSupabase();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      // Only this device: a phone on call stays signed in.
      const { error } = await client.auth.signOut({ scope: "local" });
      if (error !== null) throw error;
    },
    onSuccess: () => queries.clear(),
  });
}
