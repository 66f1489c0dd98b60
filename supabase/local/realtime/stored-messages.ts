/** Broadcast from the database: rows of realtime.messages go out as they are written, and are deleted soon after. */
import type { Database } from "./database.ts";
import type { Broadcast } from "./frames.ts";
import { MESSAGE_RETENTION_SECONDS, RETENTION_SWEEP_MS } from "./limits.ts";
import type { Change } from "./replication.ts";
import { report } from "./report.ts";
import type { TopicName } from "./topics.ts";

export type StoredBroadcast = { readonly name: TopicName; readonly broadcast: Broadcast };

export function isStoredMessage(change: Change): boolean {
  return change.schema === "realtime" && change.table === "messages";
}

/** The broadcast that an inserted row stands for; null when it stands for none. */
export function toStoredBroadcast({ type, record }: Change): StoredBroadcast | null {
  const { topic, event, payload, id, extension } = record ?? {};
  if (type !== "INSERT" || extension !== "broadcast" || !topic || !event || !payload) return null;
  const broadcast: Broadcast = { event, encoding: "json", payload: Buffer.from(payload, "utf8"), meta: { id } };
  return { name: { topic, isPrivate: record?.["private"] === "t" }, broadcast };
}

/** Deletes old rows now and then; returns what ends it. */
export function keepMessagesSmall(database: Database): () => void {
  const sweep = () =>
    database`
      delete from realtime.messages
      where inserted_at < timezone('utc', now()) - make_interval(secs => ${MESSAGE_RETENTION_SECONDS})`.then(
      () => undefined,
      (error: unknown) => report("old rows of realtime.messages were not deleted", error),
    );
  const timer = setInterval(sweep, RETENTION_SWEEP_MS).unref();
  return () => clearInterval(timer);
}
