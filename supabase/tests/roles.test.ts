import { beforeAll, describe, expect, test } from "vitest";
import { makeUuidV7 } from "../../lib/core/uuid-v7.ts";
import { handleAlert } from "../../lib/data/alerts.ts";
import { ACTORS, type ActorName } from "./access-cases.ts";
import { LEARNER_FUNCTIONS } from "./role-learning-cases.ts";
import {
  admit,
  hasDatabase,
  makeKey,
  makeWorkspace,
  needsDatabase,
  ok,
  only,
  openDatabase,
  signedUp,
  type TestWorkspace,
} from "./stack.ts";

let workspace: TestWorkspace;
let executionId: string;
let keyId: string;

const RANGE = { p_from: "2026-01-01T00:00:00Z", p_to: "2027-01-01T00:00:00Z" };

beforeAll(async () => {
  workspace = await makeWorkspace();
  executionId = await addExecution();
  await addErrorGroup();
  await makeKey(workspace.admin, workspace.id, "standing");
  keyId = only(ok(await workspace.admin.client.from("api_keys").select("id").eq("workspace_id", workspace.id))).id;
});

async function addExecution(isGenerated = true): Promise<string> {
  const nowMs = Date.now();
  const id = makeUuidV7({ nowMs, randomBytes: crypto.getRandomValues(new Uint8Array(10)) });
  const at = new Date(nowMs).toISOString();
  const row = {
    workspace_id: workspace.id,
    id,
    agent_id: "a",
    task_type: "t",
    status: "succeeded",
    started_at: at,
    finished_at: at,
    model: "unpriced",
    input_tokens: 1,
    is_generated: isGenerated,
  };
  ok(await workspace.service.client.from("execution_history").insert(row));
  return id;
}

async function addErrorGroup(): Promise<void> {
  const at = new Date().toISOString();
  const counted = { workspace_id: workspace.id, template_id: "g", agent_id: "a", task_type: "t" };
  const { client } = workspace.service;
  const seen = { first_seen_at: at, last_seen_at: at, last_started_at: at };
  const example = { example_message: "m", example_execution_id: executionId };
  ok(await client.from("error_templates").insert({ workspace_id: workspace.id, id: "g", text: "t", miner: {}, ...example, ...seen }));
  ok(await client.from("error_occurrences").insert({ ...counted, execution_id: executionId, started_at: at, occurred_at: at }));
  ok(
    await client.from("error_rollups").insert({ ...counted, resolution: "day", bucket_at: `${at.slice(0, 10)}T00:00:00Z`, occurrences: 1 }),
  );
}

async function addAlert(): Promise<string> {
  const row = {
    workspace_id: workspace.id,
    fingerprint: crypto.randomUUID(),
    severity: "info",
    kind: "k",
    title: "t",
    subject_kind: "agent",
    subject_id: "a",
  };
  return ok(await workspace.service.client.from("alerts").insert(row).select("id").single()).id;
}

type Call = (actor: ActorName) => PromiseLike<{ data: unknown; error: { code?: string } | null; status: number }>;

const of = (actor: ActorName) => workspace[actor].client;
const OPERATORS: readonly ActorName[] = ["admin", "operator"];
const MEMBERS: readonly ActorName[] = ["admin", "operator", "viewer"];

