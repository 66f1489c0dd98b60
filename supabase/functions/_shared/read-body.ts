/** Bodies of bounded size, packed or not. */

/** How much of a body is taken: as it comes over the wire, and unpacked. */
export type BodyLimits = { readonly maxBytes: number; readonly maxInflatedBytes: number };

/** The bytes of a body, or why they cannot be had. */
export type Body =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "too_large" }
  | { readonly kind: "unknown_encoding"; readonly encoding: string }
  | { readonly kind: "malformed" };

/** So much of a body that is too large is still read, and thrown away: a caller who cannot finish sending never sees the answer. */
const DISCARDED_TIMES_MAX = 8;

/** Reads a body whole. What is too large is never held; a packed body is unpacked only as far as the limit, however small it came. */
export async function readBody(request: Request, { maxBytes, maxInflatedBytes }: BodyLimits): Promise<Body> {
  const encoding = (request.headers.get("content-encoding") ?? "identity").trim().toLowerCase();
  if (!["identity", "gzip", "deflate", ""].includes(encoding)) return { kind: "unknown_encoding", encoding };
  const packed = await collect(request.body ?? [], { keep: maxBytes, read: maxBytes * DISCARDED_TIMES_MAX });
  if (packed === null) return { kind: "too_large" };
  if (encoding !== "gzip" && encoding !== "deflate") return { kind: "bytes", bytes: packed };
  try {
    const unpacked = inSlices(packed).pipeThrough(new DecompressionStream(encoding));
    const bytes = await collect(unpacked, { keep: maxInflatedBytes, read: maxInflatedBytes });
    return bytes === null ? { kind: "too_large" } : { kind: "bytes", bytes };
  } catch {
    // Whatever the decompressor says, it says that these bytes are not what the header claims.
    return { kind: "malformed" };
  }
}

/** A slice is unpacked as a whole, and deflate packs up to 1032 to one: so little at a time that its output can always be held. */
const SLICE_BYTES = 4096;

function inSlices(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.byteLength) return controller.close();
      controller.enqueue(bytes.slice(at, at + SLICE_BYTES));
      at += SLICE_BYTES;
    },
  });
}

/** The parts as one, or null when they are more than `keep`; stops at more than `read`. */
async function collect(
  parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { keep, read }: { readonly keep: number; readonly read: number },
): Promise<Uint8Array<ArrayBuffer> | null> {
  let kept: Uint8Array[] = [];
  let size = 0;
  for await (const part of parts) {
    size += part.byteLength;
    if (size > read) return null;
    if (size > keep) kept = [];
    else kept.push(part);
  }
  if (size > keep) return null;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of kept) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
