import { expect, test, vi } from "vitest";
import type { Problem } from "./problem.ts";
import { createRecordingIngest } from "./recording-ingest.ts";
import { createWindvane, type WindvaneOptions } from "./windvane.ts";

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(() => resolve()));
const task = (taskType: string) => ({ agentId: "agent", taskType });

function setUp(options: Partial<WindvaneOptions> = {}) {
  const ingest = createRecordingIngest();
  const problems: Problem[] = [];
  const onProblem = (problem: Problem) => problems.push(problem);
  const windvane = createWindvane({ url: "http://127.0.0.1:1", apiKey: "k", spool: false, fetch: ingest.fetch, onProblem, ...options });
  /** What was received of each task type, its end only. */
  const ended = async () => {
    await windvane.flush();
    const rows = ingest.requests.flatMap(({ executions }) => executions).filter(({ status }) => status !== "running");
    return new Map(rows.map((row) => [row.taskType, row]));
  };
  return { ...windvane, ...windvane.executionFeedback, ended, problems };
}

test("what work returns or throws reaches the caller, and makes the outcome", async () => {
  const { runExecution, ended } = setUp();
  const failure = new RangeError("too far");
  const abort = new DOMException("stopped by the operator", "AbortError");
  expect(runExecution(task("plain"), () => 7)).toBe(7);
  expect(await runExecution(task("async"), async () => "later")).toBe("later");
  await expect(runExecution(task("fails"), () => Promise.reject(failure))).rejects.toBe(failure);
  await expect(runExecution(task("aborts"), () => Promise.reject(abort))).rejects.toBe(abort);
  const fail = () => {
    throw failure;
  };
  expect(() => runExecution(task("throws"), fail)).toThrow(failure);
  const rows = await ended();
  expect(Object.fromEntries([...rows].map(([type, { status }]) => [type, status]))).toEqual({
    plain: "succeeded",
    async: "succeeded",
    fails: "failed",
    aborts: "cancelled",
    throws: "failed",
  });
  expect(rows.get("fails")?.error).toMatchObject({ type: "RangeError", message: "too far" });
  expect(rows.get("aborts")?.error).toMatchObject({ message: "stopped by the operator" });
});

test("work that tells more ends its execution itself", async () => {
  const { runExecution, ended, problems } = setUp();
  const ending = { success: true, inputTokens: 100, cachedInputTokens: 40, provider: "example", model: "small" };
  await runExecution(task("call"), async (execution) => execution.finish(ending));
  expect((await ended()).get("call")).toMatchObject({ status: "succeeded", inputTokens: 100, cachedInputTokens: 40, provider: "example" });
  expect(problems).toEqual([]);
});

test("executions started inside are parts of it, across awaits and beside one another, and share its trace", async () => {
  const { runExecution, startExecution, ended } = setUp();
  await Promise.all(
    ["a", "b"].map((name) =>
      runExecution(task(name), async () => {
        await turn();
        startExecution(task(`${name}-leaf`)).finish({ success: true });
        await runExecution(task(`${name}-inner`), async () => {
          await turn();
          startExecution(task(`${name}-deep`)).finish({ success: true });
        });
      }),
    ),
  );
  startExecution(task("outside")).finish({ success: true });
  const rows = await ended();
  const parentOf = (type: string) => [...rows].find(([, { id }]) => id === rows.get(type)?.parentId)?.[0];
  for (const name of ["a", "b"]) {
    expect([`${name}-leaf`, `${name}-inner`, `${name}-deep`, name].map(parentOf)).toEqual([name, name, `${name}-inner`, undefined]);
    expect(rows.get(`${name}-deep`)?.traceId).toBe(rows.get(name)?.traceId);
  }
  expect(parentOf("outside")).toBeUndefined();
  const traces = ["a", "b", "outside"].map((type) => rows.get(type)?.traceId);
  expect(new Set(traces).size).toBe(3);
  expect(traces.join(" ")).toMatch(/^([0-9a-f]{32} ?){3}$/);
});

test("an explicit parent wins, null is none, and another workspace's is none", async () => {
  const own = "00000000-0000-4000-8000-000000000001";
  const other = "00000000-0000-4000-8000-000000000002";
  const { runExecution, startExecution, ended } = setUp({ workspaceId: own });
  const elsewhere = startExecution(task("elsewhere"));
  await runExecution(task("around"), async () => {
    startExecution({ ...task("explicit"), parent: elsewhere }).finish({ success: true });
    startExecution({ ...task("alone"), parent: null }).finish({ success: true });
    startExecution({ ...task("foreign"), workspaceId: other }).finish({ success: true });
    startExecution({ ...task("same"), workspaceId: own }).finish({ success: true });
  });
  const rows = await ended();
  const around = rows.get("around")?.id;
  expect(["explicit", "alone", "foreign", "same"].map((type) => rows.get(type)?.parentId)).toEqual([
    elsewhere.id,
    undefined,
    undefined,
    around,
  ]);
  expect(rows.get("explicit")?.traceId).toBe(elsewhere.traceId);
});

test("work runs also when its execution cannot be tracked, and what is inside belongs to what is around", async () => {
  const { runExecution, startExecution, ended, problems } = setUp();
  await runExecution(task("around"), async () =>
    runExecution({ agentId: "agent" } as never, () => startExecution(task("inside")).finish({ success: true })),
  );
  const rows = await ended();
  expect(rows.get("inside")?.parentId).toBe(rows.get("around")?.id);
  expect(problems.map(({ kind }) => kind)).toEqual(["invalid_call"]);
});

test("the SDK's own problems do not reach work", async () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue(undefined);
  const { runExecution } = setUp({
    onProblem: () => {
      throw new Error("a broken listener");
    },
  });
  expect(runExecution(null as never, () => "done")).toBe("done");
  warn.mockRestore();
});