/** Functions that act: whoever lacks the role is told so. */
const ACTIONS: Readonly<Record<string, { readonly allowed: readonly ActorName[]; readonly call: Call }>> = {
  create_api_key: {
    allowed: ["admin"],
    call: (actor) => of(actor).rpc("create_api_key", { p_workspace_id: workspace.id, p_name: "another" }),
  },
  revoke_api_key: { allowed: ["admin"], call: (actor) => of(actor).rpc("revoke_api_key", { p_workspace_id: workspace.id, p_id: keyId }) },
  handle_alert: {
    allowed: OPERATORS,
    call: async (actor) =>
      of(actor).rpc("handle_alert", { p_workspace_id: workspace.id, p_id: await addAlert(), p_status: "acknowledged" }),
  },
  remove_generated_executions: {
    allowed: OPERATORS,
    call: async (actor) => {
      await addExecution();
      return of(actor).rpc("remove_generated_executions", { p_workspace_id: workspace.id });
    },
  },
  share_evidence: {
    allowed: ["admin"],
    call: (actor) => of(actor).rpc("share_evidence", { p_workspace_id: workspace.id, p_is_shared: true }),
  },
  agent_evidence_by_key: { allowed: [], call: (actor) => of(actor).rpc("agent_evidence_by_key", { p_key_hash: "0", p_days: 90 }) },
  workspace_of_key: { allowed: [], call: (actor) => of(actor).rpc("workspace_of_key", { p_key_hash: "0" }) },
  set_model_price: {
    allowed: OPERATORS,
    call: (actor) =>
      of(actor).rpc("set_model_price", {
        p_workspace_id: workspace.id,
        p_model: "m",
        p_valid_from: RANGE.p_from,
        p_input_usd: 1,
        p_output_usd: 2,
      }),
  },
  remove_model_price: {
    allowed: OPERATORS,
    call: (actor) => of(actor).rpc("remove_model_price", { p_workspace_id: workspace.id, p_id: crypto.randomUUID() }),
  },
  price_executions: {
    allowed: OPERATORS,
    call: (actor) => of(actor).rpc("price_executions", { p_workspace_id: workspace.id, p_from: RANGE.p_from }),
  },
  ingest_metrics: { allowed: [], call: (actor) => of(actor).rpc("ingest_metrics", { p_key_hash: "0", p_rows: "[]" }) },
  handle_error_group: {
    allowed: OPERATORS,
    call: (actor) =>
      of(actor).rpc("handle_error_group", { p_workspace_id: workspace.id, p_id: "no such group", p_revision: 0, p_action: "resolve" }),
  },
  ...Object.fromEntries(
    Object.entries(LEARNER_FUNCTIONS).map(([name, call]) => [
      name,
      { allowed: [], call: (actor: ActorName) => call(of(actor), workspace.id) },
    ]),
  ),
  ingest_spans: { allowed: [], call: (actor) => of(actor).rpc("ingest_spans", { p_key_hash: "0", p_rows: "[]" }) },
  ingest_executions: { allowed: [], call: (actor) => of(actor).rpc("ingest_executions", { p_key_hash: "0", p_rows: "[]" }) },
};

/** All there may be in a database of tests: ids count up across workspaces. */
const SERIES_IDS = Array.from({ length: 20_000 }, (_, index) => index + 1);

