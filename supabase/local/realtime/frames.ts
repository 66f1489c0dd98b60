/**
 * The wire format of Phoenix channels, in the two versions that clients speak:
 * 1.0.0, a JSON object a frame; 2.0.0, a JSON array a frame, and binary frames for broadcasts.
 */
import { z } from "zod";

export type Version = "1.0.0" | "2.0.0";

/** A broadcast as users see it: their event, and their payload as JSON text or as bytes. */
export type Broadcast = {
  readonly event: string;
  readonly encoding: "json" | "binary";
  readonly payload: Buffer;
  /** What goes beside the payload: of a client, its wishes; of the server, such as the id of a stored message. */
  readonly meta: Readonly<Record<string, unknown>> | null;
};

type Address = { readonly joinRef: string | null; readonly ref: string | null; readonly topic: string };

export type Incoming =
  | (Address & { readonly kind: "message"; readonly event: string; readonly payload: Readonly<Record<string, unknown>> })
  | (Address & { readonly kind: "broadcast"; readonly broadcast: Broadcast });

export type Outgoing = Address & { readonly event: string; readonly payload: unknown };

/** What is given to the socket: text, or bytes for a binary frame. */
export type Frame = string | Buffer;

const USER_BROADCAST_PUSH = 3;
const USER_BROADCAST = 4;
const BINARY_ENCODING = 0;
const JSON_ENCODING = 1;
const MAX_FIELD_BYTES = 255;

const reference = z.string().nullish();
const payloadSchema = z.record(z.string(), z.unknown()).catch({});
const arrayFrame = z.tuple([reference, reference, z.string(), z.string(), payloadSchema]);
const objectFrame = z.object({
  join_ref: reference,
  ref: reference,
  topic: z.string(),
  event: z.string(),
  payload: payloadSchema,
});

/** Reads a frame of a client; null when it is none. */
export function decodeFrame(data: Buffer, isBinary: boolean): Incoming | null {
  return isBinary ? decodeBinary(data) : decodeText(data.toString("utf8"));
}

/** Writes one message of the server. */
export function encodeMessage(version: Version, message: Outgoing): Frame {
  const { joinRef, ref, topic, event, payload } = message;
  if (version === "2.0.0") return JSON.stringify([joinRef, ref, topic, event, payload]);
  return JSON.stringify({ topic, event, payload, ref });
}

/** Writes a change, whose data is JSON text already, made once for many subscribers. */
export function encodeChange(
  version: Version,
  change: { readonly topic: string; readonly ids: readonly number[]; readonly data: string },
): Frame {
  const topic = JSON.stringify(change.topic);
  const payload = `{"ids":${JSON.stringify(change.ids)},"data":${change.data}}`;
  if (version === "2.0.0") return `[null,null,${topic},"postgres_changes",${payload}]`;
  return `{"topic":${topic},"event":"postgres_changes","payload":${payload},"ref":null}`;
}

/** Writes a broadcast; null where the version has no form for it (bytes in 1.0.0). */
export function encodeBroadcast(version: Version, topic: string, broadcast: Broadcast): Frame | null {
  const binary = version === "2.0.0" ? encodeBinaryBroadcast(topic, broadcast) : null;
  if (binary) return binary;
  if (broadcast.encoding === "binary") return null;
  const meta = broadcast.meta ? `,"meta":${JSON.stringify(broadcast.meta)}` : "";
  const payload = `{"type":"broadcast","event":${JSON.stringify(broadcast.event)},"payload":${broadcast.payload.toString("utf8")}${meta}}`;
  if (version === "2.0.0") return `[null,null,${JSON.stringify(topic)},"broadcast",${payload}]`;
  return `{"topic":${JSON.stringify(topic)},"event":"broadcast","payload":${payload},"ref":null}`;
}

function encodeBinaryBroadcast(topic: string, broadcast: Broadcast): Buffer | null {
  const fields = [topic, broadcast.event, broadcast.meta ? JSON.stringify(broadcast.meta) : ""].map((text) => Buffer.from(text, "utf8"));
  if (fields.some((field) => field.length > MAX_FIELD_BYTES)) return null;
  const encoding = broadcast.encoding === "json" ? JSON_ENCODING : BINARY_ENCODING;
  const header = Buffer.from([USER_BROADCAST, ...fields.map((field) => field.length), encoding]);
  return Buffer.concat([header, ...fields, broadcast.payload]);
}

function decodeText(text: string): Incoming | null {
  const parsed = parseJson(text);
  if (Array.isArray(parsed)) {
    const frame = arrayFrame.safeParse(parsed);
    if (!frame.success) return null;
    const [joinRef, ref, topic, event, payload] = frame.data;
    return toIncoming({ joinRef: joinRef ?? null, ref: ref ?? null, topic }, event, payload);
  }
  const frame = objectFrame.safeParse(parsed);
  if (!frame.success) return null;
  const { join_ref: joinRef, ref, topic, event, payload } = frame.data;
  return toIncoming({ joinRef: joinRef ?? null, ref: ref ?? null, topic }, event, payload);
}

function toIncoming(address: Address, event: string, payload: Record<string, unknown>): Incoming {
  const userEvent = payload["event"];
  if (event !== "broadcast" || typeof userEvent !== "string") return { ...address, kind: "message", event, payload };
  return { ...address, kind: "broadcast", broadcast: jsonBroadcast(userEvent, payload["payload"]) };
}

/** A broadcast with a JSON payload; no payload is an empty object, as clients expect. */
export function jsonBroadcast(event: string, payload: unknown): Broadcast {
  return { event, encoding: "json", payload: Buffer.from(JSON.stringify(payload ?? {}), "utf8"), meta: null };
}

/** Kind, five lengths, the encoding, then join ref, ref, topic, event, metadata and payload. */
function decodeBinary(data: Buffer): Incoming | null {
  if (data[0] !== USER_BROADCAST_PUSH || data.length < 7) return null;
  const encoding = data[6] === JSON_ENCODING ? "json" : "binary";
  let offset = 7;
  const fields = [...data.subarray(1, 6)].map((length) => {
    offset += length;
    return data.toString("utf8", offset - length, offset);
  });
  const [joinRef, ref, topic, event, metadata] = fields;
  if (offset > data.length || topic === undefined || event === undefined) return null;
  const payload = data.subarray(offset);
  if (encoding === "json" && parseJson(payload.toString("utf8")) === undefined) return null;
  const meta = metadata ? payloadSchema.parse(parseJson(metadata)) : null;
  return { kind: "broadcast", joinRef: joinRef || null, ref: ref || null, topic, broadcast: { event, encoding, payload, meta } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON document is undefined, so the caller can tell.
    return undefined;
  }
}
