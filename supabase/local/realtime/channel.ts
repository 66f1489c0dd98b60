/**
 * One channel of one socket.
 *
 *     joining ──ok──▶ open ──leave, expiry, permission lost, socket gone──▶ closed
 */
import { randomUUID } from "node:crypto";
import { authorise, type Permissions, PUBLIC_PERMISSIONS } from "./authorise.ts";
import { ChangeFeed } from "./feed.ts";
import { type Broadcast, encodeChange, encodeMessage, type Frame, type Incoming, type Version } from "./frames.ts";
import type { Hub } from "./hub.ts";
import type { JoinPayload } from "./join-payload.ts";
import { MAX_EXPIRY_CHECK_MS } from "./limits.ts";
import { enterPresence, leavePresence, presenceState } from "./presence-rooms.ts";
import type { Subscriber } from "./subscriptions.ts";
import { type Actor, expiredMessage } from "./tokens.ts";
import type { Member, TopicName } from "./topics.ts";
import type { Verdict } from "./validate.ts";

/** The socket, as a channel sees it. */
export type Link = {
  readonly version: Version;
  /** Who connected: the actor of a channel that brings no token of its own. */
  readonly connected: Actor;
  readonly headers: Readonly<Record<string, string>>;
  send(frame: Frame): void;
  /** Forgets a channel that closed by itself. */
  forget(channel: Channel): void;
};

export type ChannelOptions = {
  readonly hub: Hub;
  readonly link: Link;
  readonly topic: string;
  readonly joinRef: string | null;
  readonly join: JoinPayload;
  readonly actor: Actor;
  readonly permissions: Permissions;
};

export const TOPIC_PREFIX = "realtime:";
const SUBSCRIBED = "Subscribed to PostgreSQL";

