import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Problem } from "./problem.ts";
import { type Answer, createRecordingIngest } from "./recording-ingest.ts";
import { createWindvane, type WindvaneOptions } from "./windvane.ts";

const TASK = { agentId: "a", taskType: "t" };
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "windvane-sender-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** A client whose retries follow at once, and an ingest that is away until it is told to come back. */
function setUp(options: Partial<WindvaneOptions> = {}) {
  let isAway = true;
  const problems: Problem[] = [];
  const ingest = createRecordingIngest();
  const away = async (): Promise<Response> => {
    throw new TypeError("fetch failed");
  };
  const windvane = createWindvane({
    url: "http://127.0.0.1:1",
    apiKey: "wv_test",
    spool: { directory },
    maxDelayMs: 1,
    random: () => 0.01,
    onProblem: (problem) => problems.push(problem),
    fetch: (url, init) => (isAway ? away() : ingest.fetch(url, init)),
    ...options,
  });
  const finishOne = (): string => {
    const execution = windvane.executionFeedback.startExecution(TASK);
    execution.finish({ success: true });
    return execution.id;
  };
  const received = (): string[] => ingest.requests.flatMap((request) => request.executions.map((row) => row.id ?? ""));
  return { ...windvane, problems, finishOne, received, comeBack: () => (isAway = false) };
}

const spooled = (): string[] => readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".jsonl"));

test("what could not be delivered is written down within moments, and sent once ingest is back; the folder is empty then", async () => {
  const { finishOne, flush, received, comeBack, problems } = setUp();
  const first = finishOne();
  await expect.poll(spooled).toHaveLength(1);
  const second = finishOne();
  await expect.poll(() => problems.filter(({ kind }) => kind === "retrying").length).toBeGreaterThan(1);
  comeBack();
  expect(await flush({ timeoutMs: 20_000 })).toBe(0);
  expect(new Set(received())).toEqual(new Set([first, second]));
  expect(spooled()).toEqual([]);
});

test("while ingest answers nothing is written", async () => {
  const { finishOne, flush, received, comeBack } = setUp();
  comeBack();
  const id = finishOne();
  await flush();
  expect([received(), readdirSync(directory)]).toEqual([[id], []]);
});

test("a client that closes while ingest is away leaves everything to the next one", async () => {
  const leaving = setUp();
  const ids = Array.from({ length: 700 }, leaving.finishOne);
  expect(await leaving.close({ timeoutMs: 50 })).toBe(700);
  const next = setUp();
  next.comeBack();
  await expect.poll(() => new Set(next.received()).size, { timeout: 10_000 }).toBe(700);
  expect(new Set(next.received())).toEqual(new Set(ids));
  await next.close();
  expect(spooled()).toEqual([]);
});

test("rows of another key or address are not touched", async () => {
  const one = setUp({ apiKey: "wv_one" });
  one.finishOne();
  await one.close({ timeoutMs: 20 });
  const other = setUp({ apiKey: "wv_other" });
  other.comeBack();
  const own = other.finishOne();
  expect(await other.close()).toBe(0);
  expect([other.received(), spooled().length]).toEqual([[own], 1]);
});

test("a refused key leaves the files for a process with a better day", async () => {
  const leaving = setUp();
  leaving.finishOne();
  await leaving.close({ timeoutMs: 20 });
  const answers: Answer[] = [{ status: 401, body: "no such key" }];
  const refused = setUp({ fetch: createRecordingIngest(answers).fetch });
  await expect.poll(() => refused.problems.map(({ kind }) => kind)).toEqual(["unauthorized"]);
  await refused.close();
  expect(spooled()).toHaveLength(1);
});
