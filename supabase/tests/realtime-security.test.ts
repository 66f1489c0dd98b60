import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Harness, Inbox, join, openChannel, signToken, startHarness } from "./realtime-harness.ts";

const ALICE = "00000000-0000-0000-0000-00000000000a";
const BOB = "00000000-0000-0000-0000-00000000000b";
const [RED, BLUE] = ["10000000-0000-0000-0000-000000000001", "10000000-0000-0000-0000-000000000002"];

const SCHEMA = `
  create table public.members (workspace_id uuid not null, user_id uuid not null, primary key (workspace_id, user_id));
  alter table public.members enable row level security;
  create policy "People see their own memberships" on public.members for select to authenticated using (user_id = auth.uid());
  create table public.notes (id int primary key, workspace_id uuid not null, body text);
  alter table public.notes enable row level security;
  create policy "Members read" on public.notes for select to authenticated
    using (workspace_id in (select m.workspace_id from public.members m));
  create table public.by_claim (id int primary key, workspace text);
  alter table public.by_claim enable row level security;
  create policy "Claims decide" on public.by_claim for select to authenticated
    using (auth.jwt() -> 'workspaces' ? workspace);
  create table public.broken (id int primary key);
  alter table public.broken enable row level security;
  create policy "Fails for some" on public.broken for select to authenticated
    using (1 / (case when auth.uid() = '${BOB}' then 0 else 1 end) = 1);
  insert into public.members values ('${RED}', '${ALICE}'), ('${BLUE}', '${BOB}');
  alter publication supabase_realtime add table notes, by_claim, broken;
`;

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness(SCHEMA);
});
afterEach(() => harness.disconnectClients());
afterAll(() => harness.stop());

type Client = ReturnType<Harness["anonymousClient"]>;

/** Gathers the ids of changed rows; that of a deleted one as a negative number. */
async function listen(client: Client, table: string): Promise<Inbox<number>> {
  const inbox = new Inbox<number>();
  const channel = client
    .channel(`rows of ${table}`, { config: { postgres_changes_options: { wait: true } } })
    .on("postgres_changes", { event: "*", schema: "public", table }, (payload) => {
      inbox.add(payload.eventType === "DELETE" ? -Number(payload.old["id"]) : Number(payload.new["id"]));
    });
  await join(channel);
  return inbox;
}

/** The server takes a new setting a moment after it is told to, so the first inserts may not wait yet. */
async function insertUntilOneWaits(): Promise<{ readonly id: number; readonly inserted: Promise<unknown> }> {
  for (let id = 300; id < 10_000; id++) {
    let isDone = false;
    const inserted = harness.sql`insert into public.notes values (${id}, ${RED}, 'late')`.then(() => {
      isDone = true;
    });
    while (!isDone) {
      const waiting =
        await harness.sql`select from pg_stat_activity where wait_event = 'SyncRep' and query like 'insert into public.notes%'`;
      if (waiting.length === 1) return { id, inserted };
    }
  }
  throw new Error("No commit waited for a standby");
}

describe("row-level security", () => {
  test("each subscriber gets the rows that its policies let it read, and no other", async () => {
    const alice = await listen(await harness.userClient(await signToken(ALICE)), "notes");
    const bob = await listen(await harness.userClient(await signToken(BOB)), "notes");
    const stranger = await listen(await harness.userClient(await signToken("00000000-0000-0000-0000-00000000000c")), "notes");
    const anonymous = await listen(harness.anonymousClient(), "notes");
    const service = await listen(harness.serviceClient(), "notes");
    await harness.sql`insert into public.notes values (1, ${RED}, 'red'), (2, ${BLUE}, 'blue'), (3, ${RED}, 'red')`;
    await harness.sql`update public.notes set body = 'changed' where id = 2`;
    // A deletion is told to all, by its key alone, and so ends the wait of those who were told nothing before.
    await service.count(4);
    await harness.sql`insert into public.notes values (9, ${RED}, 'x')`;
    await harness.sql`delete from public.notes where id = 9`;
    await Promise.all([alice, bob, stranger, anonymous, service].map((inbox) => inbox.first((id) => id === -9)));
    const seen = (inbox: Inbox<number>) => inbox.all.filter((id) => Math.abs(id) !== 9);
    expect(seen(alice)).toEqual([1, 3]);
    expect(seen(bob)).toEqual([2, 2]);
    expect(seen(stranger)).toEqual([]);
    expect(seen(anonymous)).toEqual([]);
    expect(seen(service)).toEqual([1, 2, 3, 2]);
  });

  test("a change that is streamed before queries see its commit is checked when they do", async () => {
    const service = await listen(harness.serviceClient(), "notes");
    // A commit that waits for a standby is durable and streamed, but nobody sees it.
    await harness.sql.unsafe("alter system set synchronous_standby_names = 'nobody'");
    await harness.sql`select pg_reload_conf()`;
    const { id, inserted } = await insertUntilOneWaits();
    expect(await harness.sql`select from public.notes where id = ${id}`).toHaveLength(0);
    await harness.sql.unsafe("alter system reset synchronous_standby_names");
    await harness.sql`select pg_reload_conf()`;
    await inserted;
    await service.first((received) => received === id);
  });

  test("policies that read the claims of the token see those of each subscriber", async () => {
    const one = await listen(await harness.userClient(await signToken(ALICE, { workspaces: ["red"] })), "by_claim");
    const both = await listen(await harness.userClient(await signToken(ALICE, { workspaces: ["red", "blue"] })), "by_claim");
    await harness.sql`insert into public.by_claim values (1, 'blue'), (2, 'red')`;
    await Promise.all([one, both].map((inbox) => inbox.first((id) => id === 2)));
    expect(one.all).toEqual([2]);
    expect(both.all).toEqual([1, 2]);
  });

  test("a policy that fails for one subscriber hides the row from that one alone", async () => {
    const bob = await listen(await harness.userClient(await signToken(BOB)), "broken");
    const alice = await listen(await harness.userClient(await signToken(ALICE)), "broken");
    await harness.sql`insert into public.broken values (1)`;
    await alice.first();
    await harness.sql`delete from public.broken`;
    await Promise.all([alice, bob].map((inbox) => inbox.first((id) => id === -1)));
    expect(alice.all).toEqual([1, -1]);
    expect(bob.all).toEqual([-1]);
  });
});

