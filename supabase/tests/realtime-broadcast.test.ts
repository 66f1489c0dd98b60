import type { RealtimeChannelOptions, SupabaseClient } from "@supabase/supabase-js";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Harness, Inbox, join, openChannel, PUBLISHABLE_KEY, SECRET_KEY, signToken, startHarness } from "./realtime-harness.ts";

const ALICE = "00000000-0000-0000-0000-00000000000a";
const READER = "00000000-0000-0000-0000-00000000000b";
const STRANGER = "00000000-0000-0000-0000-00000000000c";

// Alice reads and writes the topic `room`, the reader reads it, the stranger does neither.
const SCHEMA = `
  create table public.room_users (topic text, user_id uuid, writes boolean, primary key (topic, user_id));
  grant select on public.room_users to authenticated;
  insert into public.room_users values ('room', '${ALICE}', true), ('room', '${READER}', false);
  create policy "People of the room receive" on realtime.messages for select to authenticated
    using (exists (select from public.room_users u where u.topic = realtime.topic() and u.user_id = auth.uid()));
  create policy "Writers of the room send" on realtime.messages for insert to authenticated
    with check (exists (select from public.room_users u where u.topic = realtime.topic() and u.user_id = auth.uid() and u.writes));

  insert into realtime.messages (topic, extension, inserted_at) values
    ('old', 'broadcast', timezone('utc', now()) - interval '1 hour'), ('recent', 'broadcast', timezone('utc', now()));
  create table public.tickets (id int primary key, title text);
  create function public.announce_ticket() returns trigger language plpgsql security definer set search_path = '' as $$
  begin
    perform realtime.broadcast_changes('room', tg_op, tg_op, tg_table_name, tg_table_schema, new, old);
    return null;
  end $$;
  create trigger announce after insert or update or delete on public.tickets for each row execute function public.announce_ticket();
`;

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness(SCHEMA);
});
afterEach(() => harness.disconnectClients());
afterAll(() => harness.stop());

type Message = { readonly event: string; readonly payload: unknown; readonly meta?: Record<string, unknown> };

async function listen(client: SupabaseClient, topic: string, config: RealtimeChannelOptions["config"] = {}) {
  const inbox = new Inbox<Message>();
  const channel = client.channel(topic, { config }).on("broadcast", { event: "*" }, ({ event, payload, meta }) => {
    inbox.add({ event, payload, ...(meta ? { meta } : {}) });
  });
  return { channel: await join(channel), inbox };
}

const PRIVATE = { private: true } as const;
const userClient = async (subject: string) => harness.userClient(await signToken(subject));

describe("between clients", () => {
  test("a broadcast reaches the others on the topic, and not its sender", async () => {
    const sender = await listen(harness.anonymousClient(), "public room");
    const receiver = await listen(harness.anonymousClient(), "public room");
    const elsewhere = await listen(harness.anonymousClient(), "another room");
    await sender.channel.send({ type: "broadcast", event: "greeting ✓", payload: { text: "hello ✓" } });
    await receiver.channel.send({ type: "broadcast", event: "answer", payload: { text: "hello" } });
    expect(await receiver.inbox.first()).toEqual({ event: "greeting ✓", payload: { text: "hello ✓" } });
    await sender.inbox.first();
    expect(sender.inbox.all.map(({ event }) => event)).toEqual(["answer"]);
    expect(elsewhere.inbox.all).toEqual([]);
  });

  test("with `self` the sender gets its own", async () => {
    const { channel, inbox } = await listen(harness.anonymousClient(), "echo", { broadcast: { self: true } });
    await channel.send({ type: "broadcast", event: "mine", payload: { n: 1 } });
    expect(await inbox.first()).toEqual({ event: "mine", payload: { n: 1 } });
  });

  test("with `ack` sending resolves when the server has taken the message", async () => {
    const { channel } = await listen(harness.anonymousClient(), "acknowledged", { broadcast: { ack: true } });
    expect(await channel.send({ type: "broadcast", event: "x", payload: {} })).toBe("ok");
  });

  test("bytes arrive as the same bytes", async () => {
    const { channel, inbox } = await listen(harness.anonymousClient(), "bytes", { broadcast: { self: true } });
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    await channel.send({ type: "broadcast", event: "blob", payload: bytes.buffer });
    const { payload } = await inbox.first();
    expect(new Uint8Array(payload as ArrayBuffer)).toEqual(bytes);
  });

  test("clients of the old protocol version and of the new one hear each other", async () => {
    const old = await listen(harness.anonymousClient({ vsn: "1.0.0" }), "mixed");
    const current = await listen(harness.anonymousClient(), "mixed");
    await old.channel.send({ type: "broadcast", event: "from old", payload: { n: 1 } });
    await current.channel.send({ type: "broadcast", event: "from current", payload: { n: 2 } });
    expect(await current.inbox.first()).toEqual({ event: "from old", payload: { n: 1 } });
    expect(await old.inbox.first()).toEqual({ event: "from current", payload: { n: 2 } });
  });

  test("after leaving, nothing more arrives", async () => {
    const client = harness.anonymousClient();
    const leaver = await listen(client, "left");
    const stayer = await listen(harness.anonymousClient(), "left");
    const sender = await listen(harness.anonymousClient(), "left", { broadcast: { ack: true } });
    expect(await client.removeChannel(leaver.channel)).toBe("ok");
    await sender.channel.send({ type: "broadcast", event: "x", payload: {} });
    await stayer.inbox.first();
    expect(leaver.inbox.all).toEqual([]);
  });
});