/** Functions that tell: a stranger is told nothing, as if there were nothing. */
const QUESTIONS: Readonly<Record<string, { readonly nothing: unknown; readonly call: Call }>> = {
  execution_totals: { nothing: [], call: (actor) => of(actor).rpc("execution_totals", { p_workspace_id: workspace.id, ...RANGE }) },
  execution_series: {
    nothing: [],
    call: (actor) => of(actor).rpc("execution_series", { p_workspace_id: workspace.id, ...RANGE, p_step: "1 day" }),
  },
  series_buckets: {
    nothing: [],
    call: (actor) => of(actor).rpc("series_buckets", { p_workspace_id: workspace.id, p_series_ids: SERIES_IDS, ...RANGE }),
  },
  series_buckets_json: {
    nothing: [],
    call: (actor) => of(actor).rpc("series_buckets_json", { p_workspace_id: workspace.id, p_series_ids: SERIES_IDS, ...RANGE }),
  },
  agent_evidence: { nothing: [], call: (actor) => of(actor).rpc("agent_evidence", { p_workspace_id: workspace.id, p_days: 90 }) },
  list_executions: { nothing: [], call: (actor) => of(actor).rpc("list_executions", { p_workspace_id: workspace.id }) },
  execution_family: {
    nothing: [],
    call: (actor) => of(actor).rpc("execution_family", { p_workspace_id: workspace.id, p_id: executionId }),
  },
  model_costs: { nothing: [], call: (actor) => of(actor).rpc("model_costs", { p_workspace_id: workspace.id, p_from: RANGE.p_from }) },
  list_error_groups: {
    nothing: [],
    call: (actor) =>
      of(actor).rpc("list_error_groups", {
        p_workspace_id: workspace.id,
        ...RANGE,
        p_before_from: "2025-01-01T00:00:00Z",
        p_step: "1 day",
      }),
  },
  list_error_occurrences: {
    nothing: [],
    call: (actor) => of(actor).rpc("list_error_occurrences", { p_workspace_id: workspace.id, p_id: "g" }),
  },
  execution_beside: {
    nothing: [{ newer: null, older: null }],
    call: (actor) => of(actor).rpc("execution_beside", { p_workspace_id: workspace.id, p_id: "ffffffff-ffff-7fff-bfff-ffffffffffff" }),
  },
  has_generated_executions: {
    nothing: false,
    call: (actor) => of(actor).rpc("has_generated_executions", { p_workspace_id: workspace.id }),
  },
};

const cells = (names: readonly string[]) => names.flatMap((name) => ACTORS.map((actor) => ({ name, actor })));

describe("a function", () => {
  test("is in one of these lists", async (context) => {
    if (!hasDatabase()) return needsDatabase(context);
    const sql = openDatabase(1);
    const functions = await sql<
      { name: string }[]
    >`select distinct proname as name from pg_proc where pronamespace = 'public'::regnamespace order by 1`;
    await sql.end();
    expect([...Object.keys(ACTIONS), ...Object.keys(QUESTIONS)].sort()).toEqual(functions.map(({ name }) => name));
  });

  test.each(cells(Object.keys(QUESTIONS)))("$name answers $actor what members may know, and others nothing", async ({ name, actor }) => {
    const entry = QUESTIONS[name];
    await addExecution();
    if (hasDatabase()) await refresh();
    const answer = await entry?.call(actor);
    if (actor === "anonymous") expect([answer?.status, answer?.error?.code]).toEqual([401, "42501"]);
    else if (MEMBERS.includes(actor)) expect(answer?.data).not.toEqual(entry?.nothing);
    else expect(answer?.data).toEqual(entry?.nothing);
  });

  test.each(cells(Object.keys(ACTIONS)))("$name asks $actor for the role", async ({ name, actor }) => {
    const entry = ACTIONS[name];
    const answer = await entry?.call(actor);
    if (entry?.allowed.includes(actor)) expect(answer?.error).toBeNull();
    // Not signed in is 401; signed in without the role is 403. The database says so, whatever a button shows.
    else expect([answer?.status, answer?.error?.code]).toEqual([actor === "anonymous" ? 401 : 403, "42501"]);
  });
});

async function refresh(): Promise<void> {
  const sql = openDatabase(1);
  await sql`select private.refresh_rollups()`;
  await sql.end();
}

