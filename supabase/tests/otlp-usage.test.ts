/** Tokens and costs that frameworks report on the call of a model and again, summed, above it: totals hold them once. */
import type postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ingest, newId, storedExecutions } from "./ingest-requests.ts";
import { hex, inSpan, type JsonSpan, jsonSpan, makeTracer, postTraces, tracesRequest } from "./otlp-requests.ts";
import { announcedSeed, createRandom, readRollups, refreshAll } from "./random-history.ts";
import { hasDatabase, makeSmallWorkspace, needsDatabase, ok, only, openDatabase, service } from "./stack.ts";

let sql: postgres.Sql;

beforeAll(() => {
  if (hasDatabase()) sql = openDatabase();
});
beforeEach(needsDatabase);
afterAll(() => sql?.end());

type Random = () => number;
type Kind = "invoke_workflow" | "invoke_agent" | "execute_tool" | "chat";
type Usage = { readonly input: number; readonly output: number; readonly microUsd: number };

const NOTHING: Usage = { input: 0, output: 0, microUsd: 0 };
const below = (random: Random, n: number) => Math.floor(random() * n);
const add = (a: Usage, b: Usage): Usage => ({ input: a.input + b.input, output: a.output + b.output, microUsd: a.microUsd + b.microUsd });

const attributesOf = (kind: Kind, usage: Usage | null) => ({
  "gen_ai.operation.name": kind,
  ...(kind === "invoke_agent" && { "gen_ai.agent.name": "planner" }),
  ...(kind === "execute_tool" && { "gen_ai.tool.name": "search" }),
  ...(usage !== null && {
    "gen_ai.usage.input_tokens": usage.input,
    "gen_ai.usage.output_tokens": usage.output,
    "gen_ai.usage.cost": usage.microUsd / 1e6,
  }),
});

/**
 * A trace of workflows, agents, tools and calls of models in any nesting, calls beneath calls included. Every call reports what it
 * used; of what stands above them, most report the sum of all calls beneath.
 */
function drawTrace(random: Random, startMs: number): { readonly spans: readonly JsonSpan[]; readonly used: Usage } {
  const traceId = hex(32);
  const spans: JsonSpan[] = [];
  const grow = (parentSpanId: string | undefined, depth: number): Usage => {
    const spanId = hex(16);
    const drawn = (["invoke_agent", "execute_tool", "chat", "chat"] as const)[below(random, 4)] ?? "chat";
    const kind: Kind = depth === 0 ? "invoke_workflow" : depth > 4 ? "chat" : drawn;
    const own =
      kind === "chat" ? { input: 1 + below(random, 900), output: 1 + below(random, 90), microUsd: 1 + below(random, 5000) } : NOTHING;
    const most = kind === "chat" ? (random() < 0.2 ? 1 : 0) : 1 + below(random, 3);
    let beneath = NOTHING;
    for (let child = 0; child < most; child += 1) beneath = add(beneath, grow(spanId, depth + 1));
    const said = kind === "chat" ? own : random() < 0.7 ? beneath : null;
    const place = spans.length;
    spans.push(
      jsonSpan({
        ...{
          traceId,
          spanId,
          name: `${kind} ${place}`,
          startMs: startMs + place,
          endMs: startMs + 1000,
          attributes: attributesOf(kind, said),
        },
        ...(parentSpanId !== undefined && { parentSpanId }),
      }),
    );
    return add(own, beneath);
  };
  const used = grow(undefined, 0);
  return { spans, used };
}

/** In random order, some of them twice, in random batches. */
function shuffledBatches(random: Random, spans: readonly JsonSpan[]): JsonSpan[][] {
  const mixed = [...spans, ...spans.filter(() => random() < 0.2)]
    .map((span) => ({ span, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ span }) => span);
  const batches: JsonSpan[][] = [];
  while (mixed.length > 0) batches.push(mixed.splice(0, 1 + below(random, 8)));
  return batches;
}

/** What pages show: the rollups of days. */
async function totals(workspaceId: string): Promise<Usage> {
  await refreshAll(sql);
  const rows = await sql`
    select coalesce(sum(input_tokens), 0)::integer as input, coalesce(sum(output_tokens), 0)::integer as output,
      coalesce(sum(cost_usd) * 1000000, 0)::integer as "microUsd"
    from public.execution_rollups where workspace_id = ${workspaceId} and resolution = 'day'`;
  return { ...NOTHING, ...only(rows) };
}

