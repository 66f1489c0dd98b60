import type { RealtimePostgresChangesPayload } from "@supabase/supabase-js";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Harness, Inbox, join, openChannel, startHarness } from "./realtime-harness.ts";

type Payload = RealtimePostgresChangesPayload<Record<string, unknown>>;

const SCHEMA = `
  create table public.things (
    id int primary key, label text, big bigint, exact numeric(12, 2), ratio float8, flag boolean, data jsonb, tags text[], numbers int[],
    at timestamptz, day date, uid uuid, code char(3), plain timestamp
  );
  create table public.whole (id int primary key, label text, body text);
  alter table public.whole replica identity full;
  create table public.whole_secured (id int primary key, label text);
  alter table public.whole_secured replica identity full, enable row level security;
  create policy "Everyone reads" on public.whole_secured for select to anon using (true);
  create table public.keyless (label text);
  create table public.hidden (id int primary key, label text);
  revoke all on public.hidden from anon;
  create table public.half_hidden (id int primary key, label text, secret text);
  revoke all on public.half_hidden from anon;
  grant select (id, label) on public.half_hidden to anon;
  create table public.shifting (id int primary key, label text);
  create table public.unpublished (id int primary key);
  create table public.samples (at timestamptz not null, id int not null, value float8, primary key (at, id)) partition by range (at);
  create table public.samples_2026 partition of public.samples for values from ('2026-01-01') to ('2027-01-01');
  create table public.samples_2027 partition of public.samples for values from ('2027-01-01') to ('2028-01-01');
  alter publication supabase_realtime
    add table things, whole, whole_secured, keyless, hidden, half_hidden, samples, shifting;
  alter table public.keyless replica identity full;
`;

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness(SCHEMA);
});
afterEach(() => harness.disconnectClients());
afterAll(() => harness.stop());

type Wish = { readonly table?: string; readonly filter?: string; readonly select?: string[] };

/** Listens as an anonymous user; resolves when the server has confirmed it. */
async function listen(wish: Wish, event = "*" as const): Promise<Inbox<Payload>> {
  const inbox = new Inbox<Payload>();
  const channel = harness
    .anonymousClient()
    .channel(`changes-${wish.table ?? "all"}`, { config: { postgres_changes_options: { wait: true } } });
  await join(channel.on("postgres_changes", { event, schema: "public", ...wish }, inbox.add));
  return inbox;
}

