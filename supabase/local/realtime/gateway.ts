/**
 * The Realtime gateway of the embedded stack: the Phoenix channel protocol as hosted Supabase speaks it,
 * fed by logical replication. README.md says what it does and where it differs.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { LocalError } from "../local-error.ts";
import { createChangePump } from "./changes.ts";
import { Channel } from "./channel.ts";
import { openDatabase } from "./database.ts";
import type { Version } from "./frames.ts";
import { answerRequest, plainHeaders } from "./http.ts";
import type { Hub } from "./hub.ts";
import { IDLE_TIMEOUT_MS, MAX_FRAME_BYTES, START_TIMEOUT_MS } from "./limits.ts";
import { type Change, startReplication } from "./replication.ts";
import { report } from "./report.ts";
import { ClientSocket } from "./socket.ts";
import { isStoredMessage, keepMessagesSmall, toStoredBroadcast } from "./stored-messages.ts";
import { createStreamGate } from "./stream-gate.ts";
import { type Subscriber, SubscriptionList } from "./subscriptions.ts";
import { createTokenReader } from "./tokens.ts";
import { TopicList } from "./topics.ts";

export type RealtimeOptions = {
  /** Connection string of a superuser: changes are read for all, and checked as each subscriber. */
  readonly databaseUrl: string;
  /** The HS256 secret that user tokens are signed with. */
  readonly jwtSecret: string;
  readonly publishableKey: string;
  readonly secretKey: string;
};

export type Realtime = {
  /** Takes over a connection to a path under /realtime/v1/websocket. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Answers a request under /realtime/v1/api. */
  handleRequest(request: IncomingMessage, response: ServerResponse): Promise<void>;
  close(): Promise<void>;
};

/** Starts the gateway; resolves when changes stream. bootstrap.sql must have been applied. */
export async function startRealtime(options: RealtimeOptions): Promise<Realtime> {
  const database = openDatabase(options.databaseUrl);
  const sockets = new Set<ClientSocket>();
  const gate = createStreamGate();
  const hub = createHub(options, { database, gate });
  const pump = createChangePump({ database, subscriptions: hub.subscriptions, onFault: renewFeeds });
  const replication = startReplication({
    databaseUrl: options.databaseUrl,
    onChanges: (changes) => pump.take(sendStored(hub, changes)),
    onStreaming: (isStreaming) => {
      gate.set(isStreaming);
      if (isStreaming) void renewFeeds(new Set([...sockets].flatMap((socket) => [...socket.channels])));
    },
  });
  const stopSweeping = await keepMessagesSmall(database);
  const idleTimer = setInterval(() => endIdle(sockets), IDLE_TIMEOUT_MS / 2).unref();
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES });
  const close = async () => {
    clearInterval(idleTimer);
    stopSweeping();
    for (const socket of sockets) socket.end();
    server.close();
    await replication.stop();
    await database.end({ timeout: 5 });
  };
  if (!(await gate.wait(START_TIMEOUT_MS))) {
    await close();
    throw new LocalError("Realtime could not read changes from Postgres. Is wal_level=logical set, and bootstrap.sql applied?");
  }
  return {
    handleUpgrade: (request, socket, head) => void upgrade({ hub, server, sockets }, request, { socket, head }),
    handleRequest: (request, response) => answerRequest(hub, request, response),
    close,
  };
}

type Shared = Pick<Hub, "database"> & { readonly gate: ReturnType<typeof createStreamGate> };

function createHub(options: RealtimeOptions, { database, gate }: Shared): Hub {
  let lastId = 0;
  return {
    database,
    tokens: createTokenReader(options),
    subscriptions: new SubscriptionList(),
    topics: new TopicList(),
    presence: new Map(),
    nextId: () => ++lastId,
    get isStreaming() {
      return gate.isOpen;
    },
    waitForStreaming: (timeoutMs) => gate.wait(timeoutMs),
  };
}

/** Sends the broadcasts among the changes, and passes on the rest. */
function sendStored(hub: Hub, changes: readonly Change[]): readonly Change[] {
  for (const change of changes.filter(isStoredMessage)) {
    const stored = toStoredBroadcast(change);
    if (stored) hub.topics.broadcast(stored.name, stored.broadcast);
  }
  return changes.filter((change) => !isStoredMessage(change));
}

async function renewFeeds(subscribers: ReadonlySet<Subscriber>): Promise<void> {
  const renewals = [...subscribers].map((subscriber) => (subscriber instanceof Channel ? subscriber.renewFeed() : undefined));
  for (const result of await Promise.allSettled(renewals)) {
    if (result.status === "rejected") report("a subscription could not be renewed", result.reason);
  }
}

function endIdle(sockets: ReadonlySet<ClientSocket>): void {
  const nowMs = Date.now();
  for (const socket of sockets) if (socket.isIdle(nowMs, IDLE_TIMEOUT_MS)) socket.end();
}

type Entrance = { readonly hub: Hub; readonly server: WebSocketServer; readonly sockets: Set<ClientSocket> };

async function upgrade(entrance: Entrance, request: IncomingMessage, connection: { readonly socket: Duplex; readonly head: Buffer }) {
  const { hub, server, sockets } = entrance;
  const { socket, head } = connection;
  const onError = (error: Error) => report("a connection broke before it was taken", error);
  socket.on("error", onError);
  const searchParams = new URLSearchParams(request.url?.split("?")[1]);
  const key = searchParams.get("apikey") ?? request.headers["apikey"] ?? request.headers["x-api-key"];
  const answer = typeof key === "string" ? await hub.tokens.readKey(key) : null;
  if (answer?.kind !== "actor") {
    socket.end("HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    return;
  }
  const version: Version = searchParams.get("vsn")?.startsWith("2.") ? "2.0.0" : "1.0.0";
  socket.off("error", onError);
  server.handleUpgrade(request, socket, head, (webSocket) => {
    const client = new ClientSocket({ hub, socket: webSocket, version, connected: answer.actor, headers: plainHeaders(request) });
    sockets.add(client);
    webSocket.once("close", () => sockets.delete(client));
  });
}
