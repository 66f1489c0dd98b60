/** What a client says when it joins a channel. As on hosted, a part that is malformed counts as absent. */
import { z } from "zod";
import { DEFAULT_SUBSCRIBE_WAIT_MS, MAX_SUBSCRIBE_WAIT_MS } from "./limits.ts";

const flag = z.boolean().catch(false);

const configSchema = z.object({
  broadcast: z.object({ self: flag, ack: flag, replication_ready: flag, replay: z.unknown() }).partial().catch({}),
  presence: z
    .object({ key: z.string().catch(""), enabled: flag })
    .partial()
    .catch({}),
  private: flag,
  postgres_changes: z.array(z.unknown()).catch([]),
  postgres_changes_options: z
    .object({ wait: flag, timeout: z.number().positive().catch(DEFAULT_SUBSCRIBE_WAIT_MS) })
    .partial()
    .catch({}),
});

const schema = z.object({
  config: configSchema.catch(() => configSchema.parse({})),
  access_token: z.string().nullish().catch(null),
  user_token: z.string().nullish().catch(null),
});

export type JoinPayload = {
  readonly token: string | null;
  readonly isPrivate: boolean;
  readonly broadcastsToSelf: boolean;
  readonly acknowledgesBroadcasts: boolean;
  readonly wantsReplicationReady: boolean;
  readonly wantsReplay: boolean;
  readonly presenceKey: string;
  readonly hasPresence: boolean;
  readonly wishes: readonly unknown[];
  /** How long the reply waits for the subscriptions, in ms; null when it does not. */
  readonly waitMs: number | null;
};

export function parseJoinPayload(payload: Readonly<Record<string, unknown>>): JoinPayload {
  const { config, access_token, user_token } = schema.parse({ ...payload, config: payload["config"] ?? {} });
  const { broadcast, presence, postgres_changes_options: options } = config;
  return {
    token: user_token ?? access_token ?? null,
    isPrivate: config.private,
    broadcastsToSelf: broadcast.self ?? false,
    acknowledgesBroadcasts: broadcast.ack ?? false,
    wantsReplicationReady: broadcast.replication_ready ?? false,
    wantsReplay: broadcast.replay !== undefined && broadcast.replay !== null,
    presenceKey: presence.key ?? "",
    hasPresence: presence.enabled ?? false,
    wishes: config.postgres_changes.filter((wish) => wish !== null),
    waitMs: options.wait ? Math.min(options.timeout ?? DEFAULT_SUBSCRIBE_WAIT_MS, MAX_SUBSCRIBE_WAIT_MS) : null,
  };
}
