import type postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { handleErrorGroup } from "../../lib/data/handle-error-group.ts";
import { listGroupDecisions, readErrorGroup } from "../../lib/data/read-error-groups.ts";
import type { GroupAction } from "../../lib/domain/error-group.ts";
import { addFailures, type FailureParts, judgeAll, learnAll } from "./error-learning.ts";
import { hasDatabase, makeWorkspace, needsDatabase, ok, only, openDatabase, type TestWorkspace } from "./stack.ts";

let sql: postgres.Sql;
let workspace: TestWorkspace;
const HOUR = { kind: "last", durationMs: 3_600_000 } as const;
let serial = 0;

beforeAll(async () => {
  if (!hasDatabase()) return;
  sql = openDatabase(4);
  workspace = await makeWorkspace();
});
beforeEach(needsDatabase);
afterAll(() => sql?.end());

const service = () => workspace.service.client;

/** So unlike each other that no two could be one group. */
const SENTENCES = [
  "",
  "disk quota exceeded",
  "the upstream closed its connection before any answer was complete",
  "no sender",
  "PermissionError: writing is forbidden here",
  "letter has neither subject nor body, so nothing can be summarised from it",
  "rate limit reached",
  "cannot parse yaml: mapping values are not allowed in this context",
  "certificate expired yesterday",
  "out of memory while sorting",
  "tool returned html where json was promised; giving up after all retries were used",
  "unknown currency",
  "deadlock detected between two writers of one row",
  "model refused: content policy",
  "socket hang up",
  "schema drift: column vanished during migration of tenants",
  "budget spent",
  "wind vane stuck",
  "queue of the printer overflowed while nobody looked at it",
  "assertion violated: balance must never be negative",
  "no route to host",
];

/** A group of its own. */
function makeSubject() {
  serial += 1;
  const message = SENTENCES[serial] ?? "";
  const fail = (count = 1, parts: FailureParts = {}) =>
    addFailures(
      sql,
      workspace.id,
      Array.from({ length: count }, () => ({ message, ageMs: 10, ...parts })),
    );
  const learn = async (nowMs?: number) => {
    await learnAll(service(), workspace.id);
    return judgeAll(service(), workspace.id, nowMs);
  };
  const id = async () =>
    only(ok(await service().from("error_templates").select("id").eq("workspace_id", workspace.id).eq("example_message", message))).id;
  const read = async () => {
    const { group } = await readErrorGroup(workspace.viewer.client, {
      workspaceId: workspace.id,
      range: HOUR,
      nowMs: Date.now(),
      id: await id(),
    });
    if (group === null) throw new Error("The group is gone");
    return group;
  };
  const act = async (action: GroupAction, by: "operator" | "admin" = "operator", revision?: number) =>
    handleErrorGroup(workspace[by].client, {
      workspaceId: workspace.id,
      id: await id(),
      revision: revision ?? (await read()).revision,
      action,
    });
  const alerts = async () =>
    ok(
      await service()
        .from("alerts")
        .select("kind, status, title, occurrences")
        .match({ workspace_id: workspace.id, subject_id: await id() })
        .order("opened_at"),
    );
  return { fail, learn, id, read, act, alerts };
}

describe("a resolved group", () => {
  test("comes back with one alert when an execution that started afterwards fails like it", async () => {
    const subject = makeSubject();
    await subject.fail();
    await subject.learn();
    expect(await subject.act({ kind: "resolve" })).toBe("done");
    await subject.fail(2, { ageMs: -50 });
    expect(await subject.learn()).toBe(1);
    expect(await subject.read()).toMatchObject({ stored: "back", stateChangedBy: null });
    await subject.fail(1, { ageMs: -60 });
    expect(await subject.learn()).toBe(0);
    expect(await subject.alerts()).toEqual([expect.objectContaining({ kind: "error_group.back", status: "open", occurrences: 1 })]);
  });

  test("stays resolved when earlier executions are reported late, however many", async () => {
    const subject = makeSubject();
    await subject.fail();
    await subject.learn();
    await subject.act({ kind: "resolve" });
    await subject.fail(20, { ageMs: 60_000 });
    expect(await subject.learn()).toBe(0);
    expect(await subject.read()).toMatchObject({ stored: "resolved", count: 21 });
    expect(await subject.alerts()).toEqual([]);
  });

  test("is handled when it is back: resolving it again ends its alert", async () => {
    const subject = makeSubject();
    await subject.fail();
    await subject.learn();
    await subject.act({ kind: "resolve" });
    await subject.fail(1, { ageMs: -50 });
    await subject.learn();
    await subject.act({ kind: "resolve" });
    expect((await subject.alerts()).map((alert) => alert.status)).toEqual(["resolved"]);
  });
});

