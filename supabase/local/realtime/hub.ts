/** What all channels share. */
import type { Channel } from "./channel.ts";
import type { Database } from "./database.ts";
import type { PresenceRoom } from "./presence.ts";
import type { SubscriptionList } from "./subscriptions.ts";
import type { TokenReader } from "./tokens.ts";
import type { TopicList } from "./topics.ts";

export type Hub = {
  readonly database: Database;
  readonly tokens: TokenReader;
  readonly subscriptions: SubscriptionList;
  readonly topics: TopicList<Channel>;
  readonly presence: Map<string, PresenceRoom<Channel>>;
  /** Numbers for subscriptions, unique in this process and never 0, which clients take for none. */
  nextId(): number;
  readonly isStreaming: boolean;
  /** Resolves with whether changes stream before the time is over. */
  waitForStreaming(timeoutMs: number): Promise<boolean>;
};
