import { createServerClient } from "@supabase/ssr";
import { type NextRequest, NextResponse } from "next/server";
import { readEnvironment } from "@/lib/server/environment.ts";

/** What needs no session. */
const OPEN_PATHS: readonly string[] = ["/sign-in", "/sign-out"];

/** Renews the session before a page is drawn, and sends whoever has none to the sign-in page, to come back afterwards. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = readEnvironment();
  let response = NextResponse.next({ request });
  const client = createServerClient(SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, {
    cookies: {
      getAll: () => request.cookies.getAll(),
      setAll: (changed, headers) => {
        for (const { name, value } of changed) request.cookies.set(name, value);
        response = NextResponse.next({ request, headers });
        for (const { name, value, options } of changed) response.cookies.set(name, value, options);
      },
    },
  });
  const { data, error } = await client.auth.getClaims();
  // An unreachable stack has not ended anybody's session: the page says what is wrong.
  const isUnknown = error?.name === "AuthRetryableFetchError";
  if (data !== null || isUnknown || OPEN_PATHS.includes(request.nextUrl.pathname)) return response;
  const signIn = new URL("/sign-in", request.url);
  const asked = request.nextUrl.pathname + request.nextUrl.search;
  if (asked !== "/") signIn.searchParams.set("next", asked);
  return NextResponse.redirect(signIn);
}

export const config = {
  // Everything but Next's own files and public ones, which have a dot in their last part, and what agents' programs fetch.
  matcher: ["/((?!_next/|\\.well-known/|.*\\.[a-z0-9]+$).*)"],
};
