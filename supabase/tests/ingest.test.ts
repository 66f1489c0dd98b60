import { beforeAll, describe, expect, test } from "vitest";
import { INGEST_MAX_BYTES, INGEST_MAX_EXECUTIONS } from "../../lib/domain/ingest.ts";
import { INGEST_MAX_METRICS } from "../../lib/domain/metric.ts";
import { DAY_MS, finished, ingest, iso, MINUTE_MS, newId, running, storedExecutions } from "./ingest-requests.ts";
import { makeKey, makeSmallWorkspace, ok, only, service, supabase } from "./stack.ts";

let workspace: Awaited<ReturnType<typeof makeSmallWorkspace>>;
let key: string;

beforeAll(async () => {
  workspace = await makeSmallWorkspace();
  key = workspace.key;
});

/** A workspace of the test's own, so that it can count all rows. */
async function fresh() {
  const own = await makeSmallWorkspace();
  return { ...own, send: (executions: readonly unknown[]) => ingest(own.key, { executions }), rows: () => storedExecutions(own.id) };
}

const NOTHING = { rejected: [], clockSkews: [] };

describe("a batch", () => {
  test("is stored with every field that was sent", async () => {
    const { send, rows, id: workspaceId } = await fresh();
    const parentId = newId();
    const start = running(Date.now() - MINUTE_MS, {
      parentId,
      traceId: "0af7651916cd43dd8448eb211c80319c",
      taskDescription: "Do it",
      attempt: 2,
    });
    const failed = finished(start, {
      status: "failed",
      inputs: { a: [1, "zwei", null, { deep: true }] },
      outputs: "text",
      error: { type: "Timeout", message: "took too long", details: { limit: 5 } },
      model: "m-1",
      provider: "p-1",
      inputTokens: 10,
      cachedInputTokens: 10,
      outputTokens: 20,
      costUsd: 0.001234567,
      tags: { env: "test" },
    });
    expect(await send([failed])).toEqual({ status: 200, body: { stored: 1, unchanged: 0, ...NOTHING } });
    const { received_at: _, started_at, finished_at, cost_usd, ...row } = only(await rows());
    expect([started_at, finished_at].map((text) => Date.parse(String(text).replace(/\+00$/, "Z")))).toEqual([
      Date.parse(start.startedAt),
      Date.parse(start.startedAt) + 1000,
    ]);
    expect(Number(cost_usd)).toBe(0.001234567);
    expect(row).toEqual({
      workspace_id: workspaceId,
      id: start.id,
      agent_id: "test-agent",
      task_type: "test-task",
      task_description: "Do it",
      status: "failed",
      duration_ms: 1000,
      attempt: 2,
      parent_id: parentId,
      trace_id: "0af76519-16cd-43dd-8448-eb211c80319c",
      inputs: { a: [1, "zwei", null, { deep: true }] },
      outputs: "text",
      error_type: "Timeout",
      error_message: "took too long",
      error_details: { limit: 5 },
      model: "m-1",
      provider: "p-1",
      input_tokens: 10,
      cached_input_tokens: 10,
      is_priced: null,
      is_usage_in_children: null,
      output_tokens: 20,
      tags: { env: "test" },
      is_generated: false,
      clock_skew_ms: null,
    });
  });

  test("makes its agents and what they can do known", async () => {
    const { send, id } = await fresh();
    await send([running(Date.now(), { agentId: "one", taskType: "x" }), running(Date.now(), { agentId: "one", taskType: "y" }), running()]);
    await send([running(Date.now(), { agentId: "one", taskType: "x" })]);
    const agents = ok(
      await service().client.from("agents").select("id, agent_capabilities (task_type)").eq("workspace_id", id).order("id"),
    );
    expect(agents.map((agent) => [agent.id, agent.agent_capabilities.map((known) => known.task_type).sort()])).toEqual([
      ["one", ["x", "y"]],
      ["test-agent", ["test-task"]],
    ]);
  });

  test("sent twice is one batch", async () => {
    const { send, rows } = await fresh();
    const batch = [finished(running()), running(), finished(running(), { status: "cancelled" })];
    expect((await send(batch)).body).toEqual({ stored: 3, unchanged: 0, ...NOTHING });
    const before = await rows();
    expect((await send(batch)).body).toEqual({ stored: 0, unchanged: 3, ...NOTHING });
    expect(await rows()).toEqual(before);
  });

  test("sent by eight senders at once is one batch, in whatever order each sends it", async () => {
    const { send, rows } = await fresh();
    const batch = Array.from({ length: 100 }, (_, index) =>
      finished(running(Date.now() - index * 1000, { agentId: `agent ${index % 7}` })),
    );
    const orders = Array.from({ length: 8 }, (_, turn) => [...batch.slice(turn * 12), ...batch.slice(0, turn * 12)]);
    const answers = await Promise.all(orders.map((order, turn) => send(turn % 2 === 0 ? order : order.toReversed())));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(answers.reduce((sum, { body }) => sum + body.stored, 0)).toBe(100);
    expect((await rows()).map(({ id }) => id)).toEqual(batch.map(({ id }) => id).sort());
  });

  test("of the largest size is taken", async () => {
    const { send } = await fresh();
    const rows = Array.from({ length: INGEST_MAX_EXECUTIONS }, () => finished(running(Date.now(), { inputs: "x".repeat(2000) })));
    expect((await send(rows)).body.stored).toBe(INGEST_MAX_EXECUTIONS);
  });
});

