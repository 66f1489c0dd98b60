/** One socket and its channels. Messages are handled one after the other, in the order they came. */
import type { WebSocket } from "ws";
import type { Channel, Link } from "./channel.ts";
import { decodeFrame, encodeMessage, type Frame, type Incoming, type Version } from "./frames.ts";
import type { Hub } from "./hub.ts";
import { judgeJoin } from "./join.ts";
import { MAX_BUFFERED_BYTES, MAX_CHANNELS_PER_SOCKET } from "./limits.ts";
import { report } from "./report.ts";
import type { Actor } from "./tokens.ts";

export type SocketOptions = {
  readonly hub: Hub;
  readonly socket: WebSocket;
  readonly version: Version;
  readonly connected: Actor;
  readonly headers: Readonly<Record<string, string>>;
};

export class ClientSocket implements Link {
  readonly version: Version;
  readonly connected: Actor;
  readonly headers: Readonly<Record<string, string>>;
  readonly #hub: Hub;
  readonly #socket: WebSocket;
  readonly #channels = new Map<string, Channel>();
  #handled: Promise<void> = Promise.resolve();
  #lastFrameAtMs = Date.now();
  #isGone = false;

  constructor({ hub, socket, version, connected, headers }: SocketOptions) {
    this.version = version;
    this.connected = connected;
    this.headers = headers;
    this.#hub = hub;
    this.#socket = socket;
    socket.on("message", (data, isBinary) => this.#receive(toBuffer(data), isBinary));
    socket.on("close", () => this.#leaveAll());
    socket.on("error", (error) => report("a client broke the protocol", error));
  }

  get channels(): Iterable<Channel> {
    return this.#channels.values();
  }

  /** Whether nothing came for so long that the client must be gone. */
  isIdle(nowMs: number, timeoutMs: number): boolean {
    return nowMs - this.#lastFrameAtMs > timeoutMs;
  }

  /** A client that does not read what it is sent is cut off, before its backlog fills the memory of all. */
  send(frame: Frame): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(frame, { binary: typeof frame !== "string" });
    if (this.#socket.bufferedAmount > MAX_BUFFERED_BYTES) this.end();
  }

  forget(channel: Channel): void {
    if (this.#channels.get(channel.topic) === channel) this.#channels.delete(channel.topic);
  }

  /** Cuts the connection at once. */
  end(): void {
    this.#socket.terminate();
    this.#leaveAll();
  }

  #receive(data: Buffer, isBinary: boolean): void {
    this.#lastFrameAtMs = Date.now();
    const message = decodeFrame(data, isBinary);
    if (!message) return;
    // A heartbeat is answered ahead of a slow join: it asks for the connection, not for the channel.
    if (message.topic === "phoenix") this.#reply(message, "ok", {});
    else this.#handled = this.#handled.then(() => this.#handle(message)).catch((error: unknown) => this.#fail(message, error));
  }

  async #handle(message: Incoming): Promise<void> {
    if (this.#isGone) return;
    const event = message.kind === "message" ? message.event : "broadcast";
    if (message.kind === "message" && event === "phx_join") return this.#join(message);
    const channel = this.#channels.get(message.topic);
    const isCurrent = channel !== undefined && (message.joinRef === null || message.joinRef === channel.joinRef);
    if (event === "phx_leave") {
      this.#reply(message, "ok", {});
      if (isCurrent) channel.close();
    } else if (isCurrent) await channel.handle(message);
    else this.#reply(message, "error", { reason: "unmatched topic" });
  }

  async #join(message: Incoming & { kind: "message" }): Promise<void> {
    // A client that joins again, as after a timeout, has given up the channel it had.
    this.#channels.get(message.topic)?.close();
    if (this.#channels.size >= MAX_CHANNELS_PER_SOCKET) {
      this.#reply(message, "error", { reason: "ChannelRateLimitReached: Too many channels" });
      return;
    }
    const answer = await judgeJoin(this.#hub, this, { ...message, joinRef: message.joinRef ?? message.ref });
    if (this.#isGone) return;
    if (answer.kind === "refused") {
      this.#reply(message, "error", { reason: answer.reason });
      return;
    }
    this.#channels.set(message.topic, answer.channel);
    answer.channel.open(message.ref, answer.verdict);
  }

  #fail(message: Incoming, error: unknown): void {
    report(`a message on ${message.topic} could not be handled`, error);
    this.#reply(message, "error", { reason: "Unknown Error on Channel" });
  }

  #reply({ joinRef, ref, topic }: Incoming, status: "ok" | "error", response: unknown): void {
    this.send(encodeMessage(this.version, { joinRef, ref, topic, event: "phx_reply", payload: { status, response } }));
  }

  #leaveAll(): void {
    this.#isGone = true;
    for (const channel of [...this.#channels.values()]) channel.dispose();
  }
}

function toBuffer(data: Buffer | ArrayBuffer | Buffer[]): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
