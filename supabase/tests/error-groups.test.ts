import type postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { drawInt, drawItem, type Random } from "../../lib/core/seeded-random.ts";
import { storeErrorSlice, takeErrorSlice } from "../../lib/data/learn-error-groups.ts";
import { listErrorOccurrences, readErrorGroup, readErrorGroups, readGroupOfExecution } from "../../lib/data/read-error-groups.ts";
import { addFailures, failedRow, learnAll, learnt, readTotals, takeSliceOf } from "./error-learning.ts";
import { announcedSeed, createRandom } from "./random-history.ts";
import { hasDatabase, makeSmallWorkspace, needsDatabase, ok, only, openDatabase, service } from "./stack.ts";

let sql: postgres.Sql;
const client = () => service().client;
const DAY: { readonly kind: "last"; readonly durationMs: number } = { kind: "last", durationMs: 86_400_000 };

beforeAll(() => {
  if (hasDatabase()) sql = openDatabase(6);
});
beforeEach(needsDatabase);
afterAll(() => sql?.end());

const newWorkspace = async () => (await makeSmallWorkspace()).id;
const groupsOf = async (workspaceId: string) => (await readErrorGroups(client(), { workspaceId, range: DAY, nowMs: Date.now() })).groups;
const agreed = (amount: number) => ({
  templates: amount,
  occurrences: amount,
  rollups: [amount, amount, amount],
  history: amount,
  misplaced: 0,
});

const KINDS = [
  "disk %d is full",
  "upstream http://host-%d.example/api timed out after %d ms",
  "no rate left for key %d",
  "page %d has no title",
];
const drawMessage = (random: Random) => drawItem(random, KINDS).replaceAll("%d", () => String(drawInt(random, 1, 99_999)));

describe("failures are grouped by what they say", () => {
  test("with counts by agent and task type, an example, first and last seen, and the time before", async () => {
    const workspaceId = await newWorkspace();
    await addFailures(sql, workspaceId, [
      { message: "disk 17 is full", type: "DiskFull", ageMs: 30 * 3_600_000 },
      { message: "disk 18 is full", type: "DiskFull", ageMs: 3_600_000 },
      { message: "disk 4 is full", type: "DiskFull", agentId: "search", ageMs: 7_200_000 },
      { message: "the letter has no sender", ageMs: 60_000 },
    ]);
    await learnAll(client(), workspaceId);
    const groups = await groupsOf(workspaceId);
    expect(groups.map(({ count, countBefore }) => [count, countBefore])).toEqual([
      [2, 1],
      [1, 0],
    ]);
    const [disk] = groups;
    expect(disk?.exampleMessage).toBe("disk 18 is full");
    expect(disk?.byAgent).toEqual([
      { name: "mail", count: 1 },
      { name: "search", count: 1 },
    ]);
    expect(disk?.byTaskType).toEqual([{ name: "send", count: 2 }]);
    expect(disk?.steps.reduce((sum, step) => sum + step.count, 0)).toBe(2);
    expect(Date.now() - Date.parse(disk?.firstSeenAt ?? "")).toBeGreaterThan(29 * 3_600_000);
    const narrowed = await readErrorGroups(client(), { workspaceId, range: DAY, nowMs: Date.now(), agentIds: ["search"] });
    expect(only(narrowed.groups).count).toBe(1);
  });

  test("also where nothing was said: every failure is in a group", async () => {
    const workspaceId = await newWorkspace();
    await addFailures(sql, workspaceId, [{ message: null }, { message: "  " }, { message: null, type: "Killed" }]);
    await learnAll(client(), workspaceId);
    expect(new Map((await groupsOf(workspaceId)).map((group) => [group.exampleMessage, group.count]))).toEqual(
      new Map([
        ["No message was reported", 2],
        ["Killed", 1],
      ]),
    );
  });

  test("an execution leads to its group, and the group to its executions, newest first and page by page", async () => {
    const workspaceId = await newWorkspace();
    const ids = await addFailures(sql, workspaceId, [{ ageMs: 3000 }, { ageMs: 9000 }, { ageMs: 6000 }]);
    await learnAll(client(), workspaceId);
    const group = await readGroupOfExecution(client(), { workspaceId, executionId: ids[0] ?? "" });
    const page = await listErrorOccurrences(client(), { workspaceId, id: group?.id ?? "", limit: 2 });
    expect(page.map((row) => row.id)).toEqual([ids[0], ids[2]]);
    const next = await listErrorOccurrences(client(), { workspaceId, id: group?.id ?? "", limit: 2, before: page[1]?.id });
    expect(next.map((row) => row.id)).toEqual([ids[1]]);
    expect(await readGroupOfExecution(client(), { workspaceId, executionId: crypto.randomUUID() })).toBeNull();
  });

  test("and a group outside of the range is still found by its id, with nothing in it", async () => {
    const workspaceId = await newWorkspace();
    await addFailures(sql, workspaceId, [{ ageMs: 5 * 3_600_000 }]);
    await learnAll(client(), workspaceId);
    const { id } = only(await groupsOf(workspaceId));
    const hour = { kind: "last", durationMs: 3_600_000 } as const;
    const { group } = await readErrorGroup(client(), { workspaceId, range: hour, nowMs: Date.now(), id });
    expect([group?.count, group?.countBefore]).toEqual([0, 0]);
    const gone = await readErrorGroup(client(), { workspaceId, range: hour, nowMs: Date.now(), id: "no such group" });
    expect(gone.group).toBeNull();
  });
});

