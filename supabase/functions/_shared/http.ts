/** What every function says and hears in the same way. */

const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "authorization, apikey, content-type, content-encoding, x-client-info",
  "access-control-allow-methods": "GET, POST, OPTIONS",
};

/** A JSON answer that browsers of any origin may read: callers prove themselves by token, never by cookie. */
export function answer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...CORS, ...headers } });
}

/** An error answer: a code for programs, a sentence for people. */
export function refuse(status: number, code: string, message: string): Response {
  return answer(status, { code, message });
}

/** The answer to a browser's question whether it may call. */
export function preflight(): Response {
  return new Response(null, { status: 204, headers: CORS });
}

/** The token of an Authorization header, or null. */
export function bearerToken(request: Request): string | null {
  return /^Bearer (\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? null;
}

/** So much of a body that is too large is still read, and thrown away: a caller who cannot finish sending never sees the answer. */
const DISCARDED_TIMES_MAX = 8;

/** The body as text, or null when it is longer than `maxBytes`: what is too large is never held. */
export async function readLimited(request: Request, maxBytes: number): Promise<string | null> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    if (size > maxBytes * DISCARDED_TIMES_MAX) return null;
    if (size > maxBytes) parts = [];
    else parts.push(part);
  }
  if (size > maxBytes) return null;
  return new TextDecoder().decode(parts.length === 1 ? parts[0] : joined(parts, size));
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