describe("tokens", () => {
  test("a new token takes effect on open channels", async () => {
    let token = await signToken(BOB);
    const client = await harness.userClient(() => token);
    const system = new Inbox<{ readonly message: string }>();
    const inbox = new Inbox<number>();
    const channel = client
      .channel("refreshed", { config: { postgres_changes_options: { wait: true } } })
      .on("system", {}, system.add)
      .on("postgres_changes", { event: "INSERT", schema: "public", table: "notes" }, ({ new: row }) => inbox.add(Number(row["id"])));
    await join(channel);
    await system.count(1);
    await harness.sql`insert into public.notes values (20, ${RED}, 'before'), (21, ${BLUE}, 'before')`;
    await inbox.first();
    token = await signToken(ALICE);
    await client.realtime.setAuth();
    await system.count(2);
    await harness.sql`insert into public.notes values (22, ${BLUE}, 'after'), (23, ${RED}, 'after')`;
    await inbox.first((id) => id === 23);
    expect(inbox.all).toEqual([21, 23]);
  });

  test("an expired token is refused at the join", async () => {
    const client = await harness.userClient(await signToken(ALICE, { expiresInSeconds: -60 }));
    const { status, message } = await openChannel(client.channel("expired")).first();
    expect(status).toBe("CHANNEL_ERROR");
    expect(message).toMatch(/^InvalidJWTToken: Token has expired 6\d seconds ago$/);
  });

  test("a token that expires closes its channel, with a system message that says so", async () => {
    const client = await harness.userClient(await signToken(ALICE, { expiresInSeconds: 2 }));
    const system = new Inbox<{ readonly status: string; readonly message: string }>();
    const statuses = openChannel(client.channel("expiring").on("system", {}, system.add));
    await statuses.first(({ status }) => status === "SUBSCRIBED");
    await statuses.first(({ status }) => status === "CLOSED");
    expect(system.all).toMatchObject([
      { extension: "system", status: "error", message: expect.stringMatching(/^Token has expired \d+ seconds ago$/) },
    ]);
  });

  test("an expired refresh closes the channel", async () => {
    let token = await signToken(ALICE);
    const client = await harness.userClient(() => token);
    const statuses = openChannel(client.channel("bad refresh"));
    await statuses.first(({ status }) => status === "SUBSCRIBED");
    token = await signToken(ALICE, { expiresInSeconds: -1 });
    await client.realtime.setAuth();
    await statuses.first(({ status }) => status === "CLOSED");
  });

  test.each([
    {
      name: "signed with another secret",
      reason: "JwtSignatureError",
      make: () => signToken(ALICE, { secret: "another secret that is long enough" }),
    },
    { name: "that is none", reason: "MalformedJWT", make: async () => "not.a.token" },
    { name: "without a role", reason: "Fields `role` and `exp` are required", make: () => signToken(ALICE, { role: "" }) },
  ])("a token $name is refused", async ({ reason, make }) => {
    const { status, message } = await openChannel((await harness.userClient(await make())).channel("refused")).first();
    expect(status).toBe("CHANNEL_ERROR");
    expect(message).toContain(reason);
  });

  test("a wrong key is refused before the connection is made", async () => {
    const address = `${harness.url}/realtime/v1/websocket?apikey=sb_publishable_wrong&vsn=2.0.0`;
    const headers = {
      connection: "upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": "dGVzdHRlc3R0ZXN0dGVzdA==",
    };
    const { request } = await import("node:http");
    const status = await new Promise((resolve, reject) => {
      const attempt = request(address, { headers }, (response) => resolve(response.statusCode));
      attempt.on("upgrade", () => reject(new Error("The connection was made")));
      attempt.on("error", reject);
      attempt.end();
    });
    expect(status).toBe(401);
  });
});
