import { makeUuidV7 } from "../core/uuid-v7.ts";

/** FNV-1a of 128 bits: offset basis and prime, as the draft gives them. */
const OFFSET = 0x6c62272e07bb014262b821756295c58dn;
const PRIME = 0x0000000001000000000000000000013bn;
const MASK = (1n << 128n) - 1n;

/**
 * The id of the execution that a span becomes: a UUIDv7 of the span's start whose 74 random bits are a hash of trace id
 * and span id (hexadecimal), so that the same span always becomes the same row, whichever worker reads it.
 * Raises `invalid_input` for an instant that 48 bits of milliseconds do not hold.
 * **Source:** RFC 9562, section 5.7 and 6.5; draft-eastlake-fnv, FNV-1a.
 */
export function spanExecutionId(traceId: string, spanId: string, startMs: number): string {
  let hash = OFFSET;
  const hex = traceId + spanId;
  for (let at = 0; at < hex.length; at += 2) hash = ((hash ^ BigInt(Number.parseInt(hex.slice(at, at + 2), 16))) * PRIME) & MASK;
  const randomBytes = Uint8Array.from({ length: 10 }, (_, byte) => Number((hash >> BigInt(8 * byte)) & 0xffn));
  return makeUuidV7({ nowMs: startMs, randomBytes });
}