describe("each failure is counted once", () => {
  test("when executions fail late, are corrected, cease to have failed, or are removed", async () => {
    const workspaceId = await newWorkspace();
    const [first = "", second = "", third = ""] = await addFailures(sql, workspaceId, [{}, { message: "page 3 has no title" }, {}]);
    await learnAll(client(), workspaceId);
    const ofWorkspace = sql`workspace_id = ${workspaceId}`;
    await sql`update public.execution_history set error_message = 'page 9 has no title', agent_id = 'search' where ${ofWorkspace} and id = ${first}`;
    await sql`update public.execution_history set status = 'succeeded' where ${ofWorkspace} and id = ${second}`;
    await sql`delete from public.execution_history where ${ofWorkspace} and id = ${third}`;
    const running = failedRow(workspaceId);
    await sql`insert into public.execution_history ${sql({ ...running, status: "running", finished_at: null })}`;
    await sql`update public.execution_history set status = 'failed', finished_at = ${running.finished_at} where ${ofWorkspace} and id = ${running.id}`;
    await learnAll(client(), workspaceId, 1);
    expect(await readTotals(sql, workspaceId)).toEqual(agreed(2));
    expect((await groupsOf(workspaceId)).map((group) => [group.count, group.byAgent.map(({ name }) => name)])).toEqual([
      [1, ["mail"]],
      [1, ["search"]],
    ]);
  });

  test("and nothing is noted when something else of a failure changes", async () => {
    const workspaceId = await newWorkspace();
    await addFailures(sql, workspaceId, [{}]);
    await learnAll(client(), workspaceId);
    await sql`update public.execution_history set cost_usd = 1 where workspace_id = ${workspaceId}`;
    expect(await takeSliceOf(client(), workspaceId)).toBeNull();
  });

  test("when a learner is killed before, in, or after its store", async () => {
    const workspaceId = await newWorkspace();
    await addFailures(sql, workspaceId, [{}, { message: "page 1 has no title" }]);
    const slice = await takeSliceOf(client(), workspaceId);
    if (slice === null) throw new Error("Nothing waits");
    // Killed in the middle: what the transaction did is undone.
    const broken = learnt(slice);
    const stored = storeErrorSlice(client(), slice, {
      ...broken,
      occurrences: broken.occurrences.map(({ failure }, index) => ({
        failure: index === 1 ? { ...failure, occurred_at: "never" } : failure,
        templateId: "x",
      })),
    });
    await expect(stored).rejects.toThrow();
    expect(await readTotals(sql, workspaceId)).toMatchObject({ templates: 0, occurrences: 0 });
    expect(await storeErrorSlice(client(), slice, learnt(slice))).toBe(true);
    // Its answer was lost, so it stores the same again.
    expect(await storeErrorSlice(client(), slice, learnt(slice))).toBe(false);
    expect(await readTotals(sql, workspaceId)).toEqual(agreed(2));
  });

  test("when several learn at once while others write, correct and remove", async () => {
    const seed = announcedSeed("error groups");
    const workspaceId = await newWorkspace();
    let writing = 3;
    const writers = Array.from({ length: writing }, async (_, index) => {
      const random = createRandom(seed + index);
      for (let turn = 0; turn < 12; turn += 1) {
        await addFailures(
          sql,
          workspaceId,
          Array.from({ length: drawInt(random, 1, 6) }, () => ({ message: drawMessage(random), ageMs: drawInt(random, 1000, 86_400_000) })),
        );
        await sql`update public.execution_history set error_message = ${drawMessage(random)} where workspace_id = ${workspaceId}
          and id in (select id from public.execution_history where workspace_id = ${workspaceId} order by md5(id::text || ${turn}) limit 2 for update skip locked)`;
        await sql`delete from public.execution_history where workspace_id = ${workspaceId}
          and id in (select id from public.execution_history where workspace_id = ${workspaceId} order by md5(id::text) limit 1 for update skip locked)`;
      }
      writing -= 1;
    });
    const learners = [0, 1, 2].map(async () => {
      while (writing > 0) await learnAll(client(), workspaceId, 7);
    });
    await Promise.all([...writers, ...learners]);
    await learnAll(client(), workspaceId);
    const totals = await readTotals(sql, workspaceId);
    expect(totals.history).toBeGreaterThan(30);
    expect(totals).toEqual(agreed(totals.history));
    expect((await groupsOf(workspaceId)).length).toBe(KINDS.length);
  });

  test("and a workspace whose learner is killed again and again holds up nobody", async () => {
    const [deadly, other] = [await newWorkspace(), await newWorkspace()];
    await addFailures(sql, deadly, [{}, {}, {}]);
    await addFailures(sql, other, [{}]);
    const served: string[] = [];
    // Taken, and never stored.
    while (served.at(-1) !== other && served.length < 50) {
      served.push((await takeErrorSlice(client(), { limit: 1, skip: [] }))?.workspace_id ?? "nobody");
    }
    expect(served.at(-1)).toBe(other);
    expect(served.filter((id) => id === deadly).length).toBeLessThan(2);
  });

  test("and a workspace that was removed holds up nobody", async () => {
    const [removed, standing] = await Promise.all([newWorkspace(), newWorkspace()]);
    await addFailures(sql, removed, [{}]);
    await addFailures(sql, standing, [{}]);
    ok(await client().from("workspaces").delete().eq("id", removed));
    await learnAll(client(), removed);
    await learnAll(client(), standing);
    expect(await takeSliceOf(client(), removed)).toBeNull();
    expect((await readTotals(sql, standing)).templates).toBe(1);
  });
});

