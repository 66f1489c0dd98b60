import type { RealtimeClientOptions } from "@supabase/supabase-js";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { type Harness, Inbox, join, openChannel, signToken, startHarness } from "./realtime-harness.ts";

const SCHEMA = `
  create table public.readers (user_id uuid primary key);
  grant select on public.readers to authenticated;
  create table public.events (id int primary key, sent_at_ms float8, body text);
  alter table public.events enable row level security;
  create policy "Readers read" on public.events for select to authenticated
    using ((select auth.uid()) in (select r.user_id from public.readers r));
  create table public.log (id int primary key);
  alter publication supabase_realtime add table events, log;
`;

/** The bound that operators are promised, from insert to callback. */
const LATENCY_BOUND_MS = 300;

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness(SCHEMA);
});
afterEach(() => harness.disconnectClients());
afterAll(() => harness.stop());

const WAIT = { postgres_changes_options: { wait: true } };
const subject = (n: number) => `00000000-0000-0000-0000-${String(n).padStart(12, "0")}`;

function percentile(values: readonly number[], ratio: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.ceil(sorted.length * ratio) - 1] ?? Number.NaN;
}

test("of 200 inserts to 20 subscribers with policies of their own, 95 in 100 arrive within the bound", async () => {
  const [inserts, subscribers] = [200, 20];
  const inbox = new Inbox<number>();
  for (let n = 1; n <= subscribers; n++) {
    await harness.sql`insert into public.readers values (${subject(n)})`;
    const client = await harness.userClient(await signToken(subject(n)));
    const channel = client.channel("latency", { config: WAIT });
    await join(
      channel.on("postgres_changes", { event: "INSERT", schema: "public", table: "events" }, ({ new: row }) => {
        inbox.add(performance.now() - Number(row["sent_at_ms"]));
      }),
    );
  }
  for (let id = 1; id <= inserts; id++) {
    await harness.sql`insert into public.events values (${id}, ${performance.now()}, 'x')`;
  }
  const latencies = await inbox.count(inserts * subscribers);
  const [p50, p95, max] = [percentile(latencies, 0.5), percentile(latencies, 0.95), percentile(latencies, 1)];
  console.info(`insert to callback: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, max ${max.toFixed(1)} ms`);
  expect(latencies).toHaveLength(inserts * subscribers);
  expect(p95).toBeLessThan(LATENCY_BOUND_MS);
});

test("a bulk insert of 2000 rows reaches 20 subscribers, each row once and in order", async () => {
  const inboxes = await Promise.all(
    Array.from({ length: 20 }, async (_, n) => {
      const inbox = new Inbox<number>();
      const client = await harness.userClient(await signToken(subject(n + 1)));
      const channel = client.channel("bulk", { config: WAIT });
      await join(
        channel.on("postgres_changes", { event: "INSERT", schema: "public", table: "events" }, ({ new: row }) =>
          inbox.add(Number(row["id"])),
        ),
      );
      return inbox;
    }),
  );
  const startedAtMs = performance.now();
  await harness.sql`insert into public.events select id, 0, 'x' from generate_series(10001, 12000) as id`;
  await Promise.all(inboxes.map((inbox) => inbox.first((id) => id === 12_000)));
  console.info(`2000 rows to 20 subscribers: ${(performance.now() - startedAtMs).toFixed(0)} ms`);
  const expected = Array.from({ length: 2000 }, (_, index) => 10_001 + index);
  for (const inbox of inboxes) expect(inbox.all).toEqual(expected);
});

test("after a restart of Postgres open channels get changes again, and are told so", async () => {
  const system = new Inbox<{ readonly status: string; readonly message: string }>();
  const inbox = new Inbox<number>();
  const channel = harness
    .anonymousClient()
    .channel("survivor", { config: WAIT })
    .on("system", {}, system.add)
    .on("postgres_changes", { event: "INSERT", schema: "public", table: "log" }, ({ new: row }) => inbox.add(Number(row["id"])));
  const statuses = openChannel(channel);
  await system.count(1);
  const stoppedAtMs = performance.now();
  await harness.restartPostgres();
  const restartMs = performance.now() - stoppedAtMs;
  const [, again] = await system.count(2);
  expect(again).toMatchObject({ status: "ok", message: "Subscribed to PostgreSQL" });
  await harness.sql`insert into public.log values (1)`;
  await inbox.first();
  expect(inbox.all).toEqual([1]);
  expect(statuses.all.map(({ status }) => status)).toEqual(["SUBSCRIBED"]);
  // A server that shuts down waits for its replication clients; one that never confirms holds it up for a minute.
  expect(restartMs).toBeLessThan(15_000);
});

test("no replication slot outlives its connection", async () => {
  const slots = await harness.sql`select temporary, active from pg_replication_slots`;
  expect([...slots]).toEqual([{ temporary: true, active: true }]);
});

test("a channel opened with `replication_ready` is told when changes stream", async () => {
  const system = new Inbox<Record<string, unknown>>();
  await join(
    harness
      .anonymousClient()
      .channel("ready", { config: { broadcast: { replication_ready: true } } })
      .on("system", {}, system.add),
  );
  expect(await system.first()).toEqual({
    extension: "system",
    status: "ok",
    message: "Replication connection established",
    channel: "ready",
  });
});

test("a client that joins a topic again is served by its new channel alone", async () => {
  const client = harness.anonymousClient();
  const first = await join(client.channel("again"));
  await client.removeChannel(first);
  const inbox = new Inbox<unknown>();
  await join(client.channel("again", { config: { broadcast: { self: true } } }).on("broadcast", { event: "*" }, inbox.add));
  await client.channel("again").send({ type: "broadcast", event: "x", payload: {} });
  await client.channel("again").send({ type: "broadcast", event: "y", payload: {} });
  await inbox.count(2);
  expect(inbox.all).toHaveLength(2);
});

test("the hundred and first channel of a socket is refused", async () => {
  const client = harness.anonymousClient();
  await Promise.all(Array.from({ length: 100 }, (_, n) => join(client.channel(`one of many ${n}`))));
  const { status, message } = await openChannel(client.channel("one too many")).first();
  expect(status).toBe("CHANNEL_ERROR");
  expect(message).toBe("ChannelRateLimitReached: Too many channels");
});

test("a client that does not read is disconnected, and the others go on", async () => {
  const sockets: WebSocket[] = [];
  class ObservedSocket extends WebSocket {
    constructor(address: string | URL) {
      super(address);
      sockets.push(this);
    }
  }
  // The type that the client wants of a transport is narrower than the class it names as an example.
  const transport = ObservedSocket as unknown as NonNullable<RealtimeClientOptions["transport"]>;
  const slow = await join(harness.anonymousClient({ transport }).channel("flood"));
  const inbox = new Inbox<number>();
  const reader = harness.anonymousClient().channel("flood");
  await join(reader.on("broadcast", { event: "*" }, ({ payload }) => inbox.add(payload["n"])));
  const sender = await join(harness.anonymousClient().channel("flood", { config: { broadcast: { ack: true } } }));
  const closed = new Inbox<number>();
  for (const socket of sockets) {
    socket.on("close", (code) => closed.add(code));
    socket.pause();
  }
  const body = "x".repeat(500_000);
  for (let n = 1; n <= 60; n++) await sender.send({ type: "broadcast", event: "block", payload: { n, body } });
  await inbox.first((n) => n === 60);
  for (const socket of sockets) socket.resume();
  // 1006: the connection was cut, not closed in good order.
  expect(await closed.first()).toBe(1006);
  expect(inbox.all).toHaveLength(60);
  await slow.unsubscribe();
});
