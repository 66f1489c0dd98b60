/** What every function says and hears in the same way. */

const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "authorization, apikey, x-api-key, content-type, content-encoding, x-client-info",
  "access-control-allow-methods": "GET, POST, OPTIONS",
};

/** A JSON answer that browsers of any origin may read: callers prove themselves by token, never by cookie. */
export function answer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...CORS, ...headers } });
}

/** As {@link answer}, in another format. */
export function answerBytes(
  status: number,
  bytes: Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> & { readonly "content-type": string },
): Response {
  return new Response(bytes, { status, headers: { ...CORS, ...headers } });
}

/** An error answer: a code for programs, a sentence for people. */
export function refuse(status: number, code: string, message: string): Response {
  return answer(status, { code, message });
}

/** The answer to a browser's question whether it may call. */
export function preflight(): Response {
  return new Response(null, { status: 204, headers: CORS });
}

/** The token of an Authorization header, or null. An exporter that takes its headers from the environment may send the space as `%20`. */
export function bearerToken(request: Request): string | null {
  return /^Bearer(?:\s+|%20)(\S+)$/i.exec(request.headers.get("authorization")?.trim() ?? "")?.[1] ?? null;
}

/** The API key that a caller sends: as a bearer token, or in the header `x-api-key`. Null where there is none. */
export function apiKeyOf(request: Request): string | null {
  const key = bearerToken(request) ?? request.headers.get("x-api-key")?.trim();
  return key === undefined || key === "" ? null : key;
}

/** The part of a request's path below its function: `/` or `/v1/traces`. */
export function pathBelow(request: Request, functionName: string): string {
  const { pathname } = new URL(request.url);
  const below = pathname.replace(new RegExp(`^(?:/functions/v1)?/${functionName}(?=/|$)`), "").replace(/\/+$/, "");
  return below === "" ? "/" : below;
}
