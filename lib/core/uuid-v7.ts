import { AppError } from "./app-error.ts";
import type { Random } from "./seeded-random.ts";

/** The instant of an id, in epoch ms (whole, 0 to 2^48 - 1), and where its 74 random bits come from: ten bytes, or uniform draws. */
export type UuidV7Parts =
  | { readonly nowMs: number; readonly randomBytes: Uint8Array }
  | { readonly nowMs: number; readonly random: Random };

/** The last instant that 48 bits hold, in the year 10889. */
const MAX_INSTANT_MS = 2 ** 48 - 1;
/** The random part spans bytes 6 to 15; six of its bits give way to version and variant. */
const RANDOM_BYTES = 10;
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/**
 * A UUID of version 7 in lower case. Ids sort by their millisecond; within one millisecond their order is random.
 * Raises `invalid_input` for an instant out of range or fewer than ten bytes.
 * **Source:** RFC 9562, section 5.7.
 */
export function makeUuidV7(parts: UuidV7Parts): string {
  const bytes = "randomBytes" in parts ? parts.randomBytes : drawBytes(parts.random);
  if (bytes.length < RANDOM_BYTES) throw new AppError("invalid_input", `A UUIDv7 takes ${RANDOM_BYTES} random bytes, not ${bytes.length}`);
  const tail = Array.from(bytes.subarray(0, RANDOM_BYTES));
  tail[0] = 0x70 | ((tail[0] ?? 0) & 0x0f);
  tail[2] = 0x80 | ((tail[2] ?? 0) & 0x3f);
  return hyphenate(instantHex(parts.nowMs) + tail.map((byte) => byte.toString(16).padStart(2, "0")).join(""));
}

/**
 * The lowest value that a UUIDv7 of `instantMs` or later can have, for range queries over ids: 48 bits of time, then zeros.
 * It is a bound and no valid id itself. Raises `invalid_input` for an instant out of range.
 */
export function uuidFloorAt(instantMs: number): string {
  return hyphenate(instantHex(instantMs) + "0".repeat(20));
}

/** The instant at which `uuid` says it was made, in epoch ms. Raises `invalid_input` for text that is not a UUIDv7. */
export function readUuidV7InstantMs(uuid: string): number {
  if (!isUuidV7(uuid)) throw new AppError("invalid_input", `Not a UUIDv7: ${uuid}`);
  return Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
}

/** Whether `text` is a UUID of version 7 and the RFC's variant, in either case. */
export function isUuidV7(text: string): boolean {
  return UUID_V7.test(text);
}

function instantHex(instantMs: number): string {
  if (!Number.isInteger(instantMs) || instantMs < 0 || instantMs > MAX_INSTANT_MS) {
    throw new AppError("invalid_input", `A UUIDv7 holds whole milliseconds from 0 to ${MAX_INSTANT_MS}, not ${instantMs}`);
  }
  return instantMs.toString(16).padStart(12, "0");
}

function drawBytes(random: Random): Uint8Array {
  return Uint8Array.from({ length: RANDOM_BYTES }, () => Math.floor(random() * 256));
}

function hyphenate(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
