/** Who is on which topic, and how a broadcast reaches them. A private and a public topic of one name are two. */
import { type Broadcast, encodeBroadcast, type Frame, type Version } from "./frames.ts";

export type TopicName = { readonly topic: string; readonly isPrivate: boolean };

export type Member = {
  /** The topic as the client knows it. */
  readonly topic: string;
  readonly version: Version;
  readonly canReceiveBroadcast: boolean;
  send(frame: Frame): void;
};

export class TopicList<M extends Member> {
  readonly #members = new Map<string, Set<M>>();

  join(name: TopicName, member: M): void {
    const key = toKey(name);
    const members = this.#members.get(key) ?? new Set();
    this.#members.set(key, members.add(member));
  }

  leave(name: TopicName, member: M): void {
    const key = toKey(name);
    const members = this.#members.get(key);
    members?.delete(member);
    if (members?.size === 0) this.#members.delete(key);
  }

  of(name: TopicName): Iterable<M> {
    return this.#members.get(toKey(name)) ?? [];
  }

  /** Sends to all members that may receive, but not to the one named. Each version is encoded once. */
  broadcast(name: TopicName, broadcast: Broadcast, except?: M): void {
    const frames = new Map<string, Frame | null>();
    for (const member of this.of(name)) {
      if (member === except || !member.canReceiveBroadcast) continue;
      const key = `${member.version} ${member.topic}`;
      if (!frames.has(key)) frames.set(key, encodeBroadcast(member.version, member.topic, broadcast));
      const frame = frames.get(key);
      if (frame) member.send(frame);
    }
  }
}

function toKey({ topic, isPrivate }: TopicName): string {
  return `${isPrivate ? "private" : "public"}:${topic}`;
}