describe("over HTTP", () => {
  test("a channel that has not joined sends by request", async () => {
    const receiver = await listen(harness.anonymousClient(), "by request");
    const client = harness.anonymousClient();
    expect(await client.channel("by request").httpSend("json", { n: 1 })).toEqual({ success: true });
    expect(await client.channel("by request").httpSend("bytes", Uint8Array.of(1, 2, 3).buffer)).toEqual({ success: true });
    const [json, bytes] = await receiver.inbox.count(2);
    expect(json).toEqual({ event: "json", payload: { n: 1 } });
    expect(new Uint8Array(bytes?.payload as ArrayBuffer)).toEqual(Uint8Array.of(1, 2, 3));
  });

  test("on a private topic only those who may write are heard", async () => {
    const receiver = await listen(await userClient(READER), "room", PRIVATE);
    const send = async (client: SupabaseClient, event: string) => client.channel("room", { config: PRIVATE }).httpSend(event, {});
    await send(await userClient(READER), "of the reader");
    await send(harness.anonymousClient(), "of nobody");
    await send(await userClient(ALICE), "of a writer");
    await send(harness.serviceClient(), "of the service");
    await receiver.inbox.count(2);
    expect(receiver.inbox.all.map(({ event }) => event)).toEqual(["of a writer", "of the service"]);
  });

  const post = (key: string, body: unknown) =>
    fetch(`${harness.url}/realtime/v1/api/broadcast`, { method: "POST", headers: { apikey: key }, body: JSON.stringify(body) });

  test("a batch goes out in one request", async () => {
    const receiver = await listen(harness.anonymousClient(), "batched");
    const messages = [1, 2].map((n) => ({ topic: "batched", event: `e${n}`, payload: { n } }));
    expect((await post(SECRET_KEY, { messages })).status).toBe(202);
    await receiver.inbox.count(2);
    expect(receiver.inbox.all.map(({ event }) => event)).toEqual(["e1", "e2"]);
  });

  test("a wrong key, a malformed batch and an unknown path are refused", async () => {
    expect((await post("sb_publishable_wrong", { messages: [] })).status).toBe(401);
    expect((await post(PUBLISHABLE_KEY, { messages: [{ topic: "x" }] })).status).toBe(422);
    expect((await fetch(`${harness.url}/realtime/v1/api/nothing`)).status).toBe(404);
  });

  test("health says whether changes stream", async () => {
    const response = await fetch(`${harness.url}/realtime/v1/api/health`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ healthy: true, replication_connected: true });
  });
});