async function expectRebuildChangesNothing(workspaceId: string): Promise<void> {
  const before = await readRollups(sql, workspaceId);
  await sql`select private.rebuild_rollups(${workspaceId})`;
  expect(await readRollups(sql, workspaceId)).toEqual(before);
}

describe("totals are the sum over the calls of models", () => {
  const firstSeed = announcedSeed("usage");
  const seeds = Array.from({ length: 8 }, (_, index) => firstSeed + index);

  test.each(seeds)("in whatever order, batches and repetitions spans come (seed %i)", async (seed) => {
    const random = createRandom(seed);
    const { id, key } = await makeSmallWorkspace();
    const traces = Array.from({ length: 3 }, (_, index) => drawTrace(random, Date.now() - 60_000 + index * 100));
    for (const batch of shuffledBatches(
      random,
      traces.flatMap(({ spans }) => spans),
    ))
      expect((await postTraces(key, tracesRequest(batch))).status).toBe(200);
    expect(await totals(id)).toEqual(traces.map(({ used }) => used).reduce(add));
    await expectRebuildChangesNothing(id);
  });

  test.each(seeds.slice(0, 4))("when rivals send the batches at once, and figures are refreshed meanwhile (seed %i)", async (seed) => {
    const random = createRandom(seed + 1000);
    const { id, key } = await makeSmallWorkspace();
    const traces = Array.from({ length: 3 }, (_, index) => drawTrace(random, Date.now() - 60_000 + index * 100));
    const batches = shuffledBatches(
      random,
      traces.flatMap(({ spans }) => spans),
    );
    const [answers] = await Promise.all([Promise.all(batches.map((batch) => postTraces(key, tracesRequest(batch)))), refreshAll(sql, 5)]);
    expect(answers.map(({ status }) => status)).toEqual(batches.map(() => 200));
    expect(await totals(id)).toEqual(traces.map(({ used }) => used).reduce(add));
  });
});

type Made = { readonly name: string; readonly kind: Kind; readonly under?: string; readonly usage?: number };

/** Sends the spans, each in a request of its own, and says which rows' input tokens count, by name. */
async function counted(made: readonly Made[], { isExported = (_: Made): boolean => true } = {}) {
  const { id, key } = await makeSmallWorkspace();
  const traceId = hex(32);
  const ids = new Map(made.map(({ name }) => [name, hex(16)]));
  const startMs = Date.now() - 5000;
  for (const span of made.filter(isExported)) {
    const parentSpanId = ids.get(span.under ?? "");
    const usage = span.usage === undefined ? null : { input: span.usage, output: 0, microUsd: 0 };
    const one = jsonSpan({
      ...{ traceId, spanId: ids.get(span.name) ?? "", name: span.name, startMs, endMs: startMs + 10 },
      ...{ attributes: attributesOf(span.kind, usage), ...(parentSpanId !== undefined && { parentSpanId }) },
    });
    await postTraces(key, tracesRequest([one]));
  }
  const rows = await storedExecutions(id);
  // A row says what was reported, whether it counts or not.
  for (const { name, usage } of made.filter(isExported))
    expect(rows.find((row) => row.task_description === name)?.input_tokens).toBe(usage ?? null);
  const names = rows.filter((row) => row.input_tokens !== null && row.is_usage_in_children !== true).map((row) => row.task_description);
  return { names: names.sort(), total: (await totals(id)).input };
}

const WORKFLOW: Made = { name: "workflow", kind: "invoke_workflow", usage: 70 };
const AGENT: Made = { name: "agent", kind: "invoke_agent", under: "workflow", usage: 70 };

