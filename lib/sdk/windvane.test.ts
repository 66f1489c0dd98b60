import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readUuidV7InstantMs } from "../core/uuid-v7.ts";
import type { Problem } from "./problem.ts";
import { type Answer, createRecordingIngest } from "./recording-ingest.ts";
import { createWindvane, type WindvaneOptions } from "./windvane.ts";

const START_MS = Date.UTC(2026, 10, 22, 12);
const TASK = { agentId: "email-agent", taskType: "email_processing" };

beforeEach(() => {
  vi.useFakeTimers({ now: START_MS });
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp(answers: readonly Answer[] = [], options: Partial<WindvaneOptions> = {}) {
  const ingest = createRecordingIngest(answers);
  const problems: Problem[] = [];
  const windvane = createWindvane({
    url: "http://127.0.0.1:54321/",
    apiKey: "wv_test",
    spool: false,
    fetch: ingest.fetch,
    random: () => 0.5,
    onProblem: (problem) => problems.push(problem),
    ...options,
  });
  return { ...windvane, start: windvane.executionFeedback.startExecution, requests: ingest.requests, problems };
}

const kindsOf = (problems: readonly Problem[]): readonly string[] => problems.map((problem) => problem.kind);

test("the example of the docstring reports one succeeded execution", async () => {
  vi.useRealTimers();
  const { fetch, requests } = createRecordingIngest([]);
  const [url, apiKey] = ["http://127.0.0.1:54321", "wv_example"];
  const { executionFeedback, close } = createWindvane({ url, apiKey, fetch });
  const execution = executionFeedback.startExecution({ agentId: "email-agent", taskType: "email_processing" });
  execution.finish({ success: true, outputs: { contactsCreated: 1 } });
  await close();
  expect(requests.flatMap((request) => request.executions)).toMatchObject([
    { ...TASK, status: "succeeded", outputs: { contactsCreated: 1 } },
  ]);
});

describe("what is sent", () => {
  test("a finished execution is sent once, whole, to ingest, with the key and the time of sending", async () => {
    const { start, requests, problems } = setUp();
    const execution = start({
      ...TASK,
      taskDescription: "Process email from ada@example.com",
      inputs: { messages: 1 },
      attempt: 2,
      tags: { demo: true },
    });
    await vi.advanceTimersByTimeAsync(120);
    execution.finish({
      success: true,
      outputs: { contactsCreated: 1 },
      inputTokens: 10.4,
      costUsd: 0.0125,
      model: "small",
      tags: { run: 7 },
    });
    await vi.advanceTimersByTimeAsync(130);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      url: "http://127.0.0.1:54321/functions/v1/ingest",
      authorization: "Bearer wv_test",
      sentAt: "2026-11-22T12:00:00.250Z",
      workspaceId: undefined,
    });
    expect(requests[0]?.executions).toEqual([
      {
        id: execution.id,
        ...TASK,
        taskDescription: "Process email from ada@example.com",
        status: "succeeded",
        startedAt: "2026-11-22T12:00:00.000Z",
        finishedAt: "2026-11-22T12:00:00.120Z",
        durationMs: 120,
        attempt: 2,
        inputs: { messages: 1 },
        outputs: { contactsCreated: 1 },
        inputTokens: 10,
        costUsd: 0.0125,
        model: "small",
        tags: { demo: true, run: 7 },
        traceId: execution.traceId,
      },
    ]);
    expect(execution.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(readUuidV7InstantMs(execution.id)).toBe(START_MS);
    expect(problems).toEqual([]);
  });

  test("work that takes longer than the gathering is announced as running, then told again at its end", async () => {
    const { start, requests } = setUp();
    const execution = start(TASK);
    await vi.advanceTimersByTimeAsync(5000);
    execution.finish({ success: false, error: new TypeError("no such field") });
    await vi.advanceTimersByTimeAsync(250);
    expect(requests.flatMap((request) => request.executions.map(({ id, status }) => ({ id, status })))).toEqual([
      { id: execution.id, status: "running" },
      { id: execution.id, status: "failed" },
    ]);
    expect(requests[1]?.executions[0]?.error).toMatchObject({ type: "TypeError", message: "no such field" });
  });

  test("a duration does not follow a wall clock that is set back", async () => {
    let wallMs = START_MS;
    const { start, requests, flush } = setUp([], { now: () => wallMs });
    const execution = start(TASK);
    vi.advanceTimersByTime(100);
    wallMs -= 3_600_000;
    execution.finish({ success: true });
    await Promise.all([flush(), vi.advanceTimersByTimeAsync(0)]);
    expect(requests[0]?.executions[0]).toMatchObject({ durationMs: 100, finishedAt: "2026-11-22T12:00:00.100Z" });
  });

  test("a child names its parent and takes over its trace; cancelled work is neither success nor failure", async () => {
    const { start, requests } = setUp();
    const parent = start({ ...TASK, traceId: "0123456789abcdef0123456789abcdef" });
    start({ ...TASK, parent }).cancel("withdrawn");
    start({ ...TASK, parent: parent.id }).finish({ success: true });
    await vi.advanceTimersByTimeAsync(250);
    const [, cancelled, byId] = requests[0]?.executions ?? [];
    expect(cancelled).toMatchObject({
      parentId: parent.id,
      traceId: parent.traceId,
      status: "cancelled",
      error: { type: "Cancelled", message: "withdrawn" },
    });
    expect(byId).toMatchObject({ parentId: parent.id });
    expect(byId?.traceId).toBeUndefined();
  });

  test("a full batch goes at once, one request at a time, and rows of two workspaces never share one", async () => {
    const { start, requests } = setUp([], { maxBatch: 2 });
    const [one, two] = ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"];
    for (const workspaceId of [one, one, one, two]) start({ ...TASK, workspaceId }).finish({ success: true });
    await vi.advanceTimersByTimeAsync(10);
    expect(requests.map((request) => [request.workspaceId, request.executions.length])).toEqual([
      [one, 2],
      [one, 1],
      [two, 1],
    ]);
  });
});

describe("what goes wrong", () => {
  test("a second finish is ignored and told", async () => {
    const { start, requests, problems } = setUp();
    const execution = start(TASK);
    execution.finish({ success: true });
    execution.cancel();
    execution.finish({ success: false });
    await vi.advanceTimersByTimeAsync(1000);
    expect(requests.flatMap((request) => request.executions.map((row) => row.status))).toEqual(["succeeded"]);
    expect(kindsOf(problems)).toEqual(["finished_twice", "finished_twice"]);
  });

  test.each<[string, Answer]>([
    ["a lost connection", new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED") })],
    ["408", { status: 408 }],
    ["429", { status: 429 }],
    ["503", { status: 503 }],
    ["a page of a stranger", { status: 200, body: "<html>sign in to this network</html>" }],
  ])("after %s the same rows are sent again, after half of a ceiling that doubles", async (_what, answer) => {
    const { start, requests, problems } = setUp([answer, answer]);
    const { id, finish } = start(TASK);
    finish({ success: true });
    // 250 gathering, then 0.5 * 500 and 0.5 * 1000.
    await vi.advanceTimersByTimeAsync(250 + 250 + 499);
    expect(requests).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(requests.map((request) => request.executions[0]?.id)).toEqual([id, id, id]);
    expect(kindsOf(problems)).toEqual(["retrying", "retrying"]);
  });

  test("Retry-After is waited for", async () => {
    const { start, requests } = setUp([{ status: 429, headers: { "retry-after": "7" } }]);
    start(TASK).finish({ success: true });
    await vi.advanceTimersByTimeAsync(250 + 7000 + 249);
    expect(requests).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(requests).toHaveLength(2);
  });

  test("an execution that ended while its start could not be delivered is sent as ended only", async () => {
    const { start, requests } = setUp([{ status: 503 }]);
    const execution = start(TASK);
    await vi.advanceTimersByTimeAsync(250);
    execution.finish({ success: true });
    await vi.advanceTimersByTimeAsync(1000);
    expect(requests.map((request) => request.executions.map((row) => row.status))).toEqual([["running"], ["succeeded"]]);
  });

  test("a refused key is told once, and nothing is sent with it any more", async () => {
    const { start, requests, problems } = setUp([{ status: 401, body: "no such key" }]);
    start(TASK).finish({ success: true });
    await vi.advanceTimersByTimeAsync(250);
    start(TASK).finish({ success: true });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(requests).toHaveLength(1);
    expect(kindsOf(problems)).toEqual(["unauthorized"]);
  });

  test.each([400, 403, 404, 301])("a batch answered %d is dropped and told, and later ones are sent", async (status) => {
    const { start, requests, problems } = setUp([{ status, body: "no" }]);
    start(TASK).finish({ success: true });
    await vi.advanceTimersByTimeAsync(250);
    start(TASK).finish({ success: true });
    await vi.advanceTimersByTimeAsync(250);
    expect(requests).toHaveLength(2);
    expect(problems).toMatchObject([{ kind: "dropped", reason: "refused", count: 1 }]);
  });

  test("a batch that is too large is cut until it fits, and a row that never fits is dropped", async () => {
    const tooLarge = { status: 413 };
    const { start, requests, problems } = setUp([tooLarge, tooLarge, tooLarge], { maxBatch: 4 });
    for (let index = 0; index < 4; index += 1) start(TASK).finish({ success: true });
    await vi.advanceTimersByTimeAsync(10);
    expect(requests.map((request) => request.executions.length)).toEqual([4, 2, 1, 2, 1]);
    expect(problems).toMatchObject([{ kind: "dropped", count: 1 }]);
  });

  test("rejected rows and a clock that is off are told by name, and stray parts of an answer do no harm", async () => {
    const rejected = [null, { index: 0, field: "startedAt", reason: "is older than is kept" }];
    const clockSkews = [{ agentId: "email-agent", skewMs: 400_000 }];
    const { start, problems } = setUp([{ status: 200, body: { stored: 0, unchanged: 0, rejected, clockSkews } }]);
    const { id, finish } = start(TASK);
    finish({ success: true });
    await vi.advanceTimersByTimeAsync(250);
    expect(problems).toMatchObject([
      { kind: "rejected", executionId: id, field: "startedAt" },
      { kind: "clock_skew", agentId: "email-agent", skewMs: 400_000 },
    ]);
  });

  test("while nothing can be sent, running rows give way first, and the loss is counted", async () => {
    const { start, requests, problems } = setUp([{ status: 503 }], { maxQueued: 2, maxBatch: 10 });
    start({ ...TASK, taskType: "first" }).finish({ success: true });
    await vi.advanceTimersByTimeAsync(250);
    start({ ...TASK, taskType: "unfinished" });
    start({ ...TASK, taskType: "second" }).finish({ success: true });
    start({ ...TASK, taskType: "third" }).finish({ success: true });
    await vi.advanceTimersByTimeAsync(250);
    expect(requests[1]?.executions.map((row) => row.taskType)).toEqual(["second", "third"]);
    // The starts of "unfinished" and "third" had no room, then the oldest, "first".
    const dropped = problems.filter((problem) => problem.kind === "dropped");
    expect(dropped).toMatchObject([
      { reason: "overflow", count: 3, message: expect.stringContaining("1 ended executions are lost, the start of 2 others") },
    ]);
  });

  test.each<[string, Partial<WindvaneOptions>]>([
    ["no address", { url: "somewhere" }],
    ["no key", { apiKey: "" }],
  ])("with %s it tells so and sends nothing", async (_what, options) => {
    const { start, requests, problems, flush } = setUp([], options);
    start(TASK).finish({ success: true });
    expect(await flush()).toBe(0);
    expect(requests).toEqual([]);
    expect(kindsOf(problems)).toEqual(["misconfigured"]);
  });

  test("nothing throws, whatever it is called with", async () => {
    const hostile = {
      get field(): never {
        throw new Error("no reading");
      },
    };
    const { start, requests, problems } = setUp([], {
      onProblem: () => {
        throw new Error("the listener is broken too");
      },
    });
    const warn = vi.spyOn(console, "warn").mockReturnValue(undefined);
    const unusable = start(undefined as unknown as typeof TASK);
    unusable.finish({ success: true });
    const execution = start({ ...TASK, inputs: hostile, tags: hostile as never });
    execution.finish({ success: false, error: hostile, outputs: hostile, inputTokens: Number.NaN });
    start(TASK).finish(undefined as never);
    await vi.advanceTimersByTimeAsync(250);
    expect(requests[0]?.executions[0]?.id).toBe(execution.id);
    expect(warn).toHaveBeenCalled();
    warn.mockRestore();
    expect(problems).toEqual([]);
  });
});

describe("flush and close", () => {
  test("flush sends without gathering and resolves when all is stored", async () => {
    const { start, requests, flush } = setUp();
    start(TASK).finish({ success: true });
    const flushed = flush();
    await vi.advanceTimersByTimeAsync(0);
    expect(await flushed).toBe(0);
    expect(requests).toHaveLength(1);
  });

  test("flush gives up at its deadline and says how many wait; they are still sent later", async () => {
    const { start, requests, flush } = setUp([{ status: 503, headers: { "retry-after": "60" } }]);
    start(TASK).finish({ success: true });
    const flushed = flush({ timeoutMs: 1000 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(await flushed).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(requests).toHaveLength(2);
  });

  test("after close nothing is taken on, and that is told", async () => {
    const { start, requests, problems, close } = setUp();
    const late = start(TASK);
    const closed = close();
    await vi.advanceTimersByTimeAsync(0);
    expect(await closed).toBe(0);
    late.finish({ success: true });
    await vi.advanceTimersByTimeAsync(1000);
    expect(requests.flatMap((request) => request.executions.map((row) => row.status))).toEqual(["running"]);
    expect(problems).toMatchObject([{ kind: "dropped", reason: "closed" }]);
  });

  test("a request that is never answered is ended and repeated", async () => {
    let calls = 0;
    const silent: typeof fetch = (_url, init) => {
      calls += 1;
      return new Promise((_resolve, reject) => init?.signal?.addEventListener("abort", () => reject(init.signal?.reason)));
    };
    const { start, problems } = setUp([], { fetch: silent, requestTimeoutMs: 3000 });
    start(TASK).finish({ success: true });
    await vi.advanceTimersByTimeAsync(250 + 3000 + 250);
    expect(calls).toBe(2);
    expect(problems).toMatchObject([{ kind: "retrying", message: expect.stringContaining("no answer within 3000 ms") }]);
  });
});