describe("the audit log", () => {
  const entries = async (action: string, targetId: string) =>
    ok(
      await workspace.viewer.client.from("audit_log").select("actor_id, action, target_id, details").match({ action, target_id: targetId }),
    );

  test("names who acknowledged and who resolved an alert, each once however often it was asked", async () => {
    const alertId = await addAlert();
    const args = { workspaceId: workspace.id, alertId };
    expect(await handleAlert(workspace.operator.client, { ...args, status: "acknowledged" })).toBe("acknowledged");
    expect(await handleAlert(workspace.admin.client, { ...args, status: "acknowledged" })).toBe("acknowledged");
    expect(await handleAlert(workspace.admin.client, { ...args, status: "resolved" })).toBe("resolved");
    expect(await handleAlert(workspace.operator.client, { ...args, status: "acknowledged" })).toBe("resolved");
    expect((await entries("alert.acknowledged", alertId)).map((entry) => entry.actor_id)).toEqual([workspace.operator.userId]);
    expect((await entries("alert.resolved", alertId)).map((entry) => entry.actor_id)).toEqual([workspace.admin.userId]);
    const row = ok(await workspace.viewer.client.from("alerts").select("acknowledged_by").eq("id", alertId).single());
    expect(row.acknowledged_by).toBe(workspace.operator.userId);
  });

  test("names who made and who revoked a key", async () => {
    const name = `audited ${crypto.randomUUID()}`;
    await makeKey(workspace.admin, workspace.id, name);
    const key = ok(await workspace.viewer.client.from("api_keys").select("id, prefix").eq("name", name).single());
    ok(await workspace.admin.client.rpc("revoke_api_key", { p_workspace_id: workspace.id, p_id: key.id }));
    ok(await workspace.admin.client.rpc("revoke_api_key", { p_workspace_id: workspace.id, p_id: key.id }));
    const actor = { actor_id: workspace.admin.userId, target_id: key.id, details: { name, prefix: key.prefix } };
    expect(await entries("api_key.created", key.id)).toEqual([{ ...actor, action: "api_key.created" }]);
    expect(await entries("api_key.revoked", key.id)).toEqual([{ ...actor, action: "api_key.revoked" }]);
  });

  test("names who removed the generated history, and how much it was", async () => {
    ok(await workspace.operator.client.rpc("remove_generated_executions", { p_workspace_id: workspace.id }));
    const before = await entries("executions.removed", "generated");
    await addExecution();
    await addExecution();
    const reported = await addExecution(false);
    expect(ok(await workspace.operator.client.rpc("remove_generated_executions", { p_workspace_id: workspace.id }))).toBe(2);
    const after = await entries("executions.removed", "generated");
    expect(after).toHaveLength(before.length + 1);
    expect(after).toContainEqual(expect.objectContaining({ actor_id: workspace.operator.userId, details: { count: 2 } }));
    expect(ok(await workspace.viewer.client.from("execution_history").select("id").eq("id", reported))).toHaveLength(1);
  });

  test("names who admitted, changed and removed a member", async () => {
    const newcomer = await signedUp("newcomer");
    await admit(workspace.admin, workspace.id, { actor: newcomer, role: "viewer" });
    const member = { workspace_id: workspace.id, user_id: newcomer.userId };
    ok(await workspace.admin.client.from("workspace_members").update({ role: "operator" }).match(member));
    ok(await workspace.admin.client.from("workspace_members").delete().match(member));
    const found = ["member.added", "member.changed", "member.removed"].map(async (action) => {
      const entry = only(await entries(action, newcomer.userId));
      return [entry.actor_id, entry.details];
    });
    expect(await Promise.all(found)).toEqual([
      [workspace.admin.userId, { from: null, to: "viewer" }],
      [workspace.admin.userId, { from: "viewer", to: "operator" }],
      [workspace.admin.userId, { from: "operator", to: null }],
    ]);
  });
});

