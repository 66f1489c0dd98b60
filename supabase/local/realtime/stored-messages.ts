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

/** Deletes old rows now, and then again and again; returns what ends it. */
export async function keepMessagesSmall(database: Database): Promise<() => void> {
  const sweep = async () => {
    try {
      await database`
        delete from realtime.messages
        where inserted_at < timezone('utc', now()) - make_interval(secs => ${MESSAGE_RETENTION_SECONDS})`;
    } catch (error) {
      report("old rows of realtime.messages were not deleted", error);
    }
  };
  await sweep();
  const timer = setInterval(sweep, RETENTION_SWEEP_MS).unref();
  return () => clearInterval(timer);
}
