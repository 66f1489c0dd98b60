import type postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readEvidenceSharing, shareEvidence } from "../../lib/data/evidence-sharing.ts";
import { readAgentEvidence } from "../../lib/data/read-agent-evidence.ts";
import { createRandom, drawExecution, insertRows, refreshAll } from "./random-history.ts";
import { type Actor, admit, foundWorkspace, hasDatabase, needsDatabase, ok, only, openDatabase, signedUp } from "./stack.ts";

let sql: postgres.Sql;
let owner: Actor;
let viewer: Actor;
let stranger: Actor;

beforeAll(async () => {
  if (!hasDatabase()) return;
  sql = openDatabase();
  [owner, viewer, stranger] = await Promise.all([signedUp("owner"), signedUp("viewer"), signedUp("stranger")]);
});
beforeEach(needsDatabase);
afterAll(() => sql?.end());

/** A workspace that knows an agent at a task type, with so many successes. */
async function makeFleet(founder: Actor, known: { agentId: string; taskType: string; succeeded: number }): Promise<string> {
  const { id } = await foundWorkspace(founder);
  await sql`insert into public.agents (workspace_id, id) values (${id}, ${known.agentId})`;
  await sql`insert into public.agent_capabilities (workspace_id, agent_id, task_type) values (${id}, ${known.agentId}, ${known.taskType})`;
  const random = createRandom(known.succeeded);
  const at = new Date().toISOString();
  const rows = Array.from({ length: known.succeeded }, () => ({
    ...drawExecution(random, { workspaceId: id, endMs: Date.now(), spanMs: 1000 }),
    ...{ agent_id: known.agentId, task_type: known.taskType, status: "succeeded", finished_at: at, cost_usd: "1" },
  }));
  if (rows.length > 0) await insertRows(sql, rows);
  await refreshAll(sql);
  return id;
}

const siblingsOf = async (actor: Actor, workspaceId: string) =>
  (await readAgentEvidence(actor.client, { workspaceId })).filter((one) => one.origin === "sibling");

const MAIL = { agentId: "mail", taskType: "send" };

describe("workspaces of one owner", () => {
  test("share nothing until both have switched it on, and nothing again when one switches it off", async () => {
    const here = await makeFleet(owner, { ...MAIL, succeeded: 0 });
    const there = await makeFleet(owner, { ...MAIL, succeeded: 5 });
    expect(await readEvidenceSharing(owner.client, here)).toBe(false);
    await shareEvidence(owner.client, { workspaceId: here, isShared: true });
    expect(await siblingsOf(owner, here)).toEqual([]);
    await shareEvidence(owner.client, { workspaceId: there, isShared: true });
    expect(await siblingsOf(owner, here)).toEqual([
      { ...MAIL, atMs: expect.any(Number), succeeded: 5, failed: 0, durationP50Ms: null, meanCostUsd: null, origin: "sibling" },
    ]);
    await shareEvidence(owner.client, { workspaceId: here, isShared: false });
    expect(await siblingsOf(owner, here)).toEqual([]);
    await shareEvidence(owner.client, { workspaceId: here, isShared: true });
    await shareEvidence(owner.client, { workspaceId: there, isShared: false });
    expect(await siblingsOf(owner, here)).toEqual([]);
  });

  test("are summed: neither how many siblings there are nor which one counted can be told", async () => {
    const ids = await Promise.all([0, 3, 4].map((succeeded) => makeFleet(owner, { agentId: "summed", taskType: "send", succeeded })));
    for (const workspaceId of ids) await shareEvidence(owner.client, { workspaceId, isShared: true });
    const found = (await siblingsOf(owner, ids[0] ?? "")).filter((one) => one.agentId === "summed");
    expect(only(found).succeeded).toBe(7);
  });

  test("tell nothing of agents and task types that the asking workspace has not heard of", async () => {
    const here = await makeFleet(owner, { agentId: "known here", taskType: "known task", succeeded: 0 });
    const there = await makeFleet(owner, { agentId: "secret agent", taskType: "known task", succeeded: 2 });
    const third = await makeFleet(owner, { agentId: "known here", taskType: "secret task", succeeded: 2 });
    for (const workspaceId of [here, there, third]) await shareEvidence(owner.client, { workspaceId, isShared: true });
    expect(await siblingsOf(owner, here)).toEqual([]);
  });

  test("of another owner lend nothing, whatever they switched on", async () => {
    const here = await makeFleet(owner, { agentId: "lonely", taskType: "send", succeeded: 0 });
    const foreign = await makeFleet(stranger, { agentId: "lonely", taskType: "send", succeeded: 9 });
    await shareEvidence(owner.client, { workspaceId: here, isShared: true });
    await shareEvidence(stranger.client, { workspaceId: foreign, isShared: true });
    expect(await siblingsOf(owner, here)).toEqual([]);
  });

  test("give the counts to every member of the asking one, and to nobody else", async () => {
    const here = await makeFleet(owner, { agentId: "shown", taskType: "send", succeeded: 1 });
    const there = await makeFleet(owner, { agentId: "shown", taskType: "send", succeeded: 6 });
    for (const workspaceId of [here, there]) await shareEvidence(owner.client, { workspaceId, isShared: true });
    await admit(owner, here, { actor: viewer, role: "viewer" });
    expect(only(await siblingsOf(viewer, here)).succeeded).toBe(6);
    expect(await readAgentEvidence(viewer.client, { workspaceId: there })).toEqual([]);
    expect(await readAgentEvidence(stranger.client, { workspaceId: here })).toEqual([]);
    expect(await readEvidenceSharing(stranger.client, here)).toBeNull();
  });

  test("are switched by admins alone, who are named in the audit log, once for each change", async () => {
    const here = await makeFleet(owner, { ...MAIL, succeeded: 0 });
    await admit(owner, here, { actor: viewer, role: "operator" });
    await expect(shareEvidence(viewer.client, { workspaceId: here, isShared: true })).rejects.toMatchObject({ code: "forbidden" });
    await viewer.client.from("workspaces").update({ shares_evidence: true }).eq("id", here);
    expect(await readEvidenceSharing(owner.client, here)).toBe(false);
    for (const isShared of [true, true, false]) await shareEvidence(owner.client, { workspaceId: here, isShared });
    const log = ok(await owner.client.from("audit_log").select("action, actor_id").match({ workspace_id: here, target_kind: "workspace" }));
    expect(log.map((entry) => entry.action).sort()).toEqual(["evidence.shared", "evidence.withdrawn"]);
    expect(new Set(log.map((entry) => entry.actor_id))).toEqual(new Set([owner.userId]));
  });
});