describe("a row without an id", () => {
  const noId = (atMs: number, more = {}) => ({ ...finished(running(atMs)), id: undefined, ...more });

  test("gets one from its content, so that the same row sent again is the same row", async () => {
    const { send, rows } = await fresh();
    const at = Date.now() - MINUTE_MS;
    expect((await send([noId(at), noId(at)])).body).toMatchObject({ stored: 1, unchanged: 1 });
    expect((await send([noId(at)])).body).toMatchObject({ stored: 0, unchanged: 1 });
    expect((await send([noId(at, { outputs: "else" })])).body.stored).toBe(1);
    expect(await rows()).toHaveLength(2);
  });
});

describe("a start and a finish", () => {
  const told = (atMs: number) =>
    running(atMs, { taskDescription: "told at the start", inputs: { a: 1 }, model: "m-1", tags: { env: "test" } });
  const barely = (start: { id: string; startedAt: string }) =>
    finished({ ...running(), id: start.id, startedAt: start.startedAt }, { outputs: "done" });
  const WHOLE = {
    status: "succeeded",
    outputs: "done",
    task_description: "told at the start",
    inputs: { a: 1 },
    model: "m-1",
    tags: { env: "test" },
  };

  test("in two batches are one execution that knows what both said", async () => {
    const { send, rows } = await fresh();
    const start = told(Date.now());
    expect((await send([start])).body.stored).toBe(1);
    expect((await send([barely(start)])).body.stored).toBe(1);
    expect(only(await rows())).toMatchObject(WHOLE);
  });

  test.each(["start first", "finish first"])("in one batch are the same, %s", async (order) => {
    const { send, rows } = await fresh();
    const start = told(Date.now());
    const both = [start, barely(start)];
    expect((await send(order === "start first" ? both : both.toReversed())).body).toMatchObject({ stored: 1, rejected: [] });
    expect(only(await rows())).toMatchObject(WHOLE);
  });

  test("end the execution also when the finish comes first, and the late start reopens nothing", async () => {
    const { send, rows } = await fresh();
    const start = running();
    await send([finished(start)]);
    const before = await rows();
    expect((await send([start])).body).toMatchObject({ stored: 0, unchanged: 1 });
    expect(await rows()).toEqual(before);
  });

  test("end it once: a second, different end changes nothing", async () => {
    const { send, rows } = await fresh();
    const start = running();
    await send([start]);
    await send([finished(start)]);
    expect((await send([finished(start, { status: "failed" })])).body).toMatchObject({ stored: 0, unchanged: 1 });
    expect(only(await rows()).status).toBe("succeeded");
  });
});

