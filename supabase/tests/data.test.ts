import { beforeAll, describe, expect, test } from "vitest";
import { AppError } from "../../lib/core/app-error.ts";
import { listAgents } from "../../lib/data/agents.ts";
import { listAlerts } from "../../lib/data/alerts.ts";
import { createApiKey, listApiKeys, revokeApiKey } from "../../lib/data/api-keys.ts";
import { hasGeneratedExecutions, removeGeneratedExecutions } from "../../lib/data/generated-executions.ts";
import { listExecutions } from "../../lib/data/list-executions.ts";
import { readExecution } from "../../lib/data/read-execution.ts";
import { readExecutionFamily } from "../../lib/data/read-execution-family.ts";
import { readExecutionTotals } from "../../lib/data/read-execution-figures.ts";
import { foundWorkspace, listMembers, listWorkspaces } from "../../lib/data/workspaces.ts";
import { finished, ingest, iso, newId, running } from "./ingest-requests.ts";
import { clientWith, makeWorkspace, ok, signedUp, supabase, type TestWorkspace } from "./stack.ts";

let workspace: TestWorkspace;
let workspaceId: string;

beforeAll(async () => {
  workspace = await makeWorkspace();
  workspaceId = workspace.id;
});

/** The code of the AppError that a call raises; "none" when it raises nothing. */
async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "none",
    (cause: unknown) => (cause instanceof AppError ? cause.code : `not an AppError: ${String(cause)}`),
  );
}

const ISO = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

describe("workspaces", () => {
  test("are listed by name, with the caller's role in each, and no other's", async () => {
    const person = await signedUp();
    await foundWorkspace(person.client, { slug: `z-${newId()}`, name: "Zebra", userId: person.userId });
    await foundWorkspace(person.client, { slug: `a-${newId()}`, name: "Aardvark", userId: person.userId });
    const found = await listWorkspaces(person.client, person.userId);
    expect(found.map(({ name, role, isDemo }) => [name, role, isDemo])).toEqual([
      ["Aardvark", "admin", false],
      ["Zebra", "admin", false],
    ]);
  });

  test.each([
    ["Has Spaces", "A name", "invalid_input"],
    ["-begins-with-a-hyphen", "A name", "invalid_input"],
    ["a".repeat(49), "A name", "invalid_input"],
    ["good-but-nameless", "", "invalid_input"],
  ])("are not founded as %j named %j", async (slug, name, code) => {
    const { client, userId } = workspace.stranger;
    expect(await codeOf(foundWorkspace(client, { slug, name, userId }))).toBe(code);
  });

  test("are not founded at an address that is taken, nor in another's name, nor by nobody", async () => {
    const { client, userId } = workspace.stranger;
    expect(await codeOf(foundWorkspace(client, { slug: workspace.slug, name: "Mine now", userId }))).toBe("conflict");
    expect(await codeOf(foundWorkspace(client, { slug: `x-${newId()}`, name: "Yours", userId: workspace.admin.userId }))).toBe("forbidden");
    expect(await codeOf(foundWorkspace(workspace.anonymous.client, { slug: `x-${newId()}`, name: "Nobody's", userId }))).toBe("forbidden");
  });

  test("have their members listed by name to members only", async () => {
    const members = await listMembers(workspace.viewer.client, workspaceId);
    expect(members.map(({ displayName, role }) => [displayName, role])).toEqual([
      [workspace.admin.email.split("@")[0], "admin"],
      ["operator", "operator"],
      ["viewer", "viewer"],
    ]);
    expect(await listMembers(workspace.stranger.client, workspaceId)).toEqual([]);
  });
});

describe("keys", () => {
  test("are made, used, listed and revoked", async () => {
    const { client } = workspace.admin;
    const key = await createApiKey(client, { workspaceId, name: "data test" });
    expect(key).toMatch(/^wv_[0-9a-f]{64}$/);
    expect((await ingest(key, { executions: [finished(running())] })).status).toBe(200);
    const find = async () => (await listApiKeys(workspace.viewer.client, workspaceId)).find(({ name }) => name === "data test");
    const listed = await find();
    expect(listed).toMatchObject({ prefix: key.slice(0, 11), createdAt: ISO, lastUsedAt: ISO, revokedAt: null });
    await revokeApiKey(client, { workspaceId, keyId: listed?.id ?? "" });
    expect(await find()).toMatchObject({ revokedAt: ISO });
  });

  test("are made and revoked by admins only, and bear a name", async () => {
    expect(await codeOf(createApiKey(workspace.operator.client, { workspaceId, name: "mine" }))).toBe("forbidden");
    expect(await codeOf(createApiKey(workspace.stranger.client, { workspaceId, name: "mine" }))).toBe("forbidden");
    expect(await codeOf(revokeApiKey(workspace.viewer.client, { workspaceId, keyId: newId() }))).toBe("forbidden");
    expect(await codeOf(createApiKey(workspace.admin.client, { workspaceId, name: "" }))).toBe("invalid_input");
    expect(await codeOf(createApiKey(workspace.admin.client, { workspaceId: "not an id", name: "x" }))).toBe("invalid_input");
  });
});

