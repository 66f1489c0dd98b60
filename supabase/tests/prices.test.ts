import { describe, expect, test } from "vitest";
import { priceExecutions, readModelCosts, removeModelPrice, setModelPrice } from "../../lib/data/model-prices.ts";
import type { ModelPrice } from "../../lib/domain/model-price.ts";
import { DAY_MS, finished, ingest, iso, MINUTE_MS, running, type SentExecution, storedExecutions } from "./ingest-requests.ts";
import { hasDatabase, makeKey, makeWorkspace, needsDatabase, ok, only, openDatabase } from "./stack.ts";

const MILLION = 1_000_000;
/** Whole milliseconds, as ids and instants bear them. */
const NOW_MS = Date.now();

type Given = Partial<Omit<ModelPrice, "id" | "createdBy" | "createdAt">>;

async function fresh() {
  const workspace = await makeWorkspace();
  const key = await makeKey(workspace.admin, workspace.id);
  const set = (price: Given) =>
    setModelPrice(workspace.operator.client, {
      workspaceId: workspace.id,
      provider: null,
      model: "m",
      validFrom: iso(NOW_MS - 10 * DAY_MS),
      inputUsd: 1,
      outputUsd: 10,
      cachedInputUsd: null,
      note: "",
      ...price,
    });
  const send = async (...executions: readonly SentExecution[]) => {
    const { body } = await ingest(key, { executions });
    expect(body.rejected).toEqual([]);
  };
  const costs = async () =>
    Object.fromEntries((await storedExecutions(workspace.id)).map((row) => [row.id, row.cost_usd === null ? null : Number(row.cost_usd)]));
  const costOf = async (execution: SentExecution) => (await costs())[execution.id];
  const client = workspace.operator.client;
  const priceAll = async (limit = 2000) => {
    const total = { priced: 0, addedUsd: 0, slices: 0 };
    let after: Parameters<typeof priceExecutions>[1]["after"] = null;
    do {
      const slice = await priceExecutions(client, { workspaceId: workspace.id, fromMs: NOW_MS - 30 * DAY_MS, after, limit });
      total.priced += slice.priced;
      total.addedUsd += slice.addedUsd;
      total.slices += 1;
      after = slice.next;
    } while (after !== null);
    return total;
  };
  return { workspace, key, set, send, costOf, costs, priceAll };
}

const used = (more: Partial<SentExecution> = {}, atMs = NOW_MS - MINUTE_MS): SentExecution =>
  finished(running(atMs), { model: "m", inputTokens: MILLION, outputTokens: MILLION, ...more });

describe("ingest", () => {
  // By hand: 1 $ for a million in, 10 $ for a million out, a tenth of a dollar for a million from the cache.
  test.each<[string, Partial<SentExecution>, number | null]>([
    ["input and output", {}, 11],
    ["a cached part", { cachedInputTokens: 400_000 }, 0.6 + 0.04 + 10],
    ["input alone", { outputTokens: undefined }, 1],
    ["a single token", { inputTokens: 1, outputTokens: 0 }, 0.000001],
    ["no token at all", { inputTokens: undefined, outputTokens: undefined }, null],
    ["a reported cost, which stays", { costUsd: 0.5 }, 0.5],
    ["a reported cost of nothing, which stays too", { costUsd: 0 }, 0],
    ["another model", { model: "n" }, null],
    ["no model", { model: undefined }, null],
  ])("reckons the cost of %s", async (_, more, cost) => {
    const { workspace, set, send, costOf } = await fresh();
    await set({ cachedInputUsd: 0.1 });
    const sent = used(more);
    await send(sent);
    expect(await costOf(sent)).toBe(cost);
    const row = only(await storedExecutions(workspace.id));
    expect(row.is_priced).toBe(cost !== null && more.costUsd === undefined ? true : null);
  });

  test("takes the price in force when the execution started, to the instant", async () => {
    const { set, send, costOf } = await fresh();
    const changeMs = NOW_MS - DAY_MS;
    await set({ validFrom: iso(changeMs - DAY_MS), inputUsd: 1, outputUsd: 0 });
    await set({ validFrom: iso(changeMs), inputUsd: 2, outputUsd: 0 });
    const starts = [changeMs - DAY_MS - 1, changeMs - DAY_MS, changeMs - 1, changeMs, NOW_MS - MINUTE_MS];
    const sent = starts.map((atMs) => used({}, atMs));
    await send(...sent);
    expect(await Promise.all(sent.map(costOf))).toEqual([null, 1, 1, 2, 2]);
  });

  test("reckons from what start and finish say together, in one batch or in two", async () => {
    const { set, send, costOf } = await fresh();
    await set({});
    const told = { provider: "p", model: "m" };
    const [together, apart] = [running(NOW_MS, told), running(NOW_MS, told)];
    const ending = { inputTokens: MILLION, model: undefined, provider: undefined };
    await send(together, finished(together, ending));
    await send(apart);
    await send(finished(apart, ending));
    expect([await costOf(together), await costOf(apart)]).toEqual([1, 1]);
  });

  test("lets a cost that is reported at the end stand before one that was reckoned at the start", async () => {
    const { workspace, set, send } = await fresh();
    await set({});
    const start = running(NOW_MS, { model: "m", inputTokens: MILLION });
    await send(start);
    await send(finished(start, { costUsd: 0.125 }));
    const { cost_usd, is_priced } = only(await storedExecutions(workspace.id));
    expect([Number(cost_usd), is_priced]).toEqual([0.125, null]);
  });
});

