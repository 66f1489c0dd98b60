import type { RealtimeChannel, SupabaseClient } from "@supabase/supabase-js";
import type { Database } from "../data/database.types.ts";

/** What an open channel tells. `onExecutions` gets the payload as it came. */
export type LiveHandlers = {
  readonly onExecutions: (payload: unknown) => void;
  readonly onAlerts: () => void;
  readonly onAgents: () => void;
  readonly onErrorGroups: () => void;
  readonly onModelPrices: () => void;
  readonly onLive: () => void;
  readonly onLost: () => void;
};

/** A channel that the server closed does not come back by itself; this long after, it is opened anew. */
const REOPEN_MS = 5000;

/**
 * Opens the workspace's one private channel and keeps it open: the library rejoins after a lost connection, this reopens
 * after a close by the server (an expired token) and when the browser says that the network is back. Returns what ends it.
 */
export function openLiveChannel(client: SupabaseClient<Database>, workspaceId: string, handlers: LiveHandlers): () => void {
  let ended = false;
  let channel: RealtimeChannel | null = null;
  let reopening: ReturnType<typeof setTimeout> | undefined;

  const open = async (): Promise<void> => {
    if (ended) return;
    const left = channel;
    channel = null;
    // The library hands out the old channel for the same topic until it has left.
    if (left !== null) await client.removeChannel(left);
    // A private channel is joined in somebody's name, so the token has to be there first.
    await client.realtime.setAuth();
    if (ended) return;
    const opened = listen(client, workspaceId, handlers);
    channel = opened;
    opened.subscribe((status) => {
      if (ended || channel !== opened) return;
      if (status === "SUBSCRIBED") return handlers.onLive();
      handlers.onLost();
      if (status === "CLOSED") reopenIn(REOPEN_MS);
    });
  };
  const reopenIn = (delayMs: number): void => {
    clearTimeout(reopening);
    reopening = setTimeout(start, delayMs);
  };
  let opening: Promise<void> = Promise.resolve();
  const start = (): void => {
    // One after the other: two at once would be handed the same channel, and the second find it subscribed already.
    opening = opening.then(open).catch((cause: unknown) => {
      console.warn("the live channel could not be opened", cause);
      if (ended) return;
      handlers.onLost();
      reopenIn(REOPEN_MS);
    });
  };

  // The browser knows of a lost network at once; the channel would notice only when a heartbeat stays unanswered.
  const reopenNow = (): void => reopenIn(0);
  window.addEventListener("offline", handlers.onLost);
  window.addEventListener("online", reopenNow);
  start();
  return () => {
    ended = true;
    clearTimeout(reopening);
    window.removeEventListener("offline", handlers.onLost);
    window.removeEventListener("online", reopenNow);
    if (channel !== null) void client.removeChannel(channel);
  };
}

function listen(client: SupabaseClient<Database>, workspaceId: string, handlers: LiveHandlers): RealtimeChannel {
  const rows = { event: "*", schema: "public", filter: `workspace_id=eq.${workspaceId}` } as const;
  return client
    .channel(`workspace:${workspaceId}`, { config: { private: true } })
    .on("broadcast", { event: "executions" }, (message) => handlers.onExecutions(message["payload"]))
    .on("broadcast", { event: "errors" }, handlers.onErrorGroups)
    .on("postgres_changes", { ...rows, table: "alerts" }, handlers.onAlerts)
    .on("postgres_changes", { ...rows, table: "agents" }, handlers.onAgents)
    .on("postgres_changes", { ...rows, table: "model_prices" }, handlers.onModelPrices);
}
