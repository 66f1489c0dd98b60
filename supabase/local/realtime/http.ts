/** The HTTP side: health, and broadcasts of clients that are on no channel. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { authorise } from "./authorise.ts";
import { type Broadcast, jsonBroadcast } from "./frames.ts";
import type { Hub } from "./hub.ts";
import { MAX_BODY_BYTES } from "./limits.ts";
import type { Actor } from "./tokens.ts";
import type { TopicName } from "./topics.ts";

type Answer = { readonly status: number; readonly body: unknown };
type Post = { readonly name: TopicName; readonly broadcast: Broadcast };

const batchSchema = z.object({
  messages: z
    .array(z.object({ topic: z.string().min(1), event: z.string().min(1), payload: z.unknown(), private: z.boolean().default(false) }))
    .min(1),
});

const ROOT = "/realtime/v1/api";

/** Pages of any origin may call: the key decides, not the origin. */
const CROSS_ORIGIN_HEADERS = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, POST, OPTIONS",
  "access-control-allow-headers": "authorization, apikey, content-type, x-client-info",
};

/** Answers a request under /realtime/v1/api. */
export async function answerRequest(hub: Hub, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, body } = await route(hub, request);
  response.writeHead(status, { "content-type": "application/json", ...CROSS_ORIGIN_HEADERS });
  response.end(body === null ? undefined : JSON.stringify(body));
}

async function route(hub: Hub, request: IncomingMessage): Promise<Answer> {
  const [pathname = "", query] = (request.url ?? "").split("?");
  const parameters = new URLSearchParams(query);
  const path = pathname.replace(/\/+$/, "");
  if (request.method === "OPTIONS") return { status: 204, body: null };
  if (path === `${ROOT}/health` && request.method === "GET") return health(hub);
  if (!path.startsWith(`${ROOT}/broadcast`)) return { status: 404, body: { message: "Not found" } };
  if (request.method !== "POST") return { status: 405, body: { message: "Method not allowed" } };
  const actor = await identify(hub, request, parameters);
  if (!actor) return { status: 401, body: { message: "Unauthorized" } };
  const body = await readBody(request);
  if (!body) return { status: 413, body: { message: `The body is larger than ${MAX_BODY_BYTES} bytes` } };
  const posts = readPosts(path.slice(`${ROOT}/broadcast`.length), parameters, { body, type: request.headers["content-type"] ?? "" });
  if (typeof posts === "string") return { status: 422, body: { message: posts } };
  await deliver(hub, posts, { actor, headers: plainHeaders(request) });
  return { status: 202, body: null };
}

async function health(hub: Hub): Promise<Answer> {
  const isDatabaseUp = await hub.database`select 1`.then(
    () => true,
    () => false,
  );
  const healthy = isDatabaseUp && hub.isStreaming;
  return { status: healthy ? 200 : 503, body: { healthy, replication_connected: hub.isStreaming } };
}

/** The key says that the caller belongs to the project, the token who it is. */
async function identify(hub: Hub, request: IncomingMessage, parameters: URLSearchParams): Promise<Actor | null> {
  const token = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const key = firstHeader(request, "apikey") ?? parameters.get("apikey") ?? token;
  if (!key) return null;
  const connected = await hub.tokens.readKey(key);
  if (connected.kind === "refused" || !token) return connected.kind === "actor" ? connected.actor : null;
  const answer = await hub.tokens.readToken(token, connected.actor);
  return answer.kind === "actor" ? answer.actor : null;
}

/** Both forms: a batch, and one message with topic and event in the path. A string says what is wrong. */
function readPosts(
  path: string,
  parameters: URLSearchParams,
  { body, type }: { readonly body: Buffer; readonly type: string },
): readonly Post[] | string {
  if (path === "") {
    const batch = batchSchema.safeParse(parseJson(body));
    if (!batch.success) return z.prettifyError(batch.error);
    return batch.data.messages.map((message) => ({
      name: { topic: message.topic, isPrivate: message.private },
      broadcast: jsonBroadcast(message.event, message.payload),
    }));
  }
  const [, topic, event] = (/^\/([^/]+)\/events\/([^/]+)$/.exec(path) ?? []).map(decodePart);
  if (!topic || !event) return "Name the topic and the event: /broadcast/{topic}/events/{event}";
  if (parameters.has("persist") || parameters.has("persist[ttl]")) return "Broadcasts are not stored on this server";
  const name = { topic, isPrivate: parameters.get("private") === "true" };
  if (type.startsWith("application/octet-stream")) {
    return [{ name, broadcast: { event, encoding: "binary", payload: body, meta: null } }];
  }
  const payload = parseJson(body);
  if (payload === undefined) return "The body is not JSON";
  return [{ name, broadcast: jsonBroadcast(event, payload) }];
}

type Sender = { readonly actor: Actor; readonly headers: Readonly<Record<string, string>> };

/** What the sender may not send on a private topic is dropped in silence, as on hosted. */
async function deliver(hub: Hub, posts: readonly Post[], { actor, headers }: Sender): Promise<void> {
  for (const [topic, group] of Map.groupBy(posts, ({ name }) => `${name.isPrivate} ${name.topic}`)) {
    const name = group[0]?.name ?? { topic, isPrivate: true };
    const isAllowed = !name.isPrivate || (await authorise(hub.database, { actor, topic: name.topic, headers })).broadcast.write;
    if (isAllowed) for (const { broadcast } of group) hub.topics.broadcast(name, broadcast);
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += part.length;
    if (bytes > MAX_BODY_BYTES) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** A part of a path; empty when it is not encoded as it should be. */
function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A name is never empty; the caller answers 422.
    return "";
  }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    // No JSON document is undefined; the caller answers 422.
    return undefined;
  }
}

function firstHeader(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Headers as policies read them, one value each. */
export function plainHeaders(request: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")]),
  );
}
