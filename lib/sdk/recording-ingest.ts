import type { IngestResult, ParsedExecutionReport } from "../domain/ingest.ts";
import { executionReportSchema, ingestBatchSchema } from "../domain/ingest.ts";
import { metricReportSchema, type ParsedMetricReport } from "../domain/metric.ts";

/** A request as the recording handler received it; its rows were valid by the schema of ingest. */
export type RecordedRequest = {
  readonly url: string;
  readonly authorization: string | null;
  readonly sentAt: string | undefined;
  readonly workspaceId: string | undefined;
  readonly executions: readonly ParsedExecutionReport[];
  readonly metrics: readonly ParsedMetricReport[];
};

/** What the handler shall do with a request: answer, or fail like a network does. */
export type Answer = { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> } | Error;

/** For tests: a fetch that speaks the ingest contract. Answers come from `answers` in turn, then are 200. */
export function createRecordingIngest(answers: readonly Answer[] = []): {
  readonly fetch: typeof fetch;
  readonly requests: readonly RecordedRequest[];
} {
  const requests: RecordedRequest[] = [];
  const remaining = [...answers];

  function answerOne(body: string, init: { readonly url: string; readonly headers: Headers }): Response {
    const { sentAt, workspaceId, executions, metrics } = ingestBatchSchema.parse(JSON.parse(body));
    const rows = executions.map((row) => executionReportSchema.parse(row));
    const points = metrics.map((point) => metricReportSchema.parse(point));
    const authorization = init.headers.get("authorization");
    requests.push({ url: init.url, authorization, sentAt, workspaceId, executions: rows, metrics: points });
    const answer = remaining.shift() ?? { status: 200 };
    if (answer instanceof Error) throw answer;
    const result: IngestResult = { stored: rows.length, unchanged: 0, rejected: [], clockSkews: [] };
    const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body ?? result);
    return new Response(text, { status: answer.status, headers: answer.headers ?? {} });
  }
  const handler = async (url: string | URL | Request, init?: RequestInit): Promise<Response> =>
    answerOne(String(init?.body), { url: String(url), headers: new Headers(init?.headers) });
  return { fetch: handler, requests };
}
