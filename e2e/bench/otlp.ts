/** Spans per second through the real OTLP path, while the sender repeats half of its batches and the function's workers are killed. */
import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import postgres from "postgres";
import { type Stack, startStack } from "../../supabase/local/stack.ts";
import { makeTemporaryHome, removeTemporaryHome } from "../../supabase/local/temporary-home.ts";
import { say } from "../../supabase/local/terminal.ts";
import { freePort } from "../../supabase/local/throwaway-database.ts";
import { makeBenchWorkspace } from "./bench-workspace.ts";
import type { Benchmark } from "./benchmark.ts";

/** What batch processors of the SDKs send at once. */
const BATCH = 512;
const BATCHES = 48;
const SENDERS = 4;
/** Spans of one agent's run: the agent, and calls of a model and of tools in turn. */
const TRACE = 16;
/** After so many batches a worker is killed, each time in the middle of others' requests. */
const KILL_AFTER = [10, 22, 34];
const MOST_TRIES = 20;

type Send = { readonly body: Uint8Array<ArrayBuffer>; readonly isRepeat: boolean };

export const otlpBenchmark: Benchmark = {
  name: "otlp",
  summary: "spans/s by OTLP/HTTP; lost and doubled while half of the batches are repeated and workers are killed",
  run: async () => {
    const home = makeTemporaryHome();
    let stack: Stack | null = null;
    try {
      stack = await startStack({ home, ports: { api: await freePort(), database: await freePort() }, siteUrl: "http://localhost" });
      await stack.functions.warm("ingest");
      return await measure(stack);
    } finally {
      await stack?.stop();
      removeTemporaryHome(home);
    }
  },
};

async function measure(stack: Stack) {
  const sql = postgres(stack.databaseUrl, { max: 1, onnotice: () => undefined });
  try {
    const { workspaceId, key } = await makeBenchWorkspace(sql);
    const batches = makeBatches();
    const sends = batches.flatMap((body, index) => [{ body, isRepeat: false }, ...(index % 2 === 0 ? [{ body, isRepeat: true }] : [])]);
    const startedMs = performance.now();
    const tries = await sendAll(stack, key, sends);
    const seconds = (performance.now() - startedMs) / 1000;
    const [stored] = await sql<{ rows: number; spans: number; linked: number; agents: number }[]>`
      select count(*)::integer as rows, count(distinct tags ->> 'otel.span_id')::integer as spans,
        count(parent_id)::integer as linked, count(*) filter (where agent_id like 'agent-%')::integer as agents
      from public.execution_history where workspace_id = ${workspaceId}`;
    const sent = BATCHES * BATCH;
    const { rows = 0, spans = 0, linked = 0, agents = 0 } = stored ?? {};
    say(`${sends.length} batches of ${BATCH} spans, ${tries} requests in ${seconds.toFixed(1)} s; ${KILL_AFTER.length} workers killed`);
    say(`${linked} of ${sent - sent / TRACE} children have their parent, ${agents} of ${sent} spans their agent`);
    const spansPerS = Math.round((sends.length * BATCH) / seconds);
    return { spansPerS, sent, stored: rows, lost: sent - spans, doubled: rows - spans, unlinked: sent - sent / TRACE - linked };
  } finally {
    await sql.end();
  }
}

/** Spans leave when they end: an agent after all that it did, and so in a later batch than much of it. */
function makeBatches(): Uint8Array<ArrayBuffer>[] {
  const nowMs = Date.now();
  const traces = Array.from({ length: (BATCHES * BATCH) / TRACE }, (_, index) => makeTrace(nowMs - 60_000 + index, index));
  // Dealt in turn, so that each trace spreads over several batches.
  const spans = Array.from({ length: TRACE }, (_, place) => traces.map((trace) => trace[place])).flat();
  return Array.from({ length: BATCHES }, (_, batch) => pack(spans.slice(batch * BATCH, (batch + 1) * BATCH)));
}

function makeTrace(startMs: number, index: number): object[] {
  const traceId = randomBytes(16).toString("hex");
  const agentId = randomBytes(8).toString("hex");
  const span = (place: number, more: object) => ({
    traceId,
    spanId: place === TRACE - 1 ? agentId : randomBytes(8).toString("hex"),
    kind: 1,
    startTimeUnixNano: `${startMs + place}000000`,
    endTimeUnixNano: `${startMs + 1000 + place}000000`,
    status: { code: 0 },
    ...more,
  });
  const children = Array.from({ length: TRACE - 1 }, (_, place) =>
    span(place, {
      parentSpanId: agentId,
      ...(place % 2 === 0 ? { name: "chat gpt-4o", attributes: CHAT } : { name: "execute_tool search", attributes: TOOL }),
    }),
  );
  const named = attributes({ "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": `agent-${index % 8}` });
  return [...children, span(TRACE - 1, { name: `invoke_agent agent-${index % 8}`, attributes: named })];
}

const CHAT = attributes({
  "gen_ai.operation.name": "chat",
  "gen_ai.provider.name": "openai",
  "gen_ai.request.model": "gpt-4o",
  "gen_ai.usage.input_tokens": 812,
  "gen_ai.usage.output_tokens": 96,
  "gen_ai.input.messages": JSON.stringify([
    { role: "user", parts: [{ type: "text", content: "Which flights leave for Oslo on Friday? ".repeat(4) }] },
  ]),
});
const TOOL = attributes({
  "gen_ai.operation.name": "execute_tool",
  "gen_ai.tool.name": "search",
  "gen_ai.tool.call.arguments": '{"to":"OSL","day":"friday"}',
  "gen_ai.tool.call.result": '{"flights":[{"id":"DY 1303","at":"07:20"}]}',
});

function attributes(values: Readonly<Record<string, string | number>>): object[] {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === "string" ? { stringValue: value } : { intValue: String(value) },
  }));
}

function pack(spans: readonly unknown[]): Uint8Array<ArrayBuffer> {
  const resource = { attributes: attributes({ "service.name": "bench-service" }) };
  return new Uint8Array(gzipSync(JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope: { name: "bench" }, spans }] }] })));
}

/** Sends from several senders at once; what is not accepted is sent again, as exporters do. Returns how many requests it took. */
async function sendAll(stack: Stack, key: string, sends: readonly Send[]): Promise<number> {
  const waiting = [...sends].reverse();
  let begun = 0;
  let tries = 0;
  const sender = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      begun += 1;
      const answer = post(stack, key, next.body);
      if (KILL_AFTER.includes(begun)) killWorker(stack);
      const tried = await answer;
      tries += tried;
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  return tries;
}

/** Ends the test instance's own worker, by its process id. */
function killWorker(stack: Stack): void {
  const [pid] = stack.functions.pids("ingest");
  if (pid !== undefined) process.kill(pid, "SIGKILL");
}

async function post(stack: Stack, key: string, body: Uint8Array<ArrayBuffer>): Promise<number> {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json", "content-encoding": "gzip" };
  for (let tried = 1; tried <= MOST_TRIES; tried += 1) {
    const status = await fetch(`${stack.url}/functions/v1/ingest/v1/traces`, { method: "POST", headers, body }).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.status;
      },
      () => 0,
    );
    if (status === 200) return tried;
    say(`answered ${status || "not at all"}: sent again`);
  }
  throw new Error(`A batch was not taken in ${MOST_TRIES} tries`);
}
