import type postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { drawInt, drawItem, type Random } from "../../lib/core/seeded-random.ts";
import { uuidFloorAt } from "../../lib/core/uuid-v7.ts";
import { type ExecutionFilter, listExecutions } from "../../lib/data/list-executions.ts";
import { FAMILY_LIMIT, readExecutionFamily } from "../../lib/data/read-execution-family.ts";
import { EXECUTION_STATUSES } from "../../lib/domain/execution.ts";
import {
  AGENTS,
  announcedSeed,
  createRandom,
  drawExecution,
  type HistoryRow,
  insertRows,
  readHistory,
  TASKS,
  WORDS,
} from "./random-history.ts";
import { type Actor, hasDatabase, makeSmallWorkspace, needsDatabase, openDatabase } from "./stack.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const SPAN_MS = 5 * DAY_MS;
const NOW_MS = Date.now();

let sql: postgres.Sql;
let member: Actor;
let workspaceId: string;
let rows: readonly HistoryRow[];
let seed: number;

beforeAll(async () => {
  if (!hasDatabase()) return;
  sql = openDatabase();
  ({ admin: member, id: workspaceId } = await makeSmallWorkspace());
  seed = announcedSeed("lists");
  const random = createRandom(seed);
  await insertRows(
    sql,
    Array.from({ length: 600 }, () => drawExecution(random, { workspaceId, endMs: NOW_MS, spanMs: SPAN_MS })),
  );
  rows = await readHistory(sql, workspaceId);
});
beforeEach(needsDatabase);
afterAll(() => sql?.end());

function drawSome<T>(random: Random, items: readonly T[]): readonly T[] | undefined {
  return random() < 0.5 ? undefined : items.filter(() => random() < 0.5);
}

function drawFilter(random: Random): ExecutionFilter {
  const edges = [0, 1].map(() => NOW_MS - drawInt(random, 0, SPAN_MS)).sort((a, b) => a - b);
  return {
    fromMs: random() < 0.5 ? edges[0] : undefined,
    toMs: random() < 0.5 ? edges[1] : undefined,
    statuses: drawSome(random, EXECUTION_STATUSES),
    agentIds: drawSome(random, AGENTS),
    taskTypes: drawSome(random, TASKS),
    words: random() < 0.7 ? undefined : drawItem(random, WORDS),
  };
}

/** The same filter by hand; an empty list asks for all, as an operator who ticks nothing does. */
function matches(row: HistoryRow, filter: ExecutionFilter): boolean {
  const within = (list: readonly string[] | undefined, value: string) => list === undefined || list.length === 0 || list.includes(value);
  return (
    (filter.fromMs === undefined || row.id >= uuidFloorAt(filter.fromMs)) &&
    (filter.toMs === undefined || row.id < uuidFloorAt(filter.toMs)) &&
    within(filter.statuses, row.status) &&
    within(filter.agentIds, row.agent_id) &&
    within(filter.taskTypes, row.task_type) &&
    (filter.words === undefined || `${row.task_description ?? ""} ${row.error_message ?? ""}`.split(" ").includes(filter.words))
  );
}

/** All pages, one after the other. */
async function readPages(filter: ExecutionFilter, limit: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (;;) {
    const page = await listExecutions(member.client, { workspaceId, ...filter, limit, before: ids.at(-1) });
    ids.push(...page.map(({ id }) => id));
    if (page.length < limit) return ids;
  }
}

