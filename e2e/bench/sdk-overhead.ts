/** What the SDK costs the agent that uses it: one operation beside one span of OpenTelemetry's own SDK, and the event loop's time. */
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from "@opentelemetry/sdk-trace-base";
import { createWindvane, type Windvane } from "../../lib/sdk/windvane.ts";
import { say } from "../../supabase/local/terminal.ts";
import { type Benchmark, quantile, round } from "./benchmark.ts";

/** What a thousand a second make of one interval, after which the SDK sends; the spans are sent as often. */
const OPERATIONS = 10_000;
const ROUNDS = 25;
const WARM_UP = 5;
/** A thousand operations a second, in the crowds that a busy agent makes. */
const CROWD = 10;
const CROWD_EVERY_MS = 10;
const LOAD_MS = 2000;
const LOAD_ROUNDS = 9;

export const sdkOverheadBenchmark: Benchmark = {
  name: "sdk-overhead",
  summary: "the cost of a tracked operation beside an OpenTelemetry span, and what 1000 a second take of the event loop",
  run: measure,
};

/** A project that takes everything at once: what is measured is the agent's own process. */
function acceptEverything(): { readonly windvane: Windvane; readonly problems: string[] } {
  const problems: string[] = [];
  const windvane = createWindvane({
    url: "http://127.0.0.1:1",
    apiKey: "bench",
    spool: false,
    maxQueued: 2 * OPERATIONS,
    onProblem: ({ message }) => problems.push(message),
    fetch: async () => new Response('{"stored":0,"unchanged":0,"rejected":[],"clockSkews":[]}'),
  });
  return { windvane, problems };
}

/** Discards what it gets: not to serialise is in the span's favour, as Windvane does serialise what it sends. */
const discard: SpanExporter = { export: (_spans, done) => done({ code: 0 }), shutdown: async () => undefined };

async function measure() {
  const { windvane, problems } = acceptEverything();
  const { performanceTracker, executionFeedback } = windvane;
  const spans = new BatchSpanProcessor(discard, { maxQueueSize: 2 * OPERATIONS });
  const tracer = new BasicTracerProvider({ spanProcessors: [spans] }).getTracer("bench");
  const work = async (): Promise<number> => 1;
  const spanned = async (): Promise<number> => {
    const span = tracer.startSpan("operation");
    try {
      return await work();
    } finally {
      span.end();
    }
  };
  const task = { agentId: "bench", taskType: "operation" };
  const ways: Readonly<Record<string, Way>> = {
    bare: { one: work, settle: async () => undefined },
    operation: { one: () => performanceTracker.trackOperation("operation", work), settle: () => windvane.flush() },
    span: { one: spanned, settle: () => spans.forceFlush() },
    execution: { one: () => executionFeedback.runExecution(task, work), settle: () => windvane.flush() },
  };
  const us = await costs(ways);
  const [operationUs, spanUs, executionUs] = [us("operation"), us("span"), us("execution")];
  say(
    `one operation ${round(operationUs)} us, one span ${round(spanUs)} us, one execution ${round(executionUs)} us, each beside the bare call`,
  );
  const loopDelayShare = await loopShare(() => performanceTracker.trackOperation("operation", work), work);
  await windvane.close();
  if (problems.length > 0) throw new Error(`The SDK had problems: ${problems[0]}`);
  return {
    ratio: round(operationUs / spanUs),
    loopDelayShare,
    operationUs: round(operationUs),
    spanUs: round(spanUs),
    executionUs: round(executionUs),
  };
}

type Way = { readonly one: () => Promise<unknown>; readonly settle: () => Promise<unknown> };

/** Median cost of one call in µs, the sending of it included and the bare call subtracted; the ways take turns, so that noise meets all. */
async function costs(ways: Readonly<Record<string, Way>>): Promise<(name: string) => number> {
  const extra = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]));
  for (let turn = 0; turn < WARM_UP + ROUNDS; turn += 1) {
    const tookMs = new Map<string, number>();
    for (const [name, { one, settle }] of Object.entries(ways)) {
      const startedMs = performance.now();
      for (let call = 0; call < OPERATIONS; call += 1) await one();
      await settle();
      tookMs.set(name, performance.now() - startedMs);
    }
    if (turn < WARM_UP) continue;
    for (const [name, ms] of tookMs) extra.get(name)?.push(((ms - (tookMs.get("bare") ?? 0)) / OPERATIONS) * 1000);
  }
  return (name) => quantile(extra.get(name) ?? [], 0.5);
}

/** The share of the event loop's time that tracking takes at 1000 operations a second: busy time with it less without it, median of pairs. */
async function loopShare(tracked: () => Promise<unknown>, bare: () => Promise<unknown>): Promise<number> {
  const shares: number[] = [];
  const delays = { with: [] as number[], without: [] as number[] };
  for (let turn = 0; turn < LOAD_ROUNDS; turn += 1) {
    // The order changes, so that what the first of a pair leaves behind does not always burden the same one.
    const first = await underLoad(turn % 2 === 0 ? bare : tracked);
    const second = await underLoad(turn % 2 === 0 ? tracked : bare);
    const [without, having] = turn % 2 === 0 ? [first, second] : [second, first];
    shares.push(having.busyShare - without.busyShare);
    delays.with.push(having.delayMs);
    delays.without.push(without.delayMs);
  }
  const share = quantile(shares, 0.5);
  const [having, without] = [quantile(delays.with, 0.5), quantile(delays.without, 0.5)];
  say(
    `at 1000 operations/s: ${(share * 100).toFixed(3)} % of the event loop's time; its mean delay is ${round(having)} ms, without ${round(without)} ms`,
  );
  return round(Math.max(0, share));
}

async function underLoad(one: () => Promise<unknown>): Promise<{ readonly busyShare: number; readonly delayMs: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const before = performance.eventLoopUtilization();
  delay.enable();
  await new Promise<void>((done) => {
    const crowds = setInterval(() => {
      for (let call = 0; call < CROWD; call += 1) void one();
    }, CROWD_EVERY_MS);
    setTimeout(() => {
      clearInterval(crowds);
      done();
    }, LOAD_MS);
  });
  delay.disable();
  return { busyShare: performance.eventLoopUtilization(before).utilization, delayMs: delay.mean / 1e6 };
}