export class Channel implements Subscriber, Member {
  readonly topic: string;
  readonly joinRef: string | null;
  readonly name: TopicName;
  readonly presenceKey: string;
  readonly feed: ChangeFeed;
  readonly #hub: Hub;
  readonly #link: Link;
  readonly #join: JoinPayload;
  #actor: Actor;
  #permissions: Permissions;
  #hasPresence: boolean;
  #token: string | null;
  #expiry: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(options: ChannelOptions) {
    const { hub, link, topic, join } = options;
    this.topic = topic;
    this.joinRef = options.joinRef;
    this.name = { topic: topic.slice(TOPIC_PREFIX.length), isPrivate: join.isPrivate };
    this.presenceKey = join.presenceKey || randomUUID();
    this.#hub = hub;
    this.#link = link;
    this.#join = join;
    this.#actor = options.actor;
    this.#permissions = options.permissions;
    this.#hasPresence = join.hasPresence;
    this.#token = join.token;
    this.feed = new ChangeFeed(hub, this, join.wishes);
  }

  get actor(): Actor {
    return this.#actor;
  }

  get version(): Version {
    return this.#link.version;
  }

  get canReceiveBroadcast(): boolean {
    return this.#permissions.broadcast.read;
  }

  get canReceivePresence(): boolean {
    return this.#hasPresence && this.#permissions.presence.read;
  }

  /** Opens after the join was judged. The reply comes first, then what the client may not miss. */
  open(ref: string | null, verdict: Verdict): void {
    this.#hub.topics.join(this.name, this);
    this.feed.apply(verdict);
    this.reply(ref, "ok", { postgres_changes: this.feed.bindings() });
    this.#watchExpiry();
    if (this.canReceivePresence) this.push("presence_state", presenceState(this.#hub, this));
    this.#tellVerdict(verdict);
    if (this.#join.wantsReplicationReady && this.#hub.isStreaming) this.pushSystem("system", "ok", "Replication connection established");
  }

  send(frame: Frame): void {
    if (!this.#isClosed) this.#link.send(frame);
  }

  push(event: string, payload: unknown): void {
    this.send(encodeMessage(this.version, { joinRef: this.joinRef, ref: null, topic: this.topic, event, payload }));
  }

  pushSystem(extension: "system" | "postgres_changes", status: "ok" | "error", message: string): void {
    this.push("system", { extension, status, message, channel: this.name.topic });
  }

  pushChange(ids: readonly number[], data: string): void {
    this.send(encodeChange(this.version, { topic: this.topic, ids, data }));
  }

  reply(ref: string | null, status: "ok" | "error", response: unknown): void {
    const payload = { status, response };
    this.send(encodeMessage(this.version, { joinRef: this.joinRef, ref, topic: this.topic, event: "phx_reply", payload }));
  }

  async handle(message: Incoming): Promise<void> {
    if (message.kind === "broadcast") this.#handleBroadcast(message.ref, message.broadcast);
    else if (message.event === "presence") this.#handlePresence(message.ref, message.payload);
    else if (message.event === "access_token") await this.#handleToken(message.payload["access_token"]);
  }

  /** Judges the subscriptions anew, as after a new token or a restart of Postgres, and tells the client. */
  async renewFeed(): Promise<void> {
    if (this.feed.isEmpty) return;
    const verdict = await this.feed.judge();
    if (this.#isClosed) return;
    this.feed.apply(verdict);
    this.#tellVerdict(verdict);
  }

  /** Ends the channel and tells the client so. */
  close(): void {
    if (this.#isClosed) return;
    this.send(
      encodeMessage(this.version, { joinRef: this.joinRef, ref: this.joinRef, topic: this.topic, event: "phx_close", payload: {} }),
    );
    this.dispose();
  }

  /** Ends the channel of a socket that is gone. */
  dispose(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#expiry) clearTimeout(this.#expiry);
    this.feed.close();
    this.#hub.topics.leave(this.name, this);
    leavePresence(this.#hub, this);
    this.#link.forget(this);
  }

  #shutDown(message: string): void {
    this.pushSystem("system", "error", message);
    this.close();
  }

  #tellVerdict(verdict: Verdict): void {
    if (this.feed.isEmpty) return;
    if (verdict.kind === "ok") this.pushSystem("postgres_changes", "ok", SUBSCRIBED);
    if (verdict.kind === "refused") this.pushSystem("postgres_changes", "error", verdict.message);
  }

  /** Without permission a broadcast is dropped in silence, as on hosted. */
  #handleBroadcast(ref: string | null, broadcast: Broadcast): void {
    if (!this.#permissions.broadcast.write) return;
    if (broadcast.meta?.["persist"]) {
      this.reply(ref, "error", { error: "Broadcasts are not stored on this server" });
      return;
    }
    this.#hub.topics.broadcast(this.name, { ...broadcast, meta: null }, this.#join.broadcastsToSelf ? undefined : this);
    if (this.#join.acknowledgesBroadcasts) this.reply(ref, "ok", {});
  }

  #handlePresence(ref: string | null, message: Readonly<Record<string, unknown>>): void {
    const event = String(message["event"]).toLowerCase();
    if (event === "untrack") {
      leavePresence(this.#hub, this);
      this.reply(ref, "ok", {});
      return;
    }
    if (event !== "track" || !this.#permissions.presence.write) {
      this.reply(ref, "error", {});
      return;
    }
    const payload = message["payload"] ?? {};
    if (!isRecord(payload)) {
      this.reply(ref, "error", { reason: "Presence track payload must be a map" });
      return;
    }
    enterPresence(this.#hub, this, payload);
    this.reply(ref, "ok", {});
    if (this.#hasPresence) return;
    // Whoever tracks takes part: those who came before would stay unknown to this client otherwise.
    this.#hasPresence = true;
    if (this.canReceivePresence) this.push("presence_state", presenceState(this.#hub, this));
  }

  async #handleToken(token: unknown): Promise<void> {
    if (typeof token !== "string" || token === this.#token || token.startsWith("sb_")) return;
    const answer = await this.#hub.tokens.readToken(token, this.#link.connected);
    if (answer.kind === "refused") {
      this.#shutDown(answer.message);
      return;
    }
    const permissions = this.name.isPrivate
      ? await authorise(this.#hub.database, { actor: answer.actor, topic: this.name.topic, headers: this.#link.headers })
      : PUBLIC_PERMISSIONS;
    if (this.#isClosed) return;
    if (isReadRevoked(this.#permissions, permissions)) {
      this.#shutDown(`You no longer have permission to read from this Channel topic: ${this.name.topic}`);
      return;
    }
    this.#token = token;
    this.#actor = answer.actor;
    this.#permissions = permissions;
    this.#watchExpiry();
    await this.renewFeed();
  }

  #watchExpiry(): void {
    if (this.#expiry) clearTimeout(this.#expiry);
    const { expiresAtMs } = this.#actor;
    if (expiresAtMs === null || this.#isClosed) return;
    const remainingMs = expiresAtMs - Date.now();
    if (remainingMs <= 0) this.#shutDown(expiredMessage(expiresAtMs));
    else this.#expiry = setTimeout(() => this.#watchExpiry(), Math.min(remainingMs, MAX_EXPIRY_CHECK_MS)).unref();
  }
}

function isReadRevoked(before: Permissions, after: Permissions): boolean {
  return (before.broadcast.read && !after.broadcast.read) || (before.presence.read && !after.presence.read);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