describe.each(["parents first", "children first"])("%s:", (order) => {
  const inOrder = (made: readonly Made[]) => (order === "parents first" ? made : made.toReversed());

  test.each<[string, readonly Made[], readonly string[], number]>([
    ["a sum that nobody beneath explains counts, once", [WORKFLOW, AGENT], ["agent"], 70],
    ["both levels above a call count no more", [WORKFLOW, AGENT, { name: "call", kind: "chat", under: "agent", usage: 70 }], ["call"], 70],
    [
      "a call in a tool is in the agent's sum",
      [AGENT, { name: "tool", kind: "execute_tool", under: "agent" }, { name: "call", kind: "chat", under: "tool", usage: 70 }],
      ["call"],
      70,
    ],
    [
      "where only some calls say what they used, what they say counts",
      [AGENT, { name: "one", kind: "chat", under: "agent", usage: 30 }, { name: "other", kind: "chat", under: "agent" }],
      ["one"],
      30,
    ],
    [
      "a call that says it used nothing explains no sum",
      [AGENT, { name: "call", kind: "chat", under: "agent", usage: 0 }],
      ["agent", "call"],
      70,
    ],
    [
      "a call counts though another call stands beneath it",
      [
        { name: "call", kind: "chat", usage: 30 },
        { name: "tool", kind: "execute_tool", under: "call" },
        { name: "other", kind: "chat", under: "tool", usage: 40 },
      ],
      ["call", "other"],
      70,
    ],
  ])("%s", async (_, made, names, total) => {
    expect(await counted(inOrder(made))).toEqual({ names, total });
  });

  test("a call whose parent was never exported is taken to be beneath the root of its trace", async () => {
    const made = inOrder([
      WORKFLOW,
      { name: "lost", kind: "execute_tool", under: "workflow" },
      { name: "call", kind: "chat", under: "lost", usage: 70 },
    ]);
    expect(await counted(made, { isExported: ({ name }) => name !== "lost" })).toEqual({ names: ["call"], total: 70 });
  });
});

test("spans of the official exporter count once", async () => {
  const { id, key } = await makeSmallWorkspace();
  const { tracer, provider } = makeTracer(key, "protobuf");
  const usage = { input: 120, output: 8, microUsd: 500 };
  await inSpan(tracer, { name: "invoke_agent planner", attributes: attributesOf("invoke_agent", usage) }, () =>
    inSpan(tracer, { name: "chat", attributes: attributesOf("chat", usage) }, async () => undefined),
  );
  await provider.shutdown();
  expect(await totals(id)).toEqual(usage);
});

test("a sum that got its price before what it sums came takes it back from the totals, and prices set later pass it by", async () => {
  const { id, key } = await makeSmallWorkspace();
  const price = { workspace_id: id, model: "m-1", valid_from: "2026-01-01T00:00:00Z", input_usd: 10, output_usd: 10 };
  ok(await service().client.from("model_prices").insert(price));
  const traceId = hex(32);
  const agentId = hex(16);
  const startMs = Date.now() - 5000;
  const span = (kind: Kind, more: { spanId: string; parentSpanId?: string }) => {
    const attributes = { ...attributesOf(kind, null), "gen_ai.request.model": "m-1", "gen_ai.usage.input_tokens": 100 };
    return jsonSpan({ traceId, name: kind, startMs, endMs: startMs + 10, attributes, ...more });
  };
  await postTraces(key, tracesRequest([span("invoke_agent", { spanId: agentId })]));
  // 100 tokens at 10 dollars a million are 1000 millionths of a dollar.
  expect((await totals(id)).microUsd).toBe(1000);
  await postTraces(key, tracesRequest([span("chat", { spanId: hex(16), parentSpanId: agentId })]));
  expect(await totals(id)).toEqual({ input: 100, output: 0, microUsd: 1000 });
  await sql`update public.model_prices set input_usd = 20 where workspace_id = ${id}`;
  const costs =
    await sql`select is_priceable from private.unreported_costs(${id}, '2026-01-01', 'm-1', '00000000-0000-0000-0000-000000000000', 10)`;
  expect(costs.map((row) => row["is_priceable"]).sort()).toEqual([false, true]);
});

test("executions by plain HTTP count as they say, parents and children alike", async () => {
  const { id, key } = await makeSmallWorkspace();
  const about = { agentId: "a", taskType: "t", status: "succeeded", startedAt: new Date().toISOString(), durationMs: 5, inputTokens: 50 };
  const parent = newId();
  await ingest(key, {
    executions: [
      { ...about, id: parent },
      { ...about, id: newId(), parentId: parent },
    ],
  });
  expect((await totals(id)).input).toBe(100);
});
