import type { IngestResult, RejectedItem } from "../domain/ingest.ts";
import { parseRetryAfterMs } from "../policy/retry-after.ts";
import type { Host } from "./host.ts";
import type { OutgoingRow } from "./outbox.ts";
import { describeError } from "./plain-json.ts";

/**
 * How the delivery of a batch ended: stored (some rows may have been rejected), worth another try, too large in one piece,
 * the key refused, or refused for good. `message` is a sentence.
 */
export type PostOutcome =
  | { readonly kind: "stored"; readonly result: StoredResult }
  | { readonly kind: "try_again"; readonly retryAfterMs: number; readonly message: string }
  | { readonly kind: "too_large"; readonly message: string }
  | { readonly kind: "unauthorized"; readonly message: string }
  | { readonly kind: "refused"; readonly message: string };

/** What of an answer the sender needs: the rows that were rejected, and clocks that are off. */
export type StoredResult = Pick<IngestResult, "clockSkews"> & {
  readonly rejected: readonly { readonly row: OutgoingRow; readonly field: string; readonly reason: string }[];
};

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
    const retryAfterMs = parseRetryAfterMs(response.headers.get("retry-after"), host.nowMs()) ?? 0;
    return readAnswer(batch, { status: response.status, body: await response.text(), retryAfterMs });
  } catch (error) {
    return { kind: "try_again", retryAfterMs: 0, message: `ingest could not be reached: ${describeNetworkError(error)}` };
  } finally {
    clearTimeout(timer);
  }
}

function writeBatch(batch: readonly OutgoingRow[], nowMs: number): string {
  const workspaceId = batch[0]?.workspaceId;
  const head = { sentAt: new Date(nowMs).toISOString(), ...(workspaceId === undefined ? {} : { workspaceId }) };
  const parts = [executionsOf(batch), metricsOf(batch)].map((rows) => rows.map((row) => row.json).join(","));
  const lists = ["executions", "metrics"].flatMap((name, index) => (parts[index] === "" ? [] : [`,"${name}":[${parts[index]}]`]));
  return `${JSON.stringify(head).slice(0, -1)}${lists.join("")}}`;
}

function executionsOf(batch: readonly OutgoingRow[]): readonly OutgoingRow[] {
  return batch.filter((row) => row.kind !== "metric");
}

function metricsOf(batch: readonly OutgoingRow[]): readonly OutgoingRow[] {
  return batch.filter((row) => row.kind === "metric");
}

type Answer = { readonly status: number; readonly body: string; readonly retryAfterMs: number };

function readAnswer(batch: readonly OutgoingRow[], { status, body, retryAfterMs }: Answer): PostOutcome {
  const message = `ingest answered ${status}: ${body.slice(0, QUOTE_CHARACTERS)}`;
  if (status >= 200 && status < 300) {
    const result = readResult(batch, body);
    // Something between us and ingest answered; to send the batch again is harmless.
    return result === null ? { kind: "try_again", retryAfterMs, message } : { kind: "stored", result };
  }
  if (status === 401) return { kind: "unauthorized", message };
  if (status === 413) return { kind: "too_large", message };
  if (status === 408 || status === 429 || status >= 500) return { kind: "try_again", retryAfterMs, message };
  return { kind: "refused", message };
}

/** Reads what is needed of an `IngestResult` and lets the rest grow; null when the body is none. */
function readResult(batch: readonly OutgoingRow[], body: string): StoredResult | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    // Not JSON is an answer of its own here: null, which the caller turns into another try.
    return null;
  }
  if (typeof value !== "object" || value === null || !("stored" in value)) return null;
  const { rejected, clockSkews, metrics } = value as Partial<IngestResult>;
  return {
    rejected: [...nameRows(rejected, executionsOf(batch)), ...nameRows(metrics?.rejected, metricsOf(batch))],
    clockSkews: records(clockSkews),
  };
}

function nameRows(items: readonly RejectedItem[] | undefined, rows: readonly OutgoingRow[]): StoredResult["rejected"] {
  return records(items).flatMap(({ index, field, reason }) => {
    const row = rows[index];
    return row === undefined ? [] : [{ row, field, reason }];
  });
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
