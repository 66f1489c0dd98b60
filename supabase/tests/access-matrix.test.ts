import type { SupabaseClient } from "@supabase/supabase-js";
import { beforeAll, describe, expect, test } from "vitest";
import type { Client } from "../../lib/data/client.ts";
import { ACCESS_CASES, ACTORS, type AccessCase, type ActorName, type CaseContext, type Row, VERBS } from "./access-cases.ts";
import { foundWorkspace, hasDatabase, makeWorkspace, needsDatabase, ok, only, openDatabase, signedUp } from "./stack.ts";

let context: CaseContext;

beforeAll(async () => {
  const [workspace, spare] = await Promise.all([makeWorkspace(), signedUp("spare")]);
  const series = { workspace_id: workspace.id, name: "standing", type: "other", unit: "1" };
  const { id: seriesId } = ok(await workspace.service.client.from("metric_series").insert(series).select("id").single());
  context = { workspace, spareUserId: spare.userId, seriesId };
  ok(await untyped(workspace.service.client).from("agents").insert({ workspace_id: workspace.id, id: "standing" }));
});

/** The tables of a case are named by text, which the generated types do not take. */
function untyped(client: Client): SupabaseClient {
  return client;
}

const clientOf = (actor: ActorName) => untyped(context.workspace[actor].client);
const serviceClient = () => untyped(context.workspace.service.client);
const keyOf = ({ key }: AccessCase, row: Row): Record<string, unknown> => Object.fromEntries(key.map((column) => [column, row[column]]));

/** The row as it stands, asked with the service's rights; null when there is none. */
async function look(entry: AccessCase, row: Row): Promise<Row | null> {
  return ok(await serviceClient().from(entry.table).select("*").match(keyOf(entry, row)).maybeSingle<Row>());
}

async function remove(entry: AccessCase, row: Row): Promise<void> {
  ok(await serviceClient().from(entry.table).delete().match(keyOf(entry, row)));
}

/** A row to try on, as it stands after it was made. */
async function seed(entry: AccessCase): Promise<Row> {
  const row = entry.make(context);
  if (entry.isStanding !== true) ok(await serviceClient().from(entry.table).insert(row));
  const seeded = await look(entry, row);
  if (seeded === null) throw new Error(`The seed of ${entry.table} left no row`);
  return seeded;
}

async function withSeed(entry: AccessCase, work: (seeded: Row) => Promise<void>): Promise<void> {
  const seeded = await seed(entry);
  try {
    await work(seeded);
  } finally {
    if (entry.isStanding === true) ok(await serviceClient().from(entry.table).update(seeded).match(keyOf(entry, seeded)));
    else await remove(entry, seeded);
  }
}

type Attempt = (entry: AccessCase, actor: ActorName, isAllowed: boolean) => Promise<void>;

const ATTEMPTS: Readonly<Record<(typeof VERBS)[number], Attempt>> = {
  select: (entry, actor, isAllowed) =>
    withSeed(entry, async (seeded) => {
      // Without a filter: whatever the actor can see at all must not hold the row.
      const { data, error } = await clientOf(actor).from(entry.table).select(entry.columns).limit(5000).returns<Row[]>();
      const seen = (data ?? []).filter((row) => entry.key.every((column) => row[column] === seeded[column]));
      expect(seen).toHaveLength(isAllowed ? 1 : 0);
      if (isAllowed) expect(error).toBeNull();
      const { count } = await clientOf(actor)
        .from(entry.table)
        .select(entry.columns, { count: "exact", head: true })
        .match(keyOf(entry, seeded));
      expect(count ?? 0).toBe(isAllowed ? 1 : 0);
    }),
  insert: async (entry, actor, isAllowed) => {
    const row = entry.insert(context, context.workspace[actor].userId || context.workspace.admin.userId);
    const [first = ""] = entry.table === "workspaces" ? ["slug"] : entry.key;
    const byKey = entry.table === "workspaces" ? { [first]: row[first] } : keyOf(entry, row);
    const { error } = await clientOf(actor).from(entry.table).insert(row);
    const stored = ok(await serviceClient().from(entry.table).select("*").match(byKey).returns<Row[]>());
    if (stored.length > 0) ok(await serviceClient().from(entry.table).delete().match(byKey));
    expect(stored).toHaveLength(isAllowed ? 1 : 0);
    expect(error?.code).toBe(isAllowed ? undefined : "42501");
  },
  update: (entry, actor, isAllowed) =>
    withSeed(entry, async (seeded) => {
      await clientOf(actor).from(entry.table).update(entry.update).match(keyOf(entry, seeded));
      const after = await look(entry, seeded);
      if (isAllowed) expect(after).not.toEqual(seeded);
      else expect(after).toEqual(seeded);
    }),
  delete: (entry, actor, isAllowed) =>
    withSeed(entry, async (seeded) => {
      await clientOf(actor).from(entry.table).delete().match(keyOf(entry, seeded));
      if (isAllowed) expect(await look(entry, seeded)).toBeNull();
      else expect(await look(entry, seeded)).toEqual(seeded);
    }),
};

