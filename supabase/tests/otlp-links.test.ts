/** Spans in any order, any number of batches, repeated and at once: the rows are those of the trace as a whole. */
import { describe, expect, test } from "vitest";
import { storedExecutions } from "./ingest-requests.ts";
import { hex, type JsonSpan, jsonSpan, postTraces, tracesRequest } from "./otlp-requests.ts";
import { createRandom } from "./random-history.ts";
import { makeSmallWorkspace, ok, service } from "./stack.ts";

type Random = () => number;
type TestSpan = { readonly span: JsonSpan; readonly agent: string | null };

const below = (random: Random, n: number) => Math.floor(random() * n);

/** A trace of 2 to 12 spans: mostly one tree; some spans name an agent; some parents were never exported; sometimes a second root. */
function drawTrace(random: Random, startMs: number): readonly TestSpan[] {
  const traceId = hex(32);
  const ids: string[] = [];
  return Array.from({ length: 2 + below(random, 11) }, (_, index) => {
    const spanId = hex(16);
    const isRoot = index === 0 ? random() < 0.9 : random() < 0.05;
    const parentSpanId = isRoot ? undefined : random() < 0.12 || ids.length === 0 ? hex(16) : ids[below(random, ids.length)];
    ids.push(spanId);
    const agent = random() < 0.35 ? `agent-${below(random, 3)}` : null;
    const span = jsonSpan({
      traceId,
      spanId,
      ...(parentSpanId !== undefined && { parentSpanId }),
      name: `span ${index}`,
      // Each a millisecond apart, so that the earliest root is known.
      startMs: startMs + index,
      endMs: startMs + 1000,
      attributes: { "gen_ai.operation.name": "chat", ...(agent !== null && { "gen_ai.agent.name": agent }) },
    });
    return { span, agent };
  });
}

/** What each span's row must say, by a walk over the whole trace: whose parent it is, and the nearest known agent above. */
function expected(trace: readonly TestSpan[]) {
  const byId = new Map(trace.map((item) => [item.span.spanId, item]));
  const root = trace.find((item) => item.span.parentSpanId === undefined);
  return trace
    .map((item) => {
      let at: TestSpan | undefined = item;
      let agent = at.agent;
      while (agent === null && at !== undefined) {
        const parentId: string | undefined = at.span.parentSpanId;
        const above: TestSpan | undefined = parentId === undefined ? undefined : (byId.get(parentId) ?? (at === root ? undefined : root));
        agent = above?.agent ?? null;
        at = above;
      }
      return [item.span.name, agent ?? "some-service", byId.get(item.span.parentSpanId ?? "")?.span.name ?? null];
    })
    .sort();
}

async function stored(workspaceId: string, trace: readonly TestSpan[]) {
  const traceId = trace[0]?.span.traceId ?? "";
  const rows = (await storedExecutions(workspaceId)).filter((row) => row.trace_id?.replaceAll("-", "") === traceId);
  const names = new Map(rows.map((row) => [row.id, row.task_description]));
  return rows.map((row) => [row.task_description, row.agent_id, row.parent_id === null ? null : names.get(row.parent_id)]).sort();
}

/** The spans in random order, some of them twice, in random batches. */
function shuffledBatches(random: Random, spans: readonly JsonSpan[]): JsonSpan[][] {
  const all = [...spans, ...spans.filter(() => random() < 0.3)];
  const mixed = all
    .map((span) => ({ span, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ span }) => span);
  const batches: JsonSpan[][] = [];
  while (mixed.length > 0) batches.push(mixed.splice(0, 1 + below(random, 5)));
  return batches;
}

async function sendAll(key: string, batches: readonly JsonSpan[][]) {
  for (const batch of batches) expect((await postTraces(key, tracesRequest(batch))).status).toBe(200);
}

describe("a trace ends in the same rows", () => {
  const seeds = Array.from({ length: 12 }, (_, index) => 100 + index);

  test.each(seeds)("in whatever order, batches and repetitions it comes (seed %i)", async (seed) => {
    const random = createRandom(seed);
    const { id, key } = await makeSmallWorkspace();
    const traces = Array.from({ length: 3 }, (_, index) => drawTrace(random, Date.now() - 60_000 + index * 100));
    await sendAll(
      key,
      shuffledBatches(
        random,
        traces.flatMap((trace) => trace.map(({ span }) => span)),
      ),
    );
    for (const trace of traces) expect(await stored(id, trace)).toEqual(expected(trace));
  });

  test.each(seeds.slice(0, 6))("when its batches come at once, from rivals (seed %i)", async (seed) => {
    const random = createRandom(seed + 1000);
    const { id, key } = await makeSmallWorkspace();
    const traces = Array.from({ length: 4 }, (_, index) => drawTrace(random, Date.now() - 60_000 + index * 100));
    const batches = shuffledBatches(
      random,
      traces.flatMap((trace) => trace.map(({ span }) => span)),
    );
    const answers = await Promise.all(batches.map((batch) => postTraces(key, tracesRequest(batch))));
    expect(answers.map(({ status }) => status)).toEqual(batches.map(() => 200));
    for (const trace of traces) expect(await stored(id, trace)).toEqual(expected(trace));
  });
});

test("an agent that was only a service until its span came leaves the fleet again", async () => {
  const { id, key } = await makeSmallWorkspace();
  const traceId = hex(32);
  const [parent, child] = [hex(16), hex(16)];
  const startMs = Date.now() - 5000;
  const about = { traceId, startMs, endMs: startMs + 100 };
  const tool = { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "search" };
  const agent = { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "planner" };
  const agents = async () => ok(await service().client.from("agents").select("id").eq("workspace_id", id)).map((row) => row.id);
  await postTraces(key, tracesRequest([jsonSpan({ ...about, spanId: child, parentSpanId: parent, name: "tool", attributes: tool })]));
  expect(await agents()).toEqual(["some-service"]);
  await postTraces(key, tracesRequest([jsonSpan({ ...about, spanId: parent, name: "agent", attributes: agent })]));
  expect(await agents()).toEqual(["planner"]);
});

test("a trace of a sender whose clock is a year behind keeps its shape, and is stored once however often it is sent", async () => {
  const { id, key } = await makeSmallWorkspace();
  const trace = drawTrace(createRandom(7), Date.now() - 365 * 24 * 3_600_000);
  const spans = trace.map(({ span }) => span);
  await sendAll(key, [spans.slice(2), spans.slice(0, 2), spans]);
  expect(await stored(id, trace)).toEqual(expected(trace));
  const rows = await storedExecutions(id);
  expect(rows).toHaveLength(spans.length);
  expect(rows.every((row) => Math.abs(Date.parse(row.started_at) - Date.now()) < 60_000)).toBe(true);
});

test("a span that was reported when it began is ended by its later report", async () => {
  const { id, key } = await makeSmallWorkspace();
  const startMs = Date.now() - 5000;
  const about = { traceId: hex(32), spanId: hex(16), name: "long", startMs };
  const begun = { ...jsonSpan({ ...about, endMs: startMs }), endTimeUnixNano: "0" };
  await postTraces(key, tracesRequest([begun]));
  expect((await storedExecutions(id)).map((row) => row.status)).toEqual(["running"]);
  const ended = jsonSpan({ ...about, endMs: startMs + 3000, attributes: { "gen_ai.agent.name": "planner" } });
  await postTraces(key, tracesRequest([ended]));
  expect((await storedExecutions(id)).map((row) => [row.status, row.agent_id, row.duration_ms])).toEqual([["succeeded", "planner", 3000]]);
});
