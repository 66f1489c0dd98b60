import fc from "fast-check";
import { expect, test } from "vitest";
import { toPlainJson } from "./plain-json.ts";
import type { Problem } from "./problem.ts";
import { createRecordingIngest } from "./recording-ingest.ts";
import { FIELD_LIMITS } from "./report-fields.ts";
import { createWindvane } from "./windvane.ts";

const refuse = (): never => {
  throw new Error("no reading");
};

function circular(): object {
  const around: Record<string, unknown> = { inside: [] };
  around["self"] = around;
  (around["inside"] as unknown[]).push(around);
  return around;
}

function deep(levels: number): unknown {
  let value: unknown = "bottom";
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { value };
  return value;
}

/** Grows a new object at every look. */
const endless = (): object =>
  new Proxy(
    {},
    { ownKeys: () => ["a", "b"], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }), get: () => endless() },
  );

/** The large ones, made once. */
const BYTES = new Uint8Array(50_000_000);
const BUFFER = Buffer.alloc(50_000_000);
const TEXT = "\u0000\ud800 lone".repeat(100_000);
const LIST = Array.from({ length: 2_000_000 }, () => null);
const DEEP = deep(10_000);

/** What JSON does not have, what throws when it is looked at, and what never ends. */
const HOSTILE: readonly (() => unknown)[] = [
  () => ({
    get field() {
      return refuse();
    },
  }),
  () => new Proxy({}, { get: refuse, ownKeys: refuse, has: refuse, getPrototypeOf: refuse }),
  () => new Proxy([], { get: refuse }),
  () => ({ toJSON: refuse }),
  () => ({ toString: refuse, valueOf: refuse }),
  () => ({ [Symbol.toPrimitive]: refuse }),
  () => Object.create(null),
  () => JSON.parse('{"__proto__":{"polluted":true},"constructor":1}'),
  () => Object.assign(new Error("x"), { name: Symbol("n"), stack: { toString: refuse } }),
  () => Object.defineProperty(new Error("x"), "message", { get: refuse }),
  circular,
  endless,
  () => DEEP,
  () => 10n ** 400n,
  () => Symbol("s"),
  () => refuse,
  () => Number.NaN,
  () => Number.NEGATIVE_INFINITY,
  () => -0,
  () => new Date(Number.NaN),
  () => BYTES,
  () => BUFFER,
  () => new Map([[{}, 1]]),
  () => TEXT,
  () => LIST,
  () => new Array(4_000_000_000),
  () => new WeakMap(),
  () => Promise.resolve(1),
];

type Make = () => unknown;
/** Made where they are used: the generator itself would stumble over them. */
const anything: fc.Arbitrary<Make> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 2, arbitrary: fc.anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true }).map((value) => () => value) },
);
const record = (names: readonly string[]) => fc.record(Object.fromEntries(names.map((name) => [name, anything])), { requiredKeys: [] });
const make = (fields: Readonly<Record<string, Make | undefined>>) =>
  Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, one?.()]));
const input = record(["taskDescription", "inputs", "parent", "traceId", "attempt", "model", "provider", "tags"]);
const ending = record(["success", "outputs", "error", "inputTokens", "cachedInputTokens", "outputTokens", "costUsd", "model", "tags"]);

test("whatever a call is given, nothing throws, every execution ends, and what is sent is valid by the schema of ingest", async () => {
  // The recording ingest parses each row with ingest's own schema, and throws for one that is not valid.
  const ingest = createRecordingIngest();
  const problems: Problem[] = [];
  const { executionFeedback, performanceTracker, flush } = createWindvane({
    url: "http://127.0.0.1:1",
    apiKey: "k",
    spool: false,
    onProblem: (problem) => problems.push(problem),
    fetch: ingest.fetch,
  });
  const started: string[] = [];
  fc.assert(
    fc.property(input, ending, anything, (task, end, makeOther) => {
      const other = makeOther();
      const execution = executionFeedback.startExecution({ ...make(task), agentId: "agent", taskType: "task" } as never);
      started.push(execution.id);
      execution.finish(make(end) as never);
      executionFeedback.startExecution(other as never).finish(other as never);
      executionFeedback.startExecution({ agentId: "agent", taskType: "cancelled" }).cancel(other as never);
      performanceTracker.recordMetric({ name: "m", type: "other", unit: other, value: 1, tags: other, timestamp: other } as never);
      performanceTracker.recordMetric(other as never);
      void performanceTracker.trackOperation(other as never, () => 1, other as never);
    }),
    { numRuns: 150 },
  );
  expect(await flush({ timeoutMs: 20_000 })).toBe(0);
  const ended = new Set(
    ingest.requests
      .flatMap(({ executions }) => executions)
      .filter(({ status }) => status !== "running")
      .map(({ id }) => id),
  );
  expect(started.filter((id) => !ended.has(id))).toEqual([]);
  expect(problems.filter(({ kind }) => ["retrying", "dropped", "rejected"].includes(kind))).toEqual([]);
}, 60_000);

test.each(HOSTILE.map((one, index) => [index, one] as const))(
  "hostile value %d takes no more time and room than its limit allows",
  (_index, make) => {
    const value = make();
    const startedMs = performance.now();
    const { json } = toPlainJson(value, FIELD_LIMITS.json);
    // A wide bound for a busy machine: to read all of the large ones would take many seconds.
    expect(performance.now() - startedMs).toBeLessThan(500);
    expect(JSON.stringify(json).length).toBeLessThanOrEqual(FIELD_LIMITS.json);
  },
);

test("a record cannot reach the prototypes of others", () => {
  toPlainJson(JSON.parse('{"__proto__":{"polluted":true}}'), 1000);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});
