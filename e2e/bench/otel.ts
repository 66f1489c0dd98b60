/** Traces of real agent frameworks through the real path: is every span kept, with the right agent, model, tokens, parent and error? */
import { existsSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { LocalError } from "../../supabase/local/local-error.ts";
import { say } from "../../supabase/local/terminal.ts";
import { type TestInstance, withTestInstance } from "../../supabase/local/test-instance.ts";
import { makeBenchWorkspace } from "./bench-workspace.ts";
import { type Benchmark, round } from "./benchmark.ts";
import { type Expected, expectedRows } from "./otel-expected.ts";
import { type BenchTrace, readTraces } from "./otel-reconstruct.ts";
import { dataFolder } from "./scores/collection.ts";

type Row = {
  readonly id: string;
  readonly span_id: string;
  readonly agent_id: string;
  readonly status: string;
  readonly model: string | null;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  readonly parent_span_id: string | null;
};

const CHECKS: Readonly<Record<string, (row: Row, expected: Expected) => readonly [unknown, unknown]>> = {
  agentRight: (row, expected) => [row.agent_id, expected.agent],
  modelRight: (row, expected) => [row.model, expected.model],
  tokensRight: (row, expected) => [`${row.input_tokens}, ${row.output_tokens}`, `${expected.inputTokens}, ${expected.outputTokens}`],
  parentRight: (row, expected) => [row.parent_span_id, expected.parentSpanId],
  errorRight: (row, expected) => [row.status === "failed", expected.isFailed],
};

export const otelBenchmark: Benchmark = {
  name: "otel",
  summary: "traces of agent frameworks: shares of spans kept, and right in agent, model, tokens, parent, error; --data DIR",
  run: (args) => {
    const folder = join(dataFolder(args), "otel");
    if (!existsSync(folder)) throw new LocalError(`${folder} is not there.`);
    return withTestInstance((instance) => measure(instance, readTraces(folder)), { withDashboard: false });
  },
};

async function measure(instance: TestInstance, traces: readonly BenchTrace[]) {
  const sql = postgres(instance.DATABASE_URL, { max: 1, onnotice: () => undefined });
  try {
    const { workspaceId, key } = await makeBenchWorkspace(sql);
    for (const { request, name } of traces) await send(instance.SUPABASE_URL, key, { request, name });
    const rows = await sql<Row[]>`
      select history.id, history.tags ->> 'otel.span_id' as span_id, history.agent_id, history.status, history.model,
        history.input_tokens, history.output_tokens, parent.tags ->> 'otel.span_id' as parent_span_id
      from public.execution_history as history
      left join public.execution_history as parent on parent.workspace_id = history.workspace_id and parent.id = history.parent_id
      where history.workspace_id = ${workspaceId}`;
    return score(traces, rows);
  } finally {
    await sql.end();
  }
}

async function send(url: string, key: string, { request, name }: { readonly request: unknown; readonly name: string }): Promise<void> {
  const answer = await fetch(`${url}/functions/v1/ingest/v1/traces`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(request),
  });
  const text = await answer.text();
  if (answer.status !== 200 || text !== "{}") say(`${name}: ${answer.status} ${text}`);
}

function score(traces: readonly BenchTrace[], rows: readonly Row[]) {
  const expected = traces.flatMap((trace) => expectedRows(trace).map((row) => ({ row, trace: trace.name })));
  const found = new Map(rows.map((row) => [row.span_id, row]));
  const right = Object.fromEntries(Object.keys(CHECKS).map((name) => [name, 0]));
  let kept = 0;
  for (const { row: wanted, trace } of expected) {
    const row = found.get(wanted.spanId);
    if (row === undefined) {
      say(`${trace}: ${wanted.name} (${wanted.spanId}) is not there`);
      continue;
    }
    kept += 1;
    for (const [name, check] of Object.entries(CHECKS)) {
      const [got, want] = check(row, wanted);
      if (got === want) right[name] = (right[name] ?? 0) + 1;
      else say(`${trace}: ${wanted.name}: ${name}: ${String(got)} instead of ${String(want)}`);
    }
  }
  say(`${rows.length} rows for ${expected.length} spans of ${traces.length} traces`);
  const share = (count: number) => round(count / expected.length);
  return {
    spans: expected.length,
    kept: share(kept),
    ...Object.fromEntries(Object.entries(right).map(([name, count]) => [name, share(count)])),
  };
}