describe("a list", () => {
  test("of any filter holds what a look at every row finds, newest first", async () => {
    const random = createRandom(seed + 1);
    for (let turn = 0; turn < 60; turn += 1) {
      const filter = drawFilter(random);
      const expected = rows.filter((row) => matches(row, filter)).slice(0, 500);
      const found = await listExecutions(member.client, { workspaceId, ...filter, limit: 500 });
      expect(
        found.map(({ id }) => id),
        JSON.stringify(filter),
      ).toEqual(expected.map(({ id }) => id));
    }
  });

  test("read page by page loses no row and shows none twice", async () => {
    const random = createRandom(seed + 2);
    for (let turn = 0; turn < 6; turn += 1) {
      const filter = drawFilter(random);
      const expected = rows.filter((row) => matches(row, filter)).map(({ id }) => id);
      expect(await readPages(filter, drawInt(random, 20, 90))).toEqual(expected);
    }
  });

  test("goes on below the last row also while newer ones arrive", async () => {
    const own = (await makeSmallWorkspace()).id;
    const random = createRandom(5);
    const make = (endMs: number) => drawExecution(random, { workspaceId: own, endMs, spanMs: 1000 });
    await insertRows(
      sql,
      Array.from({ length: 30 }, () => make(NOW_MS - 60_000)),
    );
    const before = (await readHistory(sql, own)).map(({ id }) => id);
    const seen: string[] = [];
    for (let page = 0; page < 3; page += 1) {
      const found = await listExecutions(member.client, { workspaceId: own, limit: 10, before: seen.at(-1) });
      seen.push(...found.map(({ id }) => id));
      await insertRows(sql, [make(NOW_MS)]);
    }
    expect(seen).toEqual(before);
  });

  test.each([
    ["a quote", "it's"],
    ["a statement", "'; drop table public.agents; --"],
    ["a format", "%s %L %I"],
    ["operators without words", "& | ! ( )"],
    ["nothing but spaces", "   "],
  ])("takes words of any kind as words: %s", async (_, words) => {
    const found = await listExecutions(member.client, { workspaceId, words, limit: 5 });
    expect(found.length).toBe(words.trim() === "" ? 5 : 0);
  });

  test("takes names of any kind as names", async () => {
    const own = (await makeSmallWorkspace()).id;
    const odd = `o'brien {"a,b"} \\ %L`;
    const row = { ...drawExecution(createRandom(6), { workspaceId: own, endMs: NOW_MS, spanMs: 1000 }), agent_id: odd, task_type: odd };
    await insertRows(sql, [row]);
    const found = await listExecutions(member.client, { workspaceId: own, agentIds: [odd, "x"], taskTypes: [odd], limit: 5 });
    expect(found.map(({ id, agentId }) => [id, agentId])).toEqual([[row.id, odd]]);
  });
});

/** A tree in which each row names its parent by position; null for the root. */
async function plant(parents: readonly (number | null)[]): Promise<{ workspaceId: string; ids: readonly string[] }> {
  const own = (await makeSmallWorkspace()).id;
  const random = createRandom(seed + parents.length);
  const made = parents.map(() => drawExecution(random, { workspaceId: own, endMs: NOW_MS, spanMs: 1000 }));
  await insertRows(
    sql,
    made.map((row, index) => ({ ...row, parent_id: made[parents[index] ?? -1]?.id ?? null })),
  );
  return { workspaceId: own, ids: made.map(({ id }) => id) };
}

const familyOf = async (at: { workspaceId: string }, id: string) =>
  (await readExecutionFamily(member.client, { workspaceId: at.workspaceId, id })).map((execution) => execution.id);

describe("a family", () => {
  test("is the whole tree, whichever of its members is asked for, by start", async () => {
    const tree = await plant([null, 0, 0, 1, 1, 3, 2, null, 7]);
    for (const member of tree.ids.slice(0, 7)) expect((await familyOf(tree, member)).toSorted()).toEqual(tree.ids.slice(0, 7).toSorted());
    const starts = (await readExecutionFamily(member.client, { workspaceId: tree.workspaceId, id: tree.ids[0] ?? "" })).map(
      (row) => row.startedAt,
    );
    expect(starts).toEqual(starts.toSorted());
  });

  test("begins at the topmost known ancestor when one above is unknown", async () => {
    const tree = await plant([null, 0, 1, 2]);
    await sql`delete from public.execution_history where id = ${tree.ids[0] ?? ""} and workspace_id = ${tree.workspaceId}`;
    expect((await familyOf(tree, tree.ids[3] ?? "")).toSorted()).toEqual(tree.ids.slice(1).toSorted());
  });

  test("of rows that are each other's parents is those rows, each once", async () => {
    const ring = await plant([2, 0, 1]);
    for (const id of ring.ids) expect((await familyOf(ring, id)).toSorted()).toEqual([...ring.ids].sort());
    const self = await plant([0]);
    expect(await familyOf(self, self.ids[0] ?? "")).toEqual(self.ids);
  });

  test("that is larger than can be read at once is cut, and still holds whom it was asked for", async () => {
    const wide = await plant([null, ...Array.from({ length: 700 }, () => 0)]);
    for (const id of [wide.ids[0], wide.ids[1], wide.ids[350], wide.ids[700]]) {
      const family = await familyOf(wide, id ?? "");
      expect(family).toHaveLength(FAMILY_LIMIT);
      expect(new Set(family).size).toBe(FAMILY_LIMIT);
      expect(family).toContain(id);
    }
  });

  test("of a long chain is found from its end", async () => {
    const chain = await plant([null, ...Array.from({ length: 45 }, (_, index) => index)]);
    expect(await familyOf(chain, chain.ids[45] ?? "")).toHaveLength(46);
  });

  test("of an unknown execution is empty", async () => {
    expect(await familyOf({ workspaceId }, "01890000-0000-7000-8000-000000000000")).toEqual([]);
  });
});