describe("a price", () => {
  test.each<[string, readonly Given[], Partial<SentExecution>, number | null]>([
    ["its name", [{ model: "gpt-5" }], { model: "gpt-5" }, 1],
    ["its name in capitals", [{ model: "GPT-5 " }], { model: "Gpt-5" }, 1],
    ["a dated version", [{ model: "gpt-5" }], { model: "gpt-5-2025-08-07" }, 1],
    ["a version dated in eight digits", [{ model: "claude" }], { model: "claude@20250807" }, 1],
    ["a version and revision", [{ model: "claude" }], { model: "claude-20250514-v1:0" }, 1],
    ["the latest", [{ model: "gpt-5" }], { model: "gpt-5-latest" }, 1],
    ["no smaller sister", [{ model: "gpt-5" }], { model: "gpt-5-mini" }, null],
    ["no later one", [{ model: "sonnet-4" }], { model: "sonnet-4-5" }, null],
    ["no later one, dated", [{ model: "sonnet-4" }], { model: "sonnet-4-5-20250929" }, null],
    ["all that begins so", [{ model: "gpt-5*" }], { model: "gpt-5-mini" }, 1],
    ["the longer of two names", [{ model: "gpt*" }, { model: "gpt-5*", inputUsd: 3 }], { model: "gpt-5-mini" }, 3],
    ["a name before a pattern", [{ model: "gpt-5*" }, { model: "gpt-5", inputUsd: 3 }], { model: "gpt-5-0613" }, 3],
    ["nothing that a % or _ would mean", [{ model: "gpt_5*" }], { model: "gpt-5-x" }, null],
    ["its provider", [{ provider: "OpenAI" }], { provider: "openai" }, 1],
    ["no other provider", [{ provider: "openai" }], { provider: "azure" }, null],
    ["the provider's own before anybody's", [{}, { provider: "azure", inputUsd: 3 }], { provider: "azure" }, 3],
    ["an unknown provider, if only one asks a price", [{ provider: "azure", inputUsd: 3 }], {}, 3],
    ["no unknown provider, if two ask", [{ provider: "azure" }, { provider: "openai", inputUsd: 3 }], {}, null],
    ["anybody, if nobody's provider is known", [{ inputUsd: 2 }, { provider: "azure" }, { provider: "openai" }], {}, 2],
  ])("is for %s", async (_, prices, more, cost) => {
    const { set, send, costOf } = await fresh();
    for (const price of prices) await set(price);
    const sent = used({ outputTokens: undefined, ...more });
    await send(sent);
    expect(await costOf(sent)).toBe(cost);
  });

  test("of the same instant is corrected, not added; and who did it is audited", async () => {
    const { workspace, set } = await fresh();
    const id = await set({ inputUsd: 1 });
    expect(await set({ inputUsd: 2, note: "misread" })).toBe(id);
    expect(await removeModelPrice(workspace.admin.client, { workspaceId: workspace.id, priceId: id })).toBe(true);
    expect(await removeModelPrice(workspace.admin.client, { workspaceId: workspace.id, priceId: id })).toBe(false);
    const log = ok(
      await workspace.viewer.client.from("audit_log").select("action, actor_id, reason, details").eq("target_id", id).order("recorded_at"),
    );
    expect(log.map(({ action, actor_id }) => [action, actor_id])).toEqual([
      ["model_price.added", workspace.operator.userId],
      ["model_price.corrected", workspace.operator.userId],
      ["model_price.removed", workspace.admin.userId],
    ]);
    expect(log[1]).toMatchObject({ reason: "misread", details: { from: { inputUsd: 1 }, to: { inputUsd: 2 } } });
  });

  test.each<[string, Given]>([
    ["below zero", { inputUsd: -1 }],
    ["beyond reason", { outputUsd: 100_001 }],
    ["of no model", { model: " " }],
    ["of every model", { model: "*" }],
    ["with a star inside", { model: "a*b" }],
    ["before 1970", { validFrom: "1969-12-31T23:59:59Z" }],
  ])("%s is refused", async (_, price) => {
    const { set } = await fresh();
    await expect(set(price)).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("that comes later changes no cost by itself", async () => {
    const { set, send, costOf } = await fresh();
    await set({ outputUsd: 0 });
    const sent = used();
    await send(sent);
    const id = await set({ outputUsd: 0, inputUsd: 7, validFrom: iso(NOW_MS - DAY_MS) });
    expect(id).toBeTruthy();
    expect(await costOf(sent)).toBe(1);
  });
});

describe("prices applied to what was before", () => {
  test("give executions without a reported cost theirs, as announced, and leave the others", async () => {
    const { workspace, set, send, costs, priceAll } = await fresh();
    const plain = Array.from({ length: 7 }, (_, index) => used({}, NOW_MS - index * DAY_MS));
    const others = [
      used({ costUsd: 3 }),
      used({ model: "unknown" }),
      running(NOW_MS, { model: "m", inputTokens: 5 }),
      used({}, NOW_MS - 29 * DAY_MS),
    ];
    await send(...plain, ...others);
    const args = { workspaceId: workspace.id, fromMs: NOW_MS - 30 * DAY_MS };
    const before = await readModelCosts(workspace.viewer.client, args);
    expect(before.map(({ model, hasPrice, executions }) => [model, hasPrice, executions])).toEqual([
      ["m", false, 8],
      ["unknown", false, 1],
    ]);
    expect(before[0]).toMatchObject({ inputTokens: 8 * MILLION, outputTokens: 8 * MILLION, addedUsd: 0, isCapped: false });
    // In force for ten days: the one of 29 days ago has no price still.
    await set({});
    const after = await readModelCosts(workspace.viewer.client, args);
    expect(after.find(({ hasPrice }) => hasPrice)).toMatchObject({ model: "m", executions: 7, addedUsd: 77 });
    expect(await priceAll(3)).toMatchObject({ priced: 7, addedUsd: 77 });
    expect(await priceAll()).toMatchObject({ priced: 0, addedUsd: 0 });
    const now = await costs();
    expect(plain.map(({ id }) => now[id])).toEqual(plain.map(() => 11));
    expect(others.map(({ id }) => now[id])).toEqual([3, null, null, null]);
    expect((await readModelCosts(workspace.viewer.client, args)).filter(({ hasPrice }) => hasPrice)).toEqual([]);
  });

  test("correct what an earlier price gave, and take the difference into the rollups", async (context) => {
    if (!hasDatabase()) return needsDatabase(context);
    const { workspace, set, send, priceAll } = await fresh();
    await set({ inputUsd: 4, outputUsd: 0 });
    await send(used(), used());
    await set({ inputUsd: 1, outputUsd: 0 });
    expect(await priceAll()).toMatchObject({ priced: 2, addedUsd: -6 });
    expect(await rolledUpCost(workspace.id)).toBe(2);
  });

  test("by two callers at once count once, beside an agent that sends the same rows again", async (context) => {
    if (!hasDatabase()) return needsDatabase(context);
    const { workspace, key, set, send, priceAll, costs } = await fresh();
    const sent = Array.from({ length: 300 }, (_, index) => used({ model: index % 2 === 0 ? "m" : "m-0001" }, NOW_MS - index * MINUTE_MS));
    await send(...sent);
    await set({});
    const again = Array.from({ length: 6 }, () => ingest(key, { executions: [...sent].reverse() }));
    const callers = await Promise.all([priceAll(40), priceAll(70), priceAll(40)]);
    expect((await Promise.all(again)).map(({ body }) => body.unchanged)).toEqual(Array.from({ length: 6 }, () => 300));
    expect(callers.reduce((sum, { priced }) => sum + priced, 0)).toBe(300);
    expect(new Set(Object.values(await costs()))).toEqual(new Set([11]));
    expect(await rolledUpCost(workspace.id)).toBe(3300);
  });

  test("are audited: how many, and how much", async () => {
    const { workspace, set, send, priceAll } = await fresh();
    await send(used());
    await set({});
    await priceAll();
    const log = ok(
      await workspace.viewer.client
        .from("audit_log")
        .select("actor_id, details")
        .match({ workspace_id: workspace.id, action: "executions.priced" }),
    );
    expect(only(log)).toMatchObject({ actor_id: workspace.operator.userId, details: { count: 1, addedUsd: 11 } });
  });

  test.each(["viewer", "stranger", "anonymous"] as const)("are not a %s's to apply", async (actor) => {
    const { workspace } = await fresh();
    const asked = priceExecutions(workspace[actor].client, { workspaceId: workspace.id, fromMs: 0 });
    await expect(asked).rejects.toMatchObject({ code: "forbidden" });
  });
});

async function rolledUpCost(workspaceId: string): Promise<number> {
  const sql = openDatabase(1);
  try {
    while (Number((await sql`select private.refresh_rollups() as moved`)[0]?.["moved"]) > 0);
    const [sum] =
      await sql`select sum(cost_usd)::float8 as usd from public.execution_rollups where workspace_id = ${workspaceId} and resolution = 'day'`;
    return sum?.["usd"];
  } finally {
    await sql.end();
  }
}
