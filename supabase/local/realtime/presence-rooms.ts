/** Presence on the wire: entering and leaving rooms, and telling the others. */
import type { Channel } from "./channel.ts";
import type { Hub } from "./hub.ts";
import { type PresenceDiff, PresenceRoom, type PresenceState } from "./presence.ts";

export function enterPresence(hub: Hub, channel: Channel, payload: Readonly<Record<string, unknown>>): void {
  const key = roomKey(channel);
  const room = hub.presence.get(key) ?? new PresenceRoom<Channel>();
  hub.presence.set(key, room);
  tellDifference(hub, channel, room.track(channel, channel.presenceKey, payload));
}

export function leavePresence(hub: Hub, channel: Channel): void {
  const key = roomKey(channel);
  const room = hub.presence.get(key);
  if (!room) return;
  const difference = room.untrack(channel);
  if (room.isEmpty) hub.presence.delete(key);
  tellDifference(hub, channel, difference);
}

export function presenceState(hub: Hub, channel: Channel): PresenceState {
  return hub.presence.get(roomKey(channel))?.state() ?? {};
}

function tellDifference(hub: Hub, channel: Channel, difference: PresenceDiff | null): void {
  if (!difference) return;
  for (const member of hub.topics.of(channel.name)) if (member.canReceivePresence) member.push("presence_diff", difference);
}

function roomKey(channel: Channel): string {
  return `${channel.name.isPrivate} ${channel.name.topic}`;
}