describe("executions", () => {
  test("are read as they were sent, by members only", async () => {
    const key = await createApiKey(workspace.admin.client, { workspaceId, name: "executions" });
    const start = running(Date.now(), { agentId: "reader", taskType: "read", traceId: "0af7651916cd43dd8448eb211c80319c", tags: { a: 1 } });
    const sent = finished(start, { outputs: [1, 2], costUsd: 0.25, inputTokens: 3, error: { message: "but" } });
    await ingest(key, { executions: [sent] });
    const args = { workspaceId, id: start.id };
    const execution = await readExecution(workspace.viewer.client, args);
    expect(execution).toMatchObject({
      agentId: "reader",
      status: "succeeded",
      startedAt: sent.startedAt,
      finishedAt: sent.finishedAt,
      durationMs: 1000,
      traceId: sent.traceId,
      outputs: [1, 2],
      inputs: null,
      costUsd: 0.25,
      inputTokens: 3,
      errorMessage: "but",
      tags: { a: 1 },
      receivedAt: ISO,
      clockSkewMs: null,
    });
    expect(await readExecutionFamily(workspace.viewer.client, args)).toEqual([execution]);
    expect((await listExecutions(workspace.viewer.client, { workspaceId, agentIds: ["reader"], limit: 5 })).map(({ id }) => id)).toEqual([
      start.id,
    ]);
    expect(await readExecution(workspace.stranger.client, args)).toBeNull();
    expect(await listExecutions(workspace.stranger.client, { workspaceId, limit: 5 })).toEqual([]);
  });

  test("of a malformed id or by nobody are refused with a code", async () => {
    expect(await codeOf(readExecution(workspace.viewer.client, { workspaceId, id: "x" }))).toBe("invalid_input");
    expect(await codeOf(listExecutions(workspace.anonymous.client, { workspaceId, limit: 5 }))).toBe("forbidden");
    const figures = { workspaceId, fromMs: 0, toMs: 1, by: [] };
    expect(await codeOf(readExecutionTotals(workspace.anonymous.client, figures))).toBe("forbidden");
    expect(await codeOf(readExecutionTotals(clientWith("sb_publishable_wrong"), figures))).not.toBe("none");
  });

  test("that the demo generated are known as such and removed by an operator", async () => {
    const at = iso(Date.now());
    const row = {
      workspace_id: workspaceId,
      id: newId(),
      agent_id: "a",
      task_type: "t",
      status: "failed",
      started_at: at,
      finished_at: at,
    };
    ok(await workspace.service.client.from("execution_history").insert({ ...row, is_generated: true }));
    expect(await hasGeneratedExecutions(workspace.viewer.client, workspaceId)).toBe(true);
    expect(await codeOf(removeGeneratedExecutions(workspace.viewer.client, workspaceId))).toBe("forbidden");
    expect(await removeGeneratedExecutions(workspace.operator.client, workspaceId)).toBe(1);
    expect(await hasGeneratedExecutions(workspace.viewer.client, workspaceId)).toBe(false);
  });
});

describe("agents and alerts", () => {
  test("are listed, agents by name and alerts newest first", async () => {
    const key = await createApiKey(workspace.admin.client, { workspaceId, name: "agents" });
    const ahead = running(Date.now() + 86_400_000, { agentId: "ahead", taskType: "b" });
    await ingest(key, { executions: [ahead, { ...running(), agentId: "ahead", taskType: "a" }] });
    const agents = await listAgents(workspace.viewer.client, workspaceId);
    expect(agents.map(({ id }) => id)).toEqual(agents.map(({ id }) => id).toSorted());
    expect(agents.find(({ id }) => id === "ahead")).toMatchObject({ taskTypes: ["a", "b"], firstSeenAt: ISO, lastSeenAt: ISO });
    const alerts = await listAlerts(workspace.viewer.client, { workspaceId, statuses: ["open"], limit: 10 });
    expect(alerts).toMatchObject([
      { kind: "clock_skew", severity: "warning", subjectKind: "agent", subjectId: "ahead", openedAt: ISO, occurrences: 1 },
    ]);
    expect(await listAlerts(workspace.viewer.client, { workspaceId, statuses: ["resolved"], limit: 10 })).toEqual([]);
  });
});

test("a server that cannot be reached is unavailable, which is worth a retry", async () => {
  const { createClient } = await import("@supabase/supabase-js");
  const nowhere = createClient("http://127.0.0.1:9", supabase().publishableKey, { auth: { persistSession: false } });
  // A write, which the client does not try again by itself.
  expect(await codeOf(removeGeneratedExecutions(nowhere, workspaceId))).toBe("unavailable");
});