describe("private channels", () => {
  test.each([
    { name: "a stranger", open: () => userClient(STRANGER) },
    { name: "someone anonymous", open: async () => harness.anonymousClient() },
  ])("$name is refused", async ({ open }) => {
    const { status, message } = await openChannel((await open()).channel("room", { config: PRIVATE })).first();
    expect(status).toBe("CHANNEL_ERROR");
    expect(message).toBe("Unauthorized: You do not have permissions to read from this Channel topic: room");
  });

  test("policies are asked for the topic that is joined", async () => {
    const { status } = await openChannel((await userClient(ALICE)).channel("another room", { config: PRIVATE })).first();
    expect(status).toBe("CHANNEL_ERROR");
  });

  test("who may read receives, and who may not write is not heard", async () => {
    const alice = await listen(await userClient(ALICE), "room", PRIVATE);
    const reader = await listen(await userClient(READER), "room", PRIVATE);
    await reader.channel.send({ type: "broadcast", event: "unheard", payload: {} });
    await alice.channel.send({ type: "broadcast", event: "heard", payload: {} });
    await reader.inbox.first();
    const service = await listen(harness.serviceClient(), "room", PRIVATE);
    await service.channel.send({ type: "broadcast", event: "of the service", payload: {} });
    await alice.inbox.first();
    expect(alice.inbox.all.map(({ event }) => event)).toEqual(["of the service"]);
  });

  test("a public channel of the same name is another topic", async () => {
    const alice = await listen(await userClient(ALICE), "room", { ...PRIVATE, broadcast: { ack: true } });
    const outsider = await listen(harness.anonymousClient(), "room");
    const other = await listen(harness.anonymousClient(), "room");
    await alice.channel.send({ type: "broadcast", event: "private", payload: {} });
    await other.channel.send({ type: "broadcast", event: "public", payload: {} });
    await outsider.inbox.first();
    expect(outsider.inbox.all.map(({ event }) => event)).toEqual(["public"]);
    expect(alice.inbox.all).toEqual([]);
  });

  test("a permission that is gone at the next token closes the channel", async () => {
    let token = await signToken(ALICE);
    const client = await harness.userClient(() => token);
    const system = new Inbox<{ readonly message: string }>();
    const statuses = openChannel(client.channel("room", { config: PRIVATE }).on("system", {}, system.add));
    await statuses.first(({ status }) => status === "SUBSCRIBED");
    token = await signToken(STRANGER);
    await client.realtime.setAuth();
    await statuses.first(({ status }) => status === "CLOSED");
    expect(system.all).toMatchObject([{ message: "You no longer have permission to read from this Channel topic: room" }]);
  });
});

describe("from the database", () => {
  test("a private message reaches the private subscribers, and no public one", async () => {
    const reader = await listen(await userClient(READER), "room", PRIVATE);
    const outsider = await listen(harness.anonymousClient(), "room");
    await harness.sql`select realtime.send('{"n": 1}', 'news', 'room')`;
    await harness.sql`select realtime.send('{"n": 2}', 'open news', 'room', false)`;
    const message = await reader.inbox.first();
    expect(message).toMatchObject({ event: "news", payload: { n: 1, id: expect.any(String) }, meta: { id: expect.any(String) } });
    await outsider.inbox.first();
    expect(outsider.inbox.all.map(({ event }) => event)).toEqual(["open news"]);
    expect(reader.inbox.all.map(({ event }) => event)).toEqual(["news"]);
  });

  test("broadcast_changes tells the rows before and after", async () => {
    const reader = await listen(await userClient(READER), "room", PRIVATE);
    await harness.sql`insert into public.tickets values (1, 'new')`;
    await harness.sql`update public.tickets set title = 'changed'`;
    await harness.sql`delete from public.tickets`;
    const [inserted, updated, deleted] = await reader.inbox.count(3);
    const common = { schema: "public", table: "tickets" };
    expect(inserted).toMatchObject({
      event: "INSERT",
      payload: { ...common, operation: "INSERT", record: { id: 1, title: "new" }, old_record: null },
    });
    expect(updated).toMatchObject({ event: "UPDATE", payload: { record: { title: "changed" }, old_record: { title: "new" } } });
    expect(deleted).toMatchObject({ event: "DELETE", payload: { record: null, old_record: { id: 1, title: "changed" } } });
  });

  test("old messages are deleted, recent ones kept, and none that was only asked about", async () => {
    await listen(await userClient(ALICE), "room", PRIVATE);
    const rows = await harness.sql`select topic from realtime.messages where topic <> 'room' or event is null`;
    expect([...rows]).toEqual([{ topic: "recent" }]);
  });

  test("a message of a transaction that is rolled back is never sent", async () => {
    const reader = await listen(await userClient(READER), "room", PRIVATE);
    const failed = harness.sql.begin(async (sql) => {
      await sql`select realtime.send('{}', 'unsaid', 'room')`;
      await sql`select 1 / 0`;
    });
    await expect(failed).rejects.toThrow("division by zero");
    await harness.sql`select realtime.send('{}', 'said', 'room')`;
    await reader.inbox.first();
    expect(reader.inbox.all.map(({ event }) => event)).toEqual(["said"]);
  });
});
