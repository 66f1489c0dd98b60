/** Joining a channel: who asks, what they may, what they subscribe to; then the channel, or why there is none. */
import { authorise, PUBLIC_PERMISSIONS } from "./authorise.ts";
import { Channel, type Link, TOPIC_PREFIX } from "./channel.ts";
import type { Hub } from "./hub.ts";
import { parseJoinPayload } from "./join-payload.ts";
import { report } from "./report.ts";
import type { TokenAnswer } from "./tokens.ts";
import type { Verdict } from "./validate.ts";

export type JoinRequest = { readonly topic: string; readonly joinRef: string | null; readonly payload: Readonly<Record<string, unknown>> };

export type JoinAnswer =
  | { readonly kind: "joined"; readonly channel: Channel; readonly verdict: Verdict }
  | { readonly kind: "refused"; readonly reason: string };

/** Judges a join. The channel that comes back is not open yet. */
export async function judgeJoin(hub: Hub, link: Link, request: JoinRequest): Promise<JoinAnswer> {
  const { topic, joinRef, payload } = request;
  if (!topic.startsWith(TOPIC_PREFIX)) return refuse("unmatched topic");
  const name = topic.slice(TOPIC_PREFIX.length);
  if (name === "") return refuse("TopicNameRequired: You must provide a topic name");
  const join = parseJoinPayload(payload);
  if (join.wantsReplay) return refuse("UnableToReplayMessages: Broadcasts are not stored on this server");
  const answer: TokenAnswer = join.token
    ? await hub.tokens.readToken(join.token, link.connected)
    : { kind: "actor", actor: link.connected };
  if (answer.kind === "refused") return refuse(`${answer.code}: ${answer.message}`);
  const question = { actor: answer.actor, topic: name, headers: link.headers };
  const permissions = join.isPrivate ? await authorise(hub.database, question).catch(explainFailure) : PUBLIC_PERMISSIONS;
  if (!permissions) return refuse("Realtime was unable to connect to the project database");
  if (!permissions.broadcast.read && !permissions.presence.read) {
    return refuse(`Unauthorized: You do not have permissions to read from this Channel topic: ${name}`);
  }
  const channel = new Channel({ hub, link, topic, joinRef, join, actor: answer.actor, permissions });
  if (join.waitMs !== null && !channel.feed.isEmpty && !(await hub.waitForStreaming(join.waitMs))) {
    return refuse(`PostgresChangesSubscribeTimeout: Timed out after ${join.waitMs}ms waiting for the postgres_changes subscription`);
  }
  const verdict = await channel.feed.judge();
  if (join.waitMs !== null && verdict.kind === "refused") return refuse(`RealtimeDisabledForConfiguration: ${verdict.message}`);
  return { kind: "joined", channel, verdict };
}

function refuse(reason: string): JoinAnswer {
  return { kind: "refused", reason };
}

function explainFailure(error: unknown): null {
  report("the permissions of a private channel could not be read", error);
  return null;
}