const nest = (depth: number): unknown => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`);

describe("bad rows", () => {
  test("come back each with its index, field and reason, while the good ones are stored", async () => {
    const { send, rows } = await fresh();
    const good = [running(), finished(running())];
    const { body, status } = await send([
      good[0],
      { ...running(), id: "not-a-uuid" },
      { ...running(), agentId: " " },
      { ...running(), startedAt: "yesterday" },
      good[1],
      { ...running(), status: "succeeded" },
      { ...finished(running()), finishedAt: iso(Date.now() - DAY_MS) },
      { ...running(), status: "exploded" },
      { ...running(), colour: "red" },
      "no object",
      null,
      finished(running(Date.now() - 200 * DAY_MS)),
    ]);
    expect(status).toBe(200);
    expect(body.stored).toBe(2 + 1);
    expect(body.rejected.map(({ index, field }) => [index, field])).toEqual([
      [1, "id"],
      [2, "agentId"],
      [3, "startedAt"],
      [5, "finishedAt"],
      [6, "finishedAt"],
      [7, "status"],
      [8, ""],
      [9, ""],
      [10, ""],
    ]);
    for (const { reason } of body.rejected) expect(reason.length).toBeGreaterThan(3);
    expect(await rows()).toHaveLength(3);
  });

  // Each passes for an ordinary value in JSON, and is one that Postgres or a Date cannot hold.
  const HOSTILE: readonly (readonly [string, Record<string, unknown>])[] = [
    ["a NUL character in a message", { error: { message: "a\u0000b" } }],
    ["a NUL character in a key", { inputs: { "a\u0000b": 1 } }],
    ["a NUL character in the agent's name", { agentId: "a\u0000b" }],
    ["half a surrogate pair", { outputs: "\ud800" }],
    ["half a surrogate pair in a name", { taskType: "x\udc00" }],
    ["a start before the epoch", { startedAt: "1969-12-31T23:59:59Z", id: undefined }],
    ["a start in the year 0", { startedAt: "0000-01-01T00:00:00Z", id: undefined }],
    ["a start in the year 9999", { startedAt: "9999-12-31T23:59:59Z", finishedAt: "9999-12-31T23:59:59Z", id: undefined }],
    ["an end in the year 9999", { finishedAt: "9999-12-31T23:59:59Z" }],
    ["an offset that no clock has", { startedAt: "2026-11-01T00:00:00+23:59" }],
    ["a duration beyond all dates", { finishedAt: undefined, durationMs: 1e300 }],
    ["a duration of a subnormal number", { durationMs: 5e-324 }],
    ["a number beyond doubles", { inputs: JSON.parse("1e400") }],
    ["a nest of a hundred levels", { inputs: nest(100) }],
    ["a nest of two thousand levels", { inputs: nest(2000) }],
    ["an id that was made in another year", { id: newId(0) }],
    ["the largest cost", { costUsd: 1_000_000 }],
  ];

  test.each(HOSTILE)("do not spoil the others: %s", async (_, fields) => {
    const { send, rows } = await fresh();
    const good = finished(running());
    const { status, body } = await send([{ ...finished(running()), ...fields }, good]);
    expect(status).toBe(200);
    expect(body.stored + body.rejected.length).toBe(2);
    expect((await rows()).map(({ id }) => id)).toContain(good.id);
    for (const { index, reason } of body.rejected) expect([index, reason.length > 3]).toEqual([0, true]);
  });
});

test("a nest of thirty thousand levels, which JSON.stringify itself cannot write, does not spoil the others", async () => {
  const own = await fresh();
  const good = finished(running());
  const deep = JSON.stringify({ ...running(), inputs: "NEST" }).replace('"NEST"', "[".repeat(30_000) + "]".repeat(30_000));
  const { status, body } = await ingest(own.key, `{"executions":[${deep},${JSON.stringify(good)}]}`);
  expect(status).toBe(200);
  expect(body.stored).toBe(1);
  expect(body.rejected).toEqual([{ index: 0, field: "", reason: expect.stringContaining("nested deeper") }]);
});

describe("a key", () => {
  const unauthorized = { status: 401, body: { code: "unauthorized", message: expect.any(String) } };

  test.each(["wv_wrong", "", "sb_secret_guess"])("that is wrong stores nothing: %j", async (wrong) => {
    const before = (await storedExecutions(workspace.id)).length;
    expect(await ingest(wrong, { executions: [running()] })).toEqual(unauthorized);
    expect(await storedExecutions(workspace.id)).toHaveLength(before);
  });

  test("that is missing stores nothing", async () => {
    const answer = await fetch(`${supabase().url}/functions/v1/ingest`, {
      method: "POST",
      body: JSON.stringify({ executions: [running()] }),
    });
    expect(answer.status).toBe(401);
  });

  test("that is the project's own publishable key is no agent's", async () => {
    expect(await ingest(supabase().publishableKey, { executions: [running()] })).toEqual(unauthorized);
  });

  test("stops at once when it is revoked, and the others go on", async () => {
    const own = await makeSmallWorkspace();
    const second = await makeKey(own.admin, own.id, "second");
    expect((await ingest(second, { executions: [running()] })).status).toBe(200);
    const row = ok(await own.admin.client.from("api_keys").select("id").match({ workspace_id: own.id, name: "second" }).single());
    ok(await own.admin.client.rpc("revoke_api_key", { p_workspace_id: own.id, p_id: row.id }));
    expect(await ingest(second, { executions: [running()] })).toEqual(unauthorized);
    expect((await ingest(own.key, { executions: [running()] })).status).toBe(200);
    expect(await storedExecutions(own.id)).toHaveLength(2);
  });

  test("of another workspace stores nothing, in neither", async () => {
    const other = await makeSmallWorkspace();
    const before = (await storedExecutions(workspace.id)).length;
    expect(await ingest(other.key, { executions: [running()], workspaceId: workspace.id })).toEqual(unauthorized);
    expect(await storedExecutions(workspace.id)).toHaveLength(before);
    expect(await storedExecutions(other.id)).toEqual([]);
    expect(ok(await service().client.from("agents").select("id").eq("workspace_id", other.id))).toEqual([]);
    expect((await ingest(other.key, { executions: [running()], workspaceId: other.id })).status).toBe(200);
  });

  test("cannot end an execution of another workspace that has the same id", async () => {
    const [one, other] = await Promise.all([fresh(), fresh()]);
    const start = running();
    await one.send([start]);
    expect((await other.send([finished(start)])).body.stored).toBe(1);
    expect(only(await one.rows()).status).toBe("running");
  });

  test("shows when it was last used", async () => {
    const own = await makeSmallWorkspace();
    const used = async () =>
      ok(await own.admin.client.from("api_keys").select("last_used_at").eq("workspace_id", own.id).single()).last_used_at;
    expect(await used()).toBeNull();
    await ingest(own.key, { executions: [running()] });
    expect(await used()).not.toBeNull();
  });
});

describe("a request that is no batch", () => {
  test.each([
    ["no JSON", "{"],
    ["nothing", ""],
    ["a list", "[]"],
    ["no executions", "{}"],
    ["an empty batch", '{"executions":[]}'],
    ["an unknown field", '{"executions":[{}],"colour":1}'],
    ["a sentAt that is no instant", '{"executions":[{}],"sentAt":"now"}'],
    ["a workspace that is no id", '{"executions":[{}],"workspaceId":"mine"}'],
    ["too many executions", JSON.stringify({ executions: Array.from({ length: INGEST_MAX_EXECUTIONS + 1 }, () => 0) })],
  ])("is refused with 400 and a sentence: %s", async (_, body) => {
    const answer = await ingest(key, body);
    expect(answer).toEqual({ status: 400, body: { code: "invalid_input", message: expect.stringMatching(/\w+ .+/) } });
  });

  test("is refused with 413 and the limit when it is too large", async () => {
    const answer = await ingest(key, JSON.stringify({ executions: [running()], pad: "x".repeat(INGEST_MAX_BYTES) }));
    expect(answer).toEqual({
      status: 413,
      body: {
        code: "payload_too_large",
        message: expect.stringContaining(String(INGEST_MAX_BYTES)),
        maxBytes: INGEST_MAX_BYTES,
        maxExecutions: INGEST_MAX_EXECUTIONS,
        maxMetrics: INGEST_MAX_METRICS,
      },
    });
  });

  test("is refused with 413 also when it does not say its length", async () => {
    const part = new Uint8Array(256 * 1024).fill(32);
    let left = 40;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        left -= 1;
        if (left < 0) controller.close();
        else controller.enqueue(part);
      },
    });
    const init = { method: "POST", headers: { authorization: `Bearer ${key}` }, body, duplex: "half" } as RequestInit;
    const answer = await fetch(`${supabase().url}/functions/v1/ingest`, init);
    expect(answer.status).toBe(413);
  });

  test("is refused with 405 when it is no POST, and a browser is told that it may call", async () => {
    expect((await fetch(`${supabase().url}/functions/v1/ingest`)).status).toBe(405);
    const preflight = await fetch(`${supabase().url}/functions/v1/ingest`, { method: "OPTIONS" });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
    expect(preflight.headers.get("access-control-allow-headers")).toContain("authorization");
  });
});
