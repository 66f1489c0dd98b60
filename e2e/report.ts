/** Executions for browser tests, reported through the public HTTP path as any agent would. */
import { randomBytes } from "node:crypto";
import { makeUuidV7 } from "../lib/core/uuid-v7.ts";
import type { ExecutionReport, IngestResult } from "../lib/domain/ingest.ts";

export type Target = { readonly url: string; readonly apiKey: string };
export type SentReport = ExecutionReport & { readonly id: string };

/** A succeeded execution that began `ageMs` ago and took a tenth of a second, unless said otherwise. */
export function makeReport(ageMs: number, parts: Partial<Omit<ExecutionReport, "id">> = {}): SentReport {
  const startedAtMs = Date.now() - ageMs;
  const id = makeUuidV7({ nowMs: startedAtMs, randomBytes: randomBytes(10) });
  const startedAt = new Date(startedAtMs).toISOString();
  return { id, agentId: "test-agent", taskType: "testing", status: "succeeded", startedAt, durationMs: 100, ...parts };
}

/** Sends a batch and expects every row to be stored. */
export async function report(target: Target, executions: readonly ExecutionReport[]): Promise<IngestResult> {
  const answer = await send(target, executions);
  const result = (await answer.json()) as IngestResult;
  if (answer.status !== 200 || result.rejected.length > 0) throw new Error(`Ingest: ${answer.status} ${JSON.stringify(result)}`);
  return result;
}

/** Sends a batch and gives the bare answer. */
export function send({ url, apiKey }: Target, executions: readonly ExecutionReport[]): Promise<Response> {
  return fetch(`${url}/functions/v1/ingest`, {
    method: "POST",
    headers: { authorization: `Bearer ${apiKey}` },
    body: JSON.stringify({ sentAt: new Date().toISOString(), executions }),
  });
}
