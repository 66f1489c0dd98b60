import "server-only";
import { createServerClient } from "@supabase/ssr";
import { createClient } from "@supabase/supabase-js";
import { cookies } from "next/headers";
import { cache } from "react";
import type { Client } from "../data/client.ts";
import type { Database } from "../data/database.types.ts";
import { readEnvironment } from "./environment.ts";

/** The client of this request, with the signed-in person's rights; for pages, which read. */
export const getSupabase = cache(async (): Promise<Client> => {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = readEnvironment();
  const jar = await cookies();
  return createServerClient<Database>(SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, {
    // A page cannot set cookies, and need not: the proxy has renewed the session before it is drawn.
    cookies: { getAll: () => jar.getAll(), setAll: () => undefined },
  });
});

/** A client whose sign-in and sign-out reach the browser's cookies; for server actions and route handlers. */
export async function createActionSupabase(): Promise<Client> {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = readEnvironment();
  const jar = await cookies();
  return createServerClient<Database>(SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, {
    cookies: {
      getAll: () => jar.getAll(),
      setAll: (changed) => {
        for (const { name, value, options } of changed) jar.set(name, value, options);
      },
    },
  });
}

/**
 * A client with the signed-in person's rights for an answer that goes on for minutes. It never renews the session: cookies can no longer
 * be set while an answer is under way, and a session that was renewed without them would be over in the browser.
 */
export async function createDownloadSupabase(): Promise<Client> {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = readEnvironment();
  const { data } = await (await getSupabase()).auth.getSession();
  const token = data.session?.access_token ?? null;
  return createClient<Database>(SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, { accessToken: () => Promise.resolve(token) });
}
