import { useQuery } from "@tanstack/react-query";
import { listAgents } from "../data/agents.ts";
import { useSupabase } from "./supabase.tsx";
import { useWorkspace } from "./workspace.tsx";

/** The ids of the workspace's agents, by name; asked for while `isWanted`. For search boxes and filters. */
export function useAgentNames(isWanted: boolean) {
  const client = useSupabase();
  const { id } = useWorkspace();
  return useQuery({
    queryKey: ["agents", id, "names"],
    queryFn: async () => (await listAgents(client, id)).map((agent) => agent.id),
    enabled: isWanted,
  });
}
