import { cookies } from "next/headers";
import { NextResponse } from "next/server";
import { createActionSupabase } from "@/lib/server/supabase.ts";

/**
 * Ends the session on this device; a phone on call stays signed in. A whole new page follows, so nothing that was loaded stays in
 * memory. Only by POST: a link or an image must not sign anybody out.
 */
export async function POST(): Promise<NextResponse> {
  const client = await createActionSupabase();
  const { error } = await client.auth.signOut({ scope: "local" });
  if (error !== null) {
    console.warn("the session could not be ended at the server; its cookies are removed all the same", error.code ?? error.name);
    const jar = await cookies();
    for (const { name } of jar.getAll()) if (name.startsWith("sb-")) jar.delete(name);
  }
  // Relative, because behind a proxy the server does not know the address that the browser uses.
  return new NextResponse(null, { status: 303, headers: { location: "/sign-in" } });
}
