import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { handleAlert, listAlerts } from "../data/alerts.ts";
import type { Client } from "../data/client.ts";
import { useSupabase } from "./supabase.tsx";
import { useSingleMutation } from "./use-single-mutation.ts";
import { useWorkspace } from "./workspace.tsx";
import { useAlertChanges } from "./workspace-channel.tsx";

/** More unresolved alerts than this are an outage of one cause; the list says that it was cut. */
export const MOST_ALERTS = 100;

/** What is not resolved yet, newest first. */
export function unresolvedAlertsOptions(client: Client, workspaceId: string) {
  return queryOptions({
    queryKey: ["alerts", workspaceId, "unresolved"],
    queryFn: () => listAlerts(client, { workspaceId, statuses: ["open", "acknowledged"], limit: MOST_ALERTS }),
  });
}

/** The unresolved alerts, asked for again whenever one is raised or handled. */
export function useUnresolvedAlerts() {
  const options = unresolvedAlertsOptions(useSupabase(), useWorkspace().id);
  const queries = useQueryClient();
  useAlertChanges(() => void queries.invalidateQueries({ queryKey: options.queryKey }));
  return useQuery(options);
}

/** Acknowledges or resolves an alert. */
export function useHandleAlert() {
  const client = useSupabase();
  const workspaceId = useWorkspace().id;
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: (args: { readonly alertId: string; readonly status: "acknowledged" | "resolved" }) =>
      handleAlert(client, { ...args, workspaceId }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["alerts", workspaceId] }),
  });
}