describe("a workspace", () => {
  const REFUSED = "23514";

  test("keeps its last admin, who can neither step down nor leave", async () => {
    const other = await makeWorkspace();
    const self = { workspace_id: other.id, user_id: other.admin.userId };
    const demoted = await other.admin.client.from("workspace_members").update({ role: "viewer" }).match(self);
    expect(demoted.error?.code).toBe(REFUSED);
    const left = await other.admin.client.from("workspace_members").delete().match(self);
    expect(left.error?.code).toBe(REFUSED);
    expect(ok(await other.service.client.from("workspace_members").select("role").match(self))).toEqual([{ role: "admin" }]);
  });

  test("keeps one of two admins who demote each other at the same moment", async () => {
    const other = await makeWorkspace();
    const second = await signedUp("second");
    await admit(other.admin, other.id, { actor: second, role: "admin" });
    const demote = (by: typeof second, whom: typeof second) =>
      by.client.from("workspace_members").update({ role: "viewer" }).match({ workspace_id: other.id, user_id: whom.userId });
    await Promise.all([demote(other.admin, second), demote(second, other.admin)]);
    const admins = ok(
      await other.service.client.from("workspace_members").select("user_id").match({ workspace_id: other.id, role: "admin" }),
    );
    expect(admins).toHaveLength(1);
  });

  test("is entered at once and left at once: the next request after a change of role sees it", async () => {
    const guest = await signedUp("guest");
    const look = async () => ok(await guest.client.from("agents").select("id").eq("workspace_id", workspace.id)).length;
    ok(await workspace.service.client.from("agents").upsert({ workspace_id: workspace.id, id: "seen" }));
    expect(await look()).toBe(0);
    await admit(workspace.admin, workspace.id, { actor: guest, role: "viewer" });
    expect(await look()).toBeGreaterThan(0);
    ok(await workspace.admin.client.from("workspace_members").delete().match({ workspace_id: workspace.id, user_id: guest.userId }));
    expect(await look()).toBe(0);
  });
});

describe("a revoked key", () => {
  test("stays revoked: not even an admin brings it back or renames it", async () => {
    await makeKey(workspace.admin, workspace.id, "to be revoked");
    const key = ok(await workspace.admin.client.from("api_keys").select("id").eq("name", "to be revoked").single());
    ok(await workspace.admin.client.rpc("revoke_api_key", { p_workspace_id: workspace.id, p_id: key.id }));
    await workspace.admin.client
      .from("api_keys")
      .update({ revoked_at: null, name: "back again" })
      .match({ workspace_id: workspace.id, id: key.id });
    const after = ok(await workspace.admin.client.from("api_keys").select("name, revoked_at").eq("id", key.id).single());
    expect(after.name).toBe("to be revoked");
    expect(after.revoked_at).not.toBeNull();
  });
});

describe("an alert", () => {
  const change = (id: string, row: { status?: string; acknowledged_by?: string; resolved_at?: null }) =>
    workspace.operator.client.from("alerts").update(row).match({ workspace_id: workspace.id, id });
  const look = async (id: string) =>
    ok(await workspace.viewer.client.from("alerts").select("status, acknowledged_by, acknowledged_at, resolved_at").eq("id", id).single());

  test("is acknowledged in nobody else's name", async () => {
    const id = await addAlert();
    expect((await change(id, { status: "acknowledged", acknowledged_by: workspace.admin.userId })).error?.code).toBe("42501");
    ok(await change(id, { status: "acknowledged" }));
    expect(await look(id)).toMatchObject({
      acknowledged_by: workspace.operator.userId,
      acknowledged_at: expect.any(String),
      resolved_at: null,
    });
  });

  test("that is resolved stays resolved, and none is opened again", async () => {
    const id = await addAlert();
    expect((await change(id, { status: "open" })).error?.code).toBe("42501");
    ok(await change(id, { status: "resolved" }));
    const resolved = await look(id);
    expect(resolved).toMatchObject({ status: "resolved", resolved_at: expect.any(String) });
    await change(id, { status: "acknowledged" });
    expect(await look(id)).toEqual(resolved);
  });

  test("takes no other status than the two that an operator may give", async () => {
    const args = { p_workspace_id: workspace.id, p_id: await addAlert() };
    for (const p_status of ["open", "closed", ""]) {
      const answer = await workspace.operator.client.rpc("handle_alert", { ...args, p_status });
      expect([answer.status, answer.error?.code]).toEqual([400, "22023"]);
    }
  });

  test("that does not exist is null to whoever handles it", async () => {
    const args = { workspaceId: workspace.id, alertId: crypto.randomUUID(), status: "resolved" } as const;
    expect(await handleAlert(workspace.operator.client, args)).toBeNull();
  });
});
