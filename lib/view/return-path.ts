/**
 * Where to go after signing in: `asked` when it is a path of this site, else `/`. Addresses of other sites, also in the
 * forms `//host` and `/\host` that browsers take for such, are not followed.
 */
export function safeReturnPath(asked: unknown): string {
  if (typeof asked !== "string" || !/^\/(?![/\\])/.test(asked)) return "/";
  const base = "http://windvane.invalid";
  const url = URL.parse(asked, base);
  if (url === null || url.origin !== base || url.pathname === "/sign-in") return "/";
  return url.pathname + url.search;
}