test("an inserted row arrives with each value in the type that hosted gives it", async () => {
  const inbox = await listen({ table: "things" });
  await harness.sql`insert into public.things values (
    1, 'a "quoted" ✓', 9007199254740993, 10.50, 0.1, true, '{"a": [1, {"b": null}]}', '{x,"y z"}', '{1,2}',
    '2026-11-22 16:49:38.5+02', '2026-11-22', '6fa459ea-ee8a-4ca4-894e-db77e160355e', 'abc', '2026-11-22 16:49:38')`;
  const payload = await inbox.first();
  expect(payload).toMatchObject({ eventType: "INSERT", schema: "public", table: "things", old: {}, errors: null });
  expect(payload.new).toEqual({
    id: 1,
    label: 'a "quoted" ✓',
    // Beyond 2^53 JSON numbers lose their last digit in JavaScript; hosted sends a number all the same.
    big: 9007199254740992,
    exact: 10.5,
    ratio: 0.1,
    flag: true,
    data: { a: [1, { b: null }] },
    tags: ["x", "y z"],
    numbers: [1, 2],
    at: "2026-11-22T14:49:38.5+00:00",
    day: "2026-11-22",
    uid: "6fa459ea-ee8a-4ca4-894e-db77e160355e",
    code: "abc",
    plain: "2026-11-22T16:49:38",
  });
  expect(payload.commit_timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(Math.abs(Date.parse(payload.commit_timestamp) - Date.now())).toBeLessThan(60_000);
});

test("nulls arrive as nulls", async () => {
  const inbox = await listen({ table: "things" });
  await harness.sql`insert into public.things (id) values (2)`;
  expect((await inbox.first()).new).toMatchObject({ id: 2, label: null, flag: null, data: null, tags: null, at: null });
});

test("an update carries the new row, and of the old one the primary key", async () => {
  const inbox = await listen({ table: "things" });
  await harness.sql`insert into public.things (id, label) values (3, 'before')`;
  await harness.sql`update public.things set label = 'after' where id = 3`;
  await harness.sql`update public.things set id = 4 where id = 3`;
  const [, changed, moved] = await inbox.count(3);
  expect(changed).toMatchObject({ eventType: "UPDATE", new: { id: 3, label: "after" }, old: { id: 3 } });
  expect(changed?.old).toEqual({ id: 3 });
  expect(moved).toMatchObject({ eventType: "UPDATE", new: { id: 4 }, old: { id: 3 } });
});

test("with replica identity full an update carries the whole old row, large values included", async () => {
  const inbox = await listen({ table: "whole" });
  const body = Array.from({ length: 4000 }, (_, index) => index.toString(36)).join("");
  await harness.sql`insert into public.whole values (1, 'before', ${body})`;
  await harness.sql`update public.whole set label = 'after' where id = 1`;
  const [, updated] = await inbox.count(2);
  expect(updated).toMatchObject({ new: { id: 1, label: "after", body }, old: { id: 1, label: "before", body } });
});

test("a delete carries the primary key, and the whole row with replica identity full", async () => {
  const things = await listen({ table: "things" });
  const whole = await listen({ table: "whole" });
  await harness.sql`insert into public.things (id, label) values (5, 'gone')`;
  await harness.sql`insert into public.whole (id, label) values (5, 'gone')`;
  await harness.sql`delete from public.things where id = 5`;
  await harness.sql`delete from public.whole where id = 5`;
  const deleted = (payload: Payload) => payload.eventType === "DELETE";
  expect(await things.first(deleted)).toMatchObject({ new: {}, old: { id: 5 } });
  expect((await things.first(deleted)).old).toEqual({ id: 5 });
  expect((await whole.first(deleted)).old).toEqual({ id: 5, label: "gone", body: null });
});

test("a delete under row-level security tells the primary key alone, even with replica identity full", async () => {
  const inbox = await listen({ table: "whole_secured" });
  await harness.sql`insert into public.whole_secured values (1, 'gone')`;
  // Row-level security asks for the row as it is now, so one that is deleted at once is never told of.
  await inbox.first();
  await harness.sql`delete from public.whole_secured where id = 1`;
  const [inserted, deleted] = await inbox.count(2);
  expect(inserted?.new).toEqual({ id: 1, label: "gone" });
  expect(deleted?.old).toEqual({ id: 1 });
});

test("changes of one transaction arrive in the order they were made", async () => {
  const inbox = await listen({ table: "things" });
  await harness.sql.begin(async (sql) => {
    await sql`insert into public.things (id) select generate_series(1000, 2199)`;
    await sql`update public.things set label = 'done' where id = 1000`;
  });
  const payloads = await inbox.count(1201);
  const ids = payloads.slice(0, 1200).map((payload) => (payload.new as { id: number }).id);
  expect(ids).toEqual(Array.from({ length: 1200 }, (_, index) => 1000 + index));
  expect(payloads[1200]).toMatchObject({ eventType: "UPDATE", new: { id: 1000, label: "done" } });
});

test("a subscription to one event gets no other", async () => {
  const inbox = new Inbox<Payload>();
  const channel = harness.anonymousClient().channel("one-event", { config: { postgres_changes_options: { wait: true } } });
  await join(channel.on("postgres_changes", { event: "DELETE", schema: "public", table: "things" }, inbox.add));
  await harness.sql`insert into public.things (id) values (6)`;
  await harness.sql`update public.things set label = 'x' where id = 6`;
  await harness.sql`delete from public.things where id = 6`;
  await inbox.first();
  expect(inbox.all.map((payload) => payload.eventType)).toEqual(["DELETE"]);
});

test("several subscriptions on one channel each get their own", async () => {
  const inserts = new Inbox<Payload>();
  const everything = new Inbox<Payload>();
  const channel = harness
    .anonymousClient()
    .channel("several", { config: { postgres_changes_options: { wait: true } } })
    .on("postgres_changes", { event: "INSERT", schema: "public", table: "things", filter: "id=eq.8" }, inserts.add)
    .on("postgres_changes", { event: "*", schema: "public" }, everything.add);
  await join(channel);
  await harness.sql`insert into public.things (id) values (7), (8)`;
  await harness.sql`insert into public.whole (id) values (8)`;
  await everything.count(3);
  expect(everything.all.map((payload) => payload.table)).toEqual(["things", "things", "whole"]);
  expect(inserts.all.map((payload) => payload.new)).toMatchObject([{ id: 8 }]);
});

test("selected columns, and the primary key, are all that arrives", async () => {
  const inbox = await listen({ table: "things", select: ["label"] });
  await harness.sql`insert into public.things (id, label, flag) values (9, 'shown', true)`;
  expect((await inbox.first()).new).toEqual({ id: 9, label: "shown" });
});

test("a partition's change is reported under the name of its parent", async () => {
  const inbox = await listen({ table: "samples" });
  await harness.sql`insert into public.samples values ('2026-05-01Z', 1, 0.5), ('2027-05-01Z', 2, 1.5)`;
  await harness.sql`update public.samples set value = 3 where id = 2`;
  await harness.sql`delete from public.samples where id = 1`;
  const payloads = await inbox.count(4);
  expect(payloads.map((payload) => payload.table)).toEqual(Array(4).fill("samples"));
  expect(payloads[0]?.new).toEqual({ at: "2026-05-01T00:00:00+00:00", id: 1, value: 0.5 });
  expect(payloads[2]).toMatchObject({ eventType: "UPDATE", new: { id: 2, value: 3 }, old: { id: 2, at: "2027-05-01T00:00:00+00:00" } });
  expect(payloads[3]?.old).toEqual({ at: "2026-05-01T00:00:00+00:00", id: 1 });
});

test("changes of the table itself are followed while channels are open", async () => {
  const inbox = await listen({ table: "shifting" });
  const system = new Inbox<Record<string, unknown>>();
  const filtered = new Inbox<Payload>();
  const channel = harness.anonymousClient().channel("shifting", { config: { postgres_changes_options: { wait: true } } });
  const wish = { event: "*", schema: "public", table: "shifting", filter: "label=eq.x" } as const;
  await join(channel.on("system", {}, system.add).on("postgres_changes", wish, filtered.add));
  await harness.sql`insert into public.shifting values (1, 'x')`;
  await filtered.first();
  await harness.sql`alter table public.shifting alter label type int using 1`;
  await harness.sql`alter table public.shifting add extra text default 'more'`;
  await harness.sql`insert into public.shifting values (2, 2)`;
  const [, afterwards] = await inbox.count(2);
  expect(afterwards?.new).toEqual({ id: 2, label: 2, extra: "more" });
  // The filter no longer fits the column: its subscriber is told, and the others go on.
  expect(await system.first(({ status }) => status === "error")).toMatchObject({
    message: expect.stringContaining("invalid input syntax"),
  });
  expect(filtered.all).toHaveLength(1);
});

test("columns that the role may not select are left out", async () => {
  const inbox = await listen({ table: "half_hidden" });
  await harness.sql`insert into public.half_hidden values (1, 'shown', 'hidden')`;
  expect((await inbox.first()).new).toEqual({ id: 1, label: "shown" });
});

test("a change of a table that the role may not select arrives as error 401 without its row", async () => {
  const inbox = await listen({ table: "hidden" });
  await harness.sql`insert into public.hidden values (1, 'secret')`;
  expect(await inbox.first()).toMatchObject({ eventType: "INSERT", new: {}, errors: ["Error 401: Unauthorized"] });
});

test("a change of a table without primary key arrives as error 400 without its row", async () => {
  const inbox = await listen({ table: "keyless" });
  await harness.sql`insert into public.keyless values ('x')`;
  expect(await inbox.first()).toMatchObject({ new: {}, errors: ["Error 400: Bad Request, no primary key"] });
});

test("a row that is too large arrives without its long values, and says so", async () => {
  const inbox = await listen({ table: "whole" });
  await harness.sql`insert into public.whole values (77, 'short', ${"x".repeat(1_100_000)})`;
  const payload = await inbox.first();
  expect(payload).toMatchObject({ errors: ["Error 413: Payload Too Large"] });
  expect(payload.new).toEqual({ id: 77, label: "short" });
});

const REFUSED = [
  { name: "a table that is not published", wish: { table: "unpublished" }, reason: "Please check Realtime is enabled" },
  { name: "a filter on an unknown column", wish: { table: "things", filter: "nope=eq.1" }, reason: "invalid column for filter nope" },
  {
    name: "a filter on a hidden column",
    wish: { table: "half_hidden", filter: "secret=eq.1" },
    reason: "invalid column for filter secret",
  },
  { name: "a value that does not fit its column", wish: { table: "things", filter: "id=eq.one" }, reason: "invalid input syntax" },
  { name: "an unknown operator", wish: { table: "things", filter: "id=foo.1" }, reason: 'Error parsing `filter` params: ["foo","1"]' },
  { name: "a pattern on a number", wish: { table: "things", filter: "id=like.1%" }, reason: "operator does not exist" },
  { name: "a broken regular expression", wish: { table: "things", filter: "label=match.((" }, reason: "regular expression" },
  { name: "an `in` without parentheses", wish: { table: "things", filter: "id=in.1" }, reason: "wrapped by parentheses" },
  { name: "more than a hundred values", wish: { table: "things", filter: `id=in.(${Array(101).fill(1)})` }, reason: "too many values" },
  { name: "an unknown column to select", wish: { table: "things", select: ["nope"] }, reason: "invalid column for select nope" },
] as const;

test.each(REFUSED)("$name is refused at the join of a channel that waits for it", async ({ wish, reason }) => {
  const channel = harness.anonymousClient().channel("refused", { config: { postgres_changes_options: { wait: true } } });
  const settings = "select" in wish ? { ...wish, select: [...wish.select] } : wish;
  const statuses = openChannel(channel.on("postgres_changes", { event: "*", schema: "public", ...settings }, () => undefined));
  const { status, message } = await statuses.first();
  expect(status).toBe("CHANNEL_ERROR");
  expect(message).toContain("RealtimeDisabledForConfiguration: ");
  expect(message).toContain(reason);
});

test("without waiting the channel opens, and a system message tells the verdict", async () => {
  const system = new Inbox<Record<string, unknown>>();
  const open = (topic: string, table: string) =>
    join(
      harness
        .anonymousClient()
        .channel(topic)
        .on("system", {}, system.add)
        .on("postgres_changes", { event: "*", schema: "public", table }, () => undefined),
    );
  await open("good", "things");
  await open("bad", "unpublished");
  const [good, bad] = await system.count(2);
  expect(good).toEqual({ extension: "postgres_changes", status: "ok", message: "Subscribed to PostgreSQL", channel: "good" });
  expect(bad).toMatchObject({ extension: "postgres_changes", status: "error", channel: "bad" });
  expect(bad?.["message"]).toContain("Unable to subscribe to changes with given parameters");
});
