/** Batches as agents send them, and what became of them. */
import { makeUuidV7 } from "../../lib/core/uuid-v7.ts";
import type { Database } from "../../lib/data/database.types.ts";
import type { ExecutionReport, IngestResult } from "../../lib/domain/ingest.ts";
import { ok, service, supabase } from "./stack.ts";

export const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;

export type StoredExecution = Database["public"]["Tables"]["execution_history"]["Row"];
export type Answer = { readonly status: number; readonly body: IngestResult & { code?: string; message?: string; maxBytes?: number } };

export function newId(atMs = Date.now()): string {
  return makeUuidV7({ nowMs: atMs, randomBytes: crypto.getRandomValues(new Uint8Array(10)) });
}

export const iso = (epochMs: number): string => new Date(epochMs).toISOString();

export type SentExecution = ExecutionReport & { readonly id: string };

/** An execution that runs since `atMs`, with an id of that instant. */
export function running(atMs = Date.now(), more: Partial<SentExecution> = {}): SentExecution {
  return { id: newId(atMs), agentId: "test-agent", taskType: "test-task", startedAt: iso(atMs), ...more };
}

/** The same execution, ended a second after its start. */
export function finished(start: SentExecution, more: Partial<SentExecution> = {}): SentExecution {
  return { ...start, status: "succeeded", finishedAt: iso(Date.parse(start.startedAt) + 1000), ...more };
}

export type Batch = { readonly executions: readonly unknown[]; readonly sentAt?: string; readonly workspaceId?: string };

export async function ingest(key: string, batch: Batch | string): Promise<Answer> {
  const answer = await fetch(`${supabase().url}/functions/v1/ingest`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: typeof batch === "string" ? batch : JSON.stringify(batch),
  });
  // What ingest answers is its contract; the assertions on it are the check.
  return { status: answer.status, body: (await answer.json()) as Answer["body"] };
}

/** All executions of a workspace, oldest id first. */
export async function storedExecutions(workspaceId: string): Promise<readonly StoredExecution[]> {
  return ok(await service().client.from("execution_history").select("*").eq("workspace_id", workspaceId).order("id").limit(5000));
}
