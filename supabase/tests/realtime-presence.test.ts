import type { RealtimeChannel, SupabaseClient } from "@supabase/supabase-js";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Harness, Inbox, join, signToken, startHarness } from "./realtime-harness.ts";

const WRITER = "00000000-0000-0000-0000-00000000000a";
const READER = "00000000-0000-0000-0000-00000000000b";

const SCHEMA = `
  create policy "All users see" on realtime.messages for select to authenticated using (true);
  create policy "One user is seen" on realtime.messages for insert to authenticated with check (auth.uid() = '${WRITER}');
`;

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness(SCHEMA);
});
afterEach(() => harness.disconnectClients());
afterAll(() => harness.stop());

type Happening = { readonly kind: "join" | "leave" | "sync"; readonly key?: string; readonly names?: readonly unknown[] };

const names = (entries: readonly object[]) => entries.map((entry) => (entry as { name?: unknown }).name);

async function watch(client: SupabaseClient, topic: string, config: { key?: string; private?: boolean } = {}) {
  const inbox = new Inbox<Happening>();
  const presence = config.key === undefined ? {} : { presence: { key: config.key } };
  const channel = client
    .channel(topic, { config: { ...presence, private: config.private ?? false } })
    .on("presence", { event: "join" }, ({ key, newPresences }) => inbox.add({ kind: "join", key, names: names(newPresences) }))
    .on("presence", { event: "leave" }, ({ key, leftPresences }) => inbox.add({ kind: "leave", key, names: names(leftPresences) }))
    .on("presence", { event: "sync" }, () => inbox.add({ kind: "sync" }));
  await join(channel);
  return { channel, inbox };
}

const namesOf = (channel: RealtimeChannel) =>
  Object.fromEntries(Object.entries(channel.presenceState()).map(([key, entries]) => [key, names(entries)]));

test("who tracks appears to the others, with the key of its configuration", async () => {
  const watcher = await watch(harness.anonymousClient(), "lobby");
  const ann = await watch(harness.anonymousClient(), "lobby", { key: "ann" });
  expect(await ann.channel.track({ name: "Ann" })).toBe("ok");
  await watcher.inbox.first(({ kind }) => kind === "join");
  expect(watcher.inbox.all).toContainEqual({ kind: "join", key: "ann", names: ["Ann"] });
  expect(namesOf(watcher.channel)).toEqual({ ann: ["Ann"] });
});

test("who comes later is told who is there", async () => {
  const ann = await watch(harness.anonymousClient(), "hall", { key: "ann" });
  const second = await watch(harness.anonymousClient(), "hall", { key: "ann" });
  await ann.channel.track({ name: "Ann" });
  await second.channel.track({ name: "Ann again" });
  const late = await watch(harness.anonymousClient(), "hall");
  await late.inbox.first(({ kind }) => kind === "sync");
  expect(namesOf(late.channel)).toEqual({ ann: expect.arrayContaining(["Ann", "Ann again"]) });
});

test("a renewed entry replaces the old one", async () => {
  const watcher = await watch(harness.anonymousClient(), "desk");
  const ann = await watch(harness.anonymousClient(), "desk", { key: "ann" });
  await ann.channel.track({ name: "Ann" });
  await ann.channel.track({ name: "Dr Ann" });
  await watcher.inbox.first((happening) => happening.names?.[0] === "Dr Ann");
  await watcher.inbox.first(({ kind }) => kind === "leave");
  expect(namesOf(watcher.channel)).toEqual({ ann: ["Dr Ann"] });
});

test.each([
  { name: "untracks", go: (channel: RealtimeChannel) => channel.untrack() },
  { name: "leaves the channel", go: (channel: RealtimeChannel) => channel.unsubscribe() },
  { name: "is disconnected", go: (channel: RealtimeChannel) => channel.socket.disconnect() },
])("who $name disappears", async ({ name, go }) => {
  const topic = `door, for one who ${name}`;
  const watcher = await watch(harness.anonymousClient(), topic);
  const ann = await watch(harness.anonymousClient(), topic, { key: "ann" });
  await ann.channel.track({ name: "Ann" });
  await watcher.inbox.first(({ kind }) => kind === "join");
  await go(ann.channel);
  expect(await watcher.inbox.first(({ kind }) => kind === "leave")).toEqual({ kind: "leave", key: "ann", names: ["Ann"] });
  expect(namesOf(watcher.channel)).toEqual({});
});

test("without a configured key each channel gets one of its own", async () => {
  const watcher = await watch(harness.anonymousClient(), "keyless");
  const others = await Promise.all([1, 2].map(() => watch(harness.anonymousClient(), "keyless")));
  for (const { channel } of others) await channel.track({ name: "someone" });
  await watcher.inbox.when(() => (Object.keys(watcher.channel.presenceState()).length === 2 ? true : undefined));
  expect(Object.values(namesOf(watcher.channel))).toEqual([["someone"], ["someone"]]);
});

test("on a private topic only those who may write are seen", async () => {
  const reader = await watch(await harness.userClient(await signToken(READER)), "private lobby", { key: "reader", private: true });
  const writer = await watch(await harness.userClient(await signToken(WRITER)), "private lobby", { key: "writer", private: true });
  expect(await reader.channel.track({ name: "Reader" })).toBe("error");
  expect(await writer.channel.track({ name: "Writer" })).toBe("ok");
  await reader.inbox.first(({ kind }) => kind === "join");
  expect(namesOf(reader.channel)).toEqual({ writer: ["Writer"] });
});
