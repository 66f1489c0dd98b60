import { createClient } from "@supabase/supabase-js";
import type { Client } from "../../../lib/data/client.ts";
import type { Database } from "../../../lib/data/database.types.ts";

/** A client with the secret key's rights, from the environment that the platform gives to every function. */
export function serviceClient(): Client {
  const url = Deno.env.get("SUPABASE_URL");
  const key = Deno.env.get("SUPABASE_SERVICE_ROLE_KEY");
  if (!url || !key) throw new Error("SUPABASE_URL or SUPABASE_SERVICE_ROLE_KEY is missing");
  return createClient<Database>(url, key, { auth: { persistSession: false, autoRefreshToken: false } });
}