const CELLS = ACCESS_CASES.flatMap((entry) =>
  VERBS.flatMap((verb) =>
    ACTORS.map((actor) => {
      const isAllowed = entry.allowed[verb]?.includes(actor) ?? false;
      return {
        entry,
        verb,
        actor,
        isAllowed,
        rows: entry.rows ? `${entry.rows} rows of ${entry.table}` : entry.table,
        may: isAllowed ? "may" : "may not",
      };
    }),
  ),
);

describe("the access matrix", () => {
  test("has rows of every table in the schema", async (testContext) => {
    needsDatabase(testContext);
    const sql = openDatabase(1);
    const tables = await sql<{ name: string }[]>`
      select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f') and not relispartition order by 1`;
    await sql.end();
    expect([...new Set(ACCESS_CASES.map(({ table }) => table))].sort()).toEqual(tables.map(({ name }) => name));
  });

  test.each(CELLS)("$actor $may $verb $rows", ({ entry, verb, actor, isAllowed }) => ATTEMPTS[verb](entry, actor, isAllowed));
});

describe("beyond the matrix", () => {
  test("anybody who is signed in may found a workspace, and is its admin", async () => {
    const founder = await signedUp("founder");
    const { id } = await foundWorkspace(founder);
    expect(ok(await founder.client.from("workspace_members").select("role, user_id").eq("workspace_id", id))).toEqual([
      { role: "admin", user_id: founder.userId },
    ]);
  });

  test("nobody moves a row from one workspace to another", async () => {
    const { workspace } = context;
    const target = { workspace_id: workspace.strangersWorkspaceId };
    const row = { workspace_id: workspace.id, user_id: workspace.viewer.userId };
    const { error } = await untyped(workspace.admin.client).from("workspace_members").update(target).match(row);
    expect(error?.code).toBe("42501");
  });

  test("the hash of a key is readable by nobody, not even by the way of another table", async () => {
    for (const actor of ACTORS) {
      for (const [table, columns] of [
        ["api_keys", "key_hash"],
        ["api_keys", "*"],
        ["workspaces", "id, api_keys (key_hash)"],
      ] as const) {
        const { data, error } = await clientOf(actor).from(table).select(columns);
        expect(error?.code, `${actor} reading ${columns} of ${table}`).toBe("42501");
        expect(data).toBeNull();
      }
      // A filter or an order would tell the hash apart bit by bit.
      const guess = await clientOf(actor).from("api_keys").select("id").like("key_hash", "0%");
      expect(guess.error?.code, `${actor} filtering`).toBe("42501");
      const sorted = await clientOf(actor).from("api_keys").select("id").order("key_hash");
      expect(sorted.error?.code, `${actor} ordering`).toBe("42501");
    }
  });

  test("rows of another workspace do not come along as relatives of one's own", async () => {
    const { stranger, strangersWorkspaceId } = context.workspace;
    const rows = ok(await stranger.client.from("workspaces").select("id, workspace_members (workspace_id), agents (workspace_id)"));
    const { id, workspace_members: members } = only(rows);
    expect(id).toBe(strangersWorkspaceId);
    expect(members).toEqual([{ workspace_id: strangersWorkspaceId }]);
  });

  test.each(["partitions", "private", "auth", "realtime", "supabase_migrations"])(
    "the schema %s is not reachable over REST",
    async (schema) => {
      const probes = { partitions: "execution_history_default", private: "settings", auth: "users", realtime: "messages" } as Record<
        string,
        string
      >;
      for (const actor of [...ACTORS, "service"] as const) {
        const client = untyped(context.workspace[actor].client).schema(schema);
        const { data, error } = await client
          .from(probes[schema] ?? "schema_migrations")
          .select("*")
          .limit(1);
        expect(error, actor).not.toBeNull();
        expect(data, actor).toBeNull();
      }
    },
  );

  test("a partition is no table of the API", async (testContext) => {
    if (!hasDatabase()) return needsDatabase(testContext);
    const { error, status } = await untyped(context.workspace.service.client).from("execution_history_default").select("*").limit(1);
    expect(error).not.toBeNull();
    expect(status).toBe(404);
  });
});