describe("an ignored group opens again, with an alert", () => {
  test("when its time has come", async () => {
    const subject = makeSubject();
    await subject.fail();
    await subject.learn();
    const untilAt = new Date(Date.now() + 60_000).toISOString();
    await subject.act({ kind: "ignore", until: { kind: "time", untilAt }, reason: "a deploy is on its way" });
    expect(await subject.read()).toMatchObject({
      stored: "ignored",
      ignoreUntil: { kind: "time", untilAt },
      stateReason: "a deploy is on its way",
    });
    expect(await subject.learn()).toBe(0);
    await sql`update public.error_templates set ignore_until_at = now() - interval '1 second' where workspace_id = ${workspace.id} and id = ${await subject.id()}`;
    expect(await subject.learn()).toBe(1);
    expect(await subject.read()).toMatchObject({ stored: "open", ignoreUntil: null });
    expect(await subject.alerts()).toEqual([expect.objectContaining({ kind: "error_group.reopened", status: "open" })]);
  });

  test("when so many executions that started since have failed like it, and not before", async () => {
    const subject = makeSubject();
    await subject.fail(5, { ageMs: 1000 });
    await subject.learn();
    await subject.act({ kind: "ignore", until: { kind: "count", count: 3 } });
    await subject.fail(9, { ageMs: 60_000 });
    await subject.fail(2, { ageMs: -100 });
    expect(await subject.learn()).toBe(0);
    expect(await subject.read()).toMatchObject({ stored: "ignored" });
    await subject.fail(1, { ageMs: -200 });
    expect(await subject.learn()).toBe(1);
    expect(await subject.read()).toMatchObject({ stored: "open" });
  });

  test("when it comes oftener than so many an hour", async () => {
    const subject = makeSubject();
    await subject.fail(1, { ageMs: 60_000 });
    await subject.learn();
    await subject.act({ kind: "ignore", until: { kind: "rate", perHour: 4 } });
    await subject.fail(4, { ageMs: 0 });
    expect(await subject.learn()).toBe(0);
    await subject.fail(1, { ageMs: 0 });
    expect(await subject.learn()).toBe(1);
    expect((await subject.alerts()).map((alert) => alert.kind)).toEqual(["error_group.reopened"]);
  });

  test("and never when it was ignored for good", async () => {
    const subject = makeSubject();
    await subject.fail();
    await subject.learn();
    await subject.act({ kind: "ignore", until: { kind: "never" } });
    await subject.fail(30, { ageMs: -100 });
    expect(await subject.learn()).toBe(0);
    expect(await subject.read()).toMatchObject({ stored: "ignored", ignoreUntil: { kind: "never" } });
  });
});

describe("a new group", () => {
  test("raises no alert by itself, one when it bursts, and that one ends when it is calm", async () => {
    const subject = makeSubject();
    await subject.fail(3);
    expect(await subject.learn()).toBe(0);
    await subject.fail(7);
    expect(await subject.learn()).toBe(1);
    expect(await subject.learn()).toBe(0);
    expect(await subject.alerts()).toEqual([expect.objectContaining({ kind: "error_group.burst", status: "open" })]);
    await sql`update public.error_rollups set bucket_at = bucket_at - interval '2 hours' where workspace_id = ${workspace.id} and template_id = ${await subject.id()} and resolution = 'minute'`;
    expect(await subject.learn()).toBe(1);
    expect(await subject.read()).toMatchObject({ burstSince: null });
    expect((await subject.alerts()).map((alert) => alert.status)).toEqual(["resolved"]);
  });
});

