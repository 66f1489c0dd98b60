import type { IngestResult } from "../domain/ingest.ts";
import { parseRetryAfterMs } from "../policy/retry-after.ts";
import type { Host } from "./host.ts";
import type { OutgoingRow } from "./outbox.ts";
import { describeError } from "./plain-json.ts";

/**
 * How the delivery of a batch ended: stored (some rows may have been rejected), worth another try, too large in one piece,
 * the key refused, or refused for good. `message` is a sentence.
 */
export type PostOutcome =
  | { readonly kind: "stored"; readonly result: Pick<IngestResult, "rejected" | "clockSkews"> }
  | { readonly kind: "try_again"; readonly retryAfterMs: number; readonly message: string }
  | { readonly kind: "too_large"; readonly message: string }
  | { readonly kind: "unauthorized"; readonly message: string }
  | { readonly kind: "refused"; readonly message: string };

/** Where batches go, with which key, and how long an answer may take. */
export type PostTarget = { readonly endpoint: string; readonly apiKey: string; readonly timeoutMs: number };

/** What an answer is quoted with in a report. */
const QUOTE_CHARACTERS = 300;

/** Sends one batch, whose rows all go to one workspace, and says what came of it. Never throws. */
export async function postBatch(batch: readonly OutgoingRow[], target: PostTarget, host: Host): Promise<PostOutcome> {
  const abort = new AbortController();
  // Kept referenced on purpose: while a request is under way its socket keeps the process alive, and this bounds it.
  const timer = setTimeout(() => abort.abort(new Error(`no answer within ${target.timeoutMs} ms`)), target.timeoutMs);
  try {
    const response = await host.fetch(target.endpoint, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${target.apiKey}` },
      body: writeBatch(batch, host.nowMs()),
      // A redirected POST would lose its body or its key; an address that moved is for a human.
      redirect: "manual",
      signal: abort.signal,
    });
    return readAnswer(response.status, await response.text(), parseRetryAfterMs(response.headers.get("retry-after"), host.nowMs()) ?? 0);
  } catch (error) {
    return { kind: "try_again", retryAfterMs: 0, message: `ingest could not be reached: ${describeNetworkError(error)}` };
  } finally {
    clearTimeout(timer);
  }
}

function writeBatch(batch: readonly OutgoingRow[], nowMs: number): string {
  const workspaceId = batch[0]?.workspaceId;
  const head = { sentAt: new Date(nowMs).toISOString(), ...(workspaceId === undefined ? {} : { workspaceId }) };
  return `${JSON.stringify(head).slice(0, -1)},"executions":[${batch.map((row) => row.json).join(",")}]}`;
}

function readAnswer(status: number, body: string, retryAfterMs: number): PostOutcome {
  const message = `ingest answered ${status}: ${body.slice(0, QUOTE_CHARACTERS)}`;
  if (status >= 200 && status < 300) {
    const result = readResult(body);
    // Something between us and ingest answered; to send the batch again is harmless.
    return result === null ? { kind: "try_again", retryAfterMs, message } : { kind: "stored", result };
  }
  if (status === 401) return { kind: "unauthorized", message };
  if (status === 413) return { kind: "too_large", message };
  if (status === 408 || status === 429 || status >= 500) return { kind: "try_again", retryAfterMs, message };
  return { kind: "refused", message };
}

/** Reads what is needed of an `IngestResult` and lets the rest grow; null when the body is none. */
function readResult(body: string): Pick<IngestResult, "rejected" | "clockSkews"> | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    // Not JSON is an answer of its own here: null, which the caller turns into another try.
    return null;
  }
  if (typeof value !== "object" || value === null || !("stored" in value)) return null;
  const { rejected, clockSkews } = value as Partial<IngestResult>;
  return { rejected: records(rejected), clockSkews: records(clockSkews) };
}

/** The records of a list that came from outside: a stray null in it must not stop an agent. */
function records<T extends object>(list: readonly T[] | undefined): readonly T[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === "object" && item !== null) : [];
}

/** Node says only "fetch failed"; the cause says why. */
function describeNetworkError(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? describeError(error) : `${describeError(error)}: ${describeError(cause)}`;
}
