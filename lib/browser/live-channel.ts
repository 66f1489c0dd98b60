import type { RealtimeChannel, SupabaseClient } from "@supabase/supabase-js";
import type { Database } from "../data/database.types.ts";

/** What an open channel tells. `onExecutions` gets the payload as it came. */
export type LiveHandlers = {
  readonly onExecutions: (payload: unknown) => void;
  readonly onAlerts: () => void;
  readonly onAgents: () => void;
  readonly onLive: () => void;
  readonly onLost: () => void;
};

/** A channel that the server closed does not come back by itself; this long after, it is opened anew. */
const REOPEN_MS = 5000;

/**
 * Opens the workspace's one private channel and keeps it open: the library rejoins after a lost connection, this reopens
 * after a close by the server (an expired token). Returns what ends it.
 */
export function openLiveChannel(client: SupabaseClient<Database>, workspaceId: string, handlers: LiveHandlers): () => void {
  let ended = false;
  let channel: RealtimeChannel | null = null;
  let reopening: ReturnType<typeof setTimeout> | undefined;

  const open = async (): Promise<void> => {
    try {
      // A private channel is joined in somebody's name, so the token has to be there first.
      await client.realtime.setAuth();
    } catch (cause) {
      console.warn("no token for the live channel", cause);
      reopenLater();
      return;
    }
    if (ended) return;
    channel = listen(client, workspaceId, handlers).subscribe((status) => {
      if (ended) return;
      if (status === "SUBSCRIBED") return handlers.onLive();
      handlers.onLost();
      if (status === "CLOSED") reopenLater();
    });
  };

  const reopenLater = (): void => {
    if (ended) return;
    handlers.onLost();
    clearTimeout(reopening);
    reopening = setTimeout(() => void open(), REOPEN_MS);
  };

  void open();
  return () => {
    ended = true;
    clearTimeout(reopening);
    if (channel !== null) void client.removeChannel(channel);
  };
}

function listen(client: SupabaseClient<Database>, workspaceId: string, handlers: LiveHandlers): RealtimeChannel {
  const rows = { event: "*", schema: "public", filter: `workspace_id=eq.${workspaceId}` } as const;
  return client
    .channel(`workspace:${workspaceId}`, { config: { private: true } })
    .on("broadcast", { event: "executions" }, (message) => handlers.onExecutions(message["payload"]))
    .on("postgres_changes", { ...rows, table: "alerts" }, handlers.onAlerts)
    .on("postgres_changes", { ...rows, table: "agents" }, handlers.onAgents);
}