test("what has to change is judged before what only stays watched, however much that is", async () => {
  const [quiet, busy, again] = [makeSubject(), makeSubject(), makeSubject()];
  await quiet.fail(1);
  await quiet.learn();
  await busy.fail(2);
  await again.fail(1);
  await again.learn();
  await again.act({ kind: "resolve" });
  await again.fail(1, { ageMs: -50 });
  await busy.fail(40);
  await learnAll(service(), workspace.id);
  const watch = ok(await service().rpc("read_error_watch", { p_workspace_id: workspace.id, p_limit: 1 }));
  const ids = z
    .array(z.object({ id: z.string() }))
    .parse(watch)
    .map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining([await busy.id(), await again.id()]));
  expect(ids).not.toContain(await quiet.id());
});

describe("operators", () => {
  test("who act at once on the same sight act once: the other is told", async () => {
    const subject = makeSubject();
    await subject.fail();
    await subject.learn();
    const { revision } = await subject.read();
    const outcomes = await Promise.all([
      subject.act({ kind: "resolve" }, "operator", revision),
      subject.act({ kind: "ignore", until: { kind: "never" } }, "admin", revision),
    ]);
    expect([...outcomes].sort()).toEqual(["changed", "done"]);
    const decisions = await listGroupDecisions(workspace.viewer.client, { workspaceId: workspace.id, id: await subject.id() });
    expect(decisions).toHaveLength(1);
    expect(decisions[0]?.actorId).toBe(outcomes[0] === "done" ? workspace.operator.userId : workspace.admin.userId);
  });

  test("take back what they did, unless somebody came after", async () => {
    const subject = makeSubject();
    await subject.fail();
    await subject.learn();
    await subject.act({ kind: "ignore", until: { kind: "count", count: 7 } });
    await subject.act({ kind: "resolve" });
    const { revision } = await subject.read();
    expect(await subject.act({ kind: "undo" })).toBe("done");
    expect(await subject.read()).toMatchObject({ stored: "ignored", ignoreUntil: { kind: "count", count: 7 } });
    expect(await subject.act({ kind: "undo" }, "admin", revision)).toBe("changed");
  });

  test("assign to members only, and the history names who did what", async () => {
    const subject = makeSubject();
    await subject.fail();
    await subject.learn();
    expect(await subject.act({ kind: "assign", assigneeId: workspace.viewer.userId })).toBe("done");
    await expect(subject.act({ kind: "assign", assigneeId: workspace.stranger.userId })).rejects.toMatchObject({ name: "AppError" });
    await subject.act({ kind: "assign", assigneeId: null }, "admin");
    const decisions = await listGroupDecisions(workspace.viewer.client, { workspaceId: workspace.id, id: await subject.id() });
    expect(decisions.map(({ action, actorId, assigneeId }) => [action, actorId, assigneeId])).toEqual([
      ["assigned", workspace.admin.userId, null],
      ["assigned", workspace.operator.userId, workspace.viewer.userId],
    ]);
  });

  test("who assign an ignored group leave the reason why it is ignored", async () => {
    const subject = makeSubject();
    await subject.fail();
    await subject.learn();
    await subject.act({ kind: "ignore", until: { kind: "never" }, reason: "the vendor knows" });
    await subject.act({ kind: "assign", assigneeId: workspace.viewer.userId });
    expect(await subject.read()).toMatchObject({ stored: "ignored", stateReason: "the vendor knows" });
  });

  test("cannot set what the system decides, nor who did it or when", async () => {
    const subject = makeSubject();
    await subject.fail();
    await subject.learn();
    const groups = () => workspace.operator.client.from("error_templates");
    const key = { workspace_id: workspace.id, id: await subject.id() };
    expect((await groups().update({ state: "back" }).match(key)).error?.code).toBe("22023");
    expect((await groups().update({ state_changed_by: workspace.admin.userId }).match(key)).error?.code).toBe("42501");
    ok(await groups().update({ state: "resolved" }).match(key));
    expect(await subject.read()).toMatchObject({ stored: "resolved", stateChangedBy: workspace.operator.userId });
  });

  test.each(["viewer", "stranger", "anonymous"] as const)("a %s changes nothing", async (actor) => {
    const subject = makeSubject();
    await subject.fail();
    await subject.learn();
    const args = { p_workspace_id: workspace.id, p_id: await subject.id(), p_revision: 0, p_action: "resolve" };
    expect((await workspace[actor].client.rpc("handle_error_group", args)).error?.code).toBe("42501");
    expect(await subject.read()).toMatchObject({ stored: "open", revision: 0 });
  });
});
