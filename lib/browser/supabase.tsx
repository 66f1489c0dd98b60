"use client";
import { createBrowserClient } from "@supabase/ssr";
import type { SupabaseClient } from "@supabase/supabase-js";
import { createContext, type ReactNode, useContext, useState } from "react";
import type { Database } from "../data/database.types.ts";

/** A connection that died silently is noticed within two of these; an operator in an incident must not trust a still screen for longer. */
const HEARTBEAT_MS = 10_000;

const SupabaseContext = createContext<SupabaseClient<Database> | null>(null);

type SupabaseProviderProps = {
  /** Known only when the server runs, so they come as props and not from the build. */
  readonly url: string;
  readonly publishableKey: string;
  readonly children: ReactNode;
};

/** The browser's one client, signed in by the same cookies as the server's. */
export function SupabaseProvider({ url, publishableKey, children }: SupabaseProviderProps) {
  const [client] = useState(() => createBrowserClient<Database>(url, publishableKey, { realtime: { heartbeatIntervalMs: HEARTBEAT_MS } }));
  return <SupabaseContext value={client}>{children}</SupabaseContext>;
}

/** The client that functions of `lib/data` take first. */
export function useSupabase(): SupabaseClient<Database> {
  const client = useContext(SupabaseContext);
  if (client === null) throw new Error("useSupabase is used outside of SupabaseProvider");
  return client;
}
