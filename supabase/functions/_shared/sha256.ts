import { makeUuidV7 } from "../../../lib/core/uuid-v7.ts";

/** SHA-256 of a text, hexadecimal. */
export async function sha256Hex(text: string): Promise<string> {
  return Array.from(await sha256(text), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** An id that the same content at the same instant always gets: a UUIDv7 whose random bits are the content's hash. */
export async function contentId(content: unknown, startedAt: string): Promise<string> {
  return makeUuidV7({ nowMs: Date.parse(startedAt), randomBytes: await sha256(JSON.stringify(content)) });
}

async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}