test("a part of a part leads to the whole, and leaves no alert that nobody would end", async () => {
  const workspaceId = await newWorkspace();
  const messages = ["disk quota exceeded", "no sender", "the model refused to answer a question of that kind"];
  await addFailures(
    sql,
    workspaceId,
    messages.map((message) => ({ message })),
  );
  await learnAll(client(), workspaceId);
  const [part, middle, whole] = await Promise.all(
    messages.map(async (message) => {
      const found = client().from("error_templates").select("id").match({ workspace_id: workspaceId, example_message: message });
      return only(ok(await found)).id;
    }),
  );
  if (part === undefined || middle === undefined || whole === undefined) throw new Error("A group is missing");
  await sql`select private.raise_alert(${workspaceId}, ${`error-burst ${part}`}, 'serious', 'error_group.burst', 'often', '', 'error_group', ${part})`;
  for (const [from, to] of [
    [part, middle],
    [middle, whole],
  ] as const) {
    await sql`update public.error_templates set merged_into = ${to} where workspace_id = ${workspaceId} and id = ${from}`;
    await sql`select private.merge_error_templates(${workspaceId}, ${[from]})`;
  }
  const { group } = await readErrorGroup(client(), { workspaceId, range: DAY, nowMs: Date.now(), id: part });
  expect(group).toMatchObject({ id: whole, count: 3 });
  expect(ok(await client().from("alerts").select("status").eq("workspace_id", workspaceId))).toEqual([{ status: "resolved" }]);
});

test("a group that was not met for as long as executions are kept is forgotten, unless somebody decided of it", async () => {
  const workspaceId = await newWorkspace();
  const [stale, decided] = ["disk quota exceeded", "no sender"];
  await addFailures(sql, workspaceId, [{ message: stale }, { message: decided }]);
  await learnAll(client(), workspaceId);
  const ofWorkspace = sql`workspace_id = ${workspaceId}`;
  await sql`update public.error_templates set state = 'resolved' where ${ofWorkspace} and example_message = ${decided}`;
  // Retention has dropped their executions.
  await sql`delete from public.error_occurrences where ${ofWorkspace}`;
  await sql`update public.error_templates set last_seen_at = now() - interval '400 days' where ${ofWorkspace}`;
  await addFailures(sql, workspaceId, [{ message: stale }]);
  const slice = await takeSliceOf(client(), workspaceId);
  if (slice === null) throw new Error("Nothing waits");
  await sql`select private.drop_expired_error_groups()`;
  expect((await groupsOf(workspaceId)).map(({ exampleMessage }) => exampleMessage)).toEqual([decided]);
  expect(await storeErrorSlice(client(), slice, learnt(slice))).toBe(false);
  await learnAll(client(), workspaceId);
  const groups = await groupsOf(workspaceId);
  expect(groups.map(({ exampleMessage, count }) => [exampleMessage, count])).toEqual(
    expect.arrayContaining([
      [stale, 1],
      [decided, 1],
    ]),
  );
});
