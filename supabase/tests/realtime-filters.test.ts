import { postgresChangesFilter, type RealtimePostgresFilterBuilder } from "@supabase/supabase-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Harness, Inbox, join, startHarness } from "./realtime-harness.ts";

// Rows 1 to 6 differ in each column; row 7 passes no filter and row 8 is the last to be sent.
const SCHEMA = `
  create table public.tasks (
    id int primary key, title text, cost numeric, done boolean, due timestamptz, owner uuid, tag varchar(20), marker boolean not null default false
  );
  alter publication supabase_realtime add table tasks;
`;

const ROWS = `
  insert into public.tasks (id, title, cost, done, due, owner, tag) values
    (1, 'alpha', 9, true, '2026-01-01Z', '00000000-0000-0000-0000-000000000001', 'red'),
    (2, 'Beta', 10, false, '2026-02-01Z', '00000000-0000-0000-0000-000000000002', 'green'),
    (3, 'gamma, delta', 100.5, null, '2026-03-01Z', null, 'blue'),
    (4, 'a "quoted" one', null, true, null, null, null),
    (5, 'plan (draft)', -1, false, '2026-05-01Z', null, 'red'),
    (6, null, 10.0, null, '2026-06-01Z', null, 'violet')
`;

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness(SCHEMA);
});
afterAll(() => harness.stop());

type Case = { readonly filter: string | RealtimePostgresFilterBuilder; readonly ids: readonly number[]; readonly why?: string };

// Expected ids are read off the rows above, with the meaning that SQL gives to each operator.
const CASES: readonly Case[] = [
  { filter: "id=eq.2", ids: [2] },
  { filter: "title=eq.Beta", ids: [2] },
  { filter: "done=eq.true", ids: [1, 4] },
  { filter: "cost=eq.10", ids: [2, 6], why: "10 and 10.0 are one number" },
  { filter: "owner=eq.00000000-0000-0000-0000-000000000002", ids: [2] },
  { filter: "due=eq.2026-02-01T01:00:00+01:00", ids: [2], why: "one instant in another zone" },
  { filter: "cost=neq.10", ids: [1, 3, 5], why: "null is neither equal nor unequal" },
  { filter: "cost=lt.10", ids: [1, 5], why: "9 is below 10 as a number, not as text" },
  { filter: "cost=lte.10", ids: [1, 2, 5, 6] },
  { filter: "cost=gt.10", ids: [3] },
  { filter: "cost=gte.10", ids: [2, 3, 6] },
  { filter: "due=gte.2026-03-01", ids: [3, 5, 6] },
  { filter: "id=in.(1,3,5)", ids: [1, 3, 5] },
  { filter: "tag=in.(red,blue)", ids: [1, 3, 5] },
  { filter: 'title=in.("gamma, delta",Beta)', ids: [2, 3] },
  { filter: "title=like.%a", ids: [1, 2, 3] },
  { filter: "title=like.beta", ids: [] },
  { filter: "title=ilike.beta", ids: [2] },
  { filter: "title=match.^[a-z]+$", ids: [1] },
  { filter: "title=imatch.^[a-z]+$", ids: [1, 2] },
  { filter: "done=is.null", ids: [3, 6] },
  { filter: "done=is.true", ids: [1, 4] },
  { filter: "done=is.false", ids: [2, 5] },
  { filter: "done=is.unknown", ids: [3, 6] },
  { filter: "tag=isdistinct.red", ids: [2, 3, 4, 6], why: "null is distinct from red" },
  { filter: "done=not.is.null", ids: [1, 2, 4, 5] },
  { filter: "tag=not.in.(red,green)", ids: [3, 6] },
  { filter: "title=not.like.%a", ids: [4, 5] },
  { filter: "cost=not.eq.10", ids: [1, 3, 5] },
  { filter: "id=gt.1,id=lt.4", ids: [2, 3] },
  { filter: "cost=gte.10,done=is.null,title=not.is.null", ids: [3] },
  { filter: "", ids: [1, 2, 3, 4, 5, 6] },
  { filter: postgresChangesFilter().eq("title", "gamma, delta"), ids: [3] },
  { filter: postgresChangesFilter().eq("title", 'a "quoted" one'), ids: [4] },
  { filter: postgresChangesFilter().in("title", ["plan (draft)", 'a "quoted" one', "gamma, delta"]), ids: [3, 4, 5] },
  { filter: postgresChangesFilter().isDistinct("tag", "red").lt("cost", 50), ids: [2, 6] },
  { filter: postgresChangesFilter().not("done", "is", null).gte("id", 2), ids: [2, 4, 5] },
];

test("each filter passes the rows that the same condition passes in a query", async () => {
  const client = harness.anonymousClient();
  const inboxes = await Promise.all(
    CASES.map(async ({ filter }, index) => {
      const inbox = new Inbox<number>();
      const add = (payload: { readonly new: object }) => inbox.add((payload.new as { id: number }).id);
      const channel = client
        .channel(`filter-${index}`, { config: { postgres_changes_options: { wait: true } } })
        .on("postgres_changes", { event: "INSERT", schema: "public", table: "tasks", filter }, add)
        .on("postgres_changes", { event: "INSERT", schema: "public", table: "tasks", filter: "marker=is.true" }, add);
      await join(channel);
      return inbox;
    }),
  );
  await harness.sql.unsafe(ROWS);
  await harness.sql`insert into public.tasks (id, marker, cost) values (99, true, -99)`;
  // Row 99 reaches every channel, and reaches it last.
  await Promise.all(inboxes.map((inbox) => inbox.first((id) => id === 99)));
  const received = CASES.map(({ filter }, index) => ({
    filter: String(filter),
    ids: [...new Set(inboxes[index]?.all)].filter((id) => id !== 99).sort((a, b) => a - b),
  }));
  expect(received).toEqual(CASES.map(({ filter, ids }) => ({ filter: String(filter), ids })));
});

test("a delete is filtered by the columns that it still tells", async () => {
  const byKey = new Inbox<number>();
  const byTitle = new Inbox<number>();
  const client = harness.anonymousClient();
  const listen = (topic: string, filter: string, inbox: Inbox<number>) =>
    join(
      client
        .channel(topic, { config: { postgres_changes_options: { wait: true } } })
        .on("postgres_changes", { event: "DELETE", schema: "public", table: "tasks", filter }, (payload) => {
          inbox.add(Number(payload.old["id"]));
        }),
    );
  await listen("delete-by-key", "id=gte.200", byKey);
  await listen("delete-by-title", "title=eq.x", byTitle);
  await harness.sql`insert into public.tasks (id, title) values (150, 'x'), (200, 'x'), (201, 'x')`;
  await harness.sql`delete from public.tasks where id >= 150`;
  await byKey.count(2);
  expect([...byKey.all].sort()).toEqual([200, 201]);
  // The title went with the row, so this filter cannot be judged and passes nothing.
  expect(byTitle.all).toEqual([]);
});
