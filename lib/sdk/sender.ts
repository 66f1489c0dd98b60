/*
 *                 a row arrives             timer, or enough rows
 *    idle ───────────────────────▶ due ───────────────────────────▶ in flight
 *     ▲                             ▲                                   │
 *     │ nothing waits               │ rows wait (after a failure: not   │
 *     └─────────────────────────────┴──── before the backoff says) ─────┘
 *
 * A key that was refused stays refused: rows for that workspace are dropped from then on, until the process starts anew.
 */
import type { IngestResult } from "../domain/ingest.ts";
import { BACKOFF_READY, type BackoffState, NETWORK_BACKOFF, stepBackoff } from "../policy/backoff.ts";
import { type CancelTimer, type Host, runLater } from "./host.ts";
import type { Outbox, OutgoingRow } from "./outbox.ts";
import { type PostOutcome, type PostTarget, postBatch } from "./post-batch.ts";
import type { Report } from "./problem.ts";

/** How long rows gather (ms), and how many make a batch. */
export type SenderLimits = { readonly maxDelayMs: number; readonly maxBatch: number };

/** What a sender works with. */
export type SenderParts = {
  readonly outbox: Outbox;
  readonly target: PostTarget;
  readonly limits: SenderLimits;
  readonly host: Host;
  readonly report: Report;
};

/** Empties the outbox: in batches, one request at a time, again after a failure, and without ever throwing. */
export class Sender {
  readonly #parts: SenderParts;
  readonly #refused = new Set<string | undefined>();
  readonly #skewed = new Set<string>();
  readonly #waiters = new Set<() => void>();
  #backoff: BackoffState = BACKOFF_READY;
  #batchLimit: number;
  #inFlightCount = 0;
  /** Rows must be under way by then, on the monotonic clock. */
  #dueAtMs = 0;
  #cancelTimer: CancelTimer | null = null;

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.#batchLimit = parts.limits.maxBatch;
  }

  /** Takes a row on; it is sent after `maxDelayMs` at the latest, or with the batch that it completes. */
  add(row: OutgoingRow): void {
    const { outbox, limits, host } = this.#parts;
    // Told already, once and for all, when the key was refused.
    if (this.#refused.has(row.workspaceId)) return;
    const wasEmpty = outbox.size === 0;
    outbox.add(row);
    if (wasEmpty) this.#dueAtMs = host.monotonicMs() + limits.maxDelayMs;
    if (wasEmpty || outbox.size === this.#batchLimit) this.#schedule();
  }

  /** Sends what waits without further gathering; resolves when nothing waits any more, or after `timeoutMs`. */
  async flush(timeoutMs: number): Promise<void> {
    if (this.unsentCount === 0) return;
    this.#dueAtMs = this.#parts.host.monotonicMs();
    const done = new Promise<void>((resolve) => {
      // Not unreferenced: whoever awaits a flush wants the process to live until it ends.
      const deadline = setTimeout(finish, timeoutMs);
      const waiters = this.#waiters;
      function finish(): void {
        clearTimeout(deadline);
        waiters.delete(finish);
        resolve();
      }
      waiters.add(finish);
    });
    this.#schedule();
    await done;
  }

  /** Rows that wait or are under way. */
  get unsentCount(): number {
    return this.#parts.outbox.size + this.#inFlightCount;
  }

  #schedule(): void {
    if (this.#inFlightCount > 0) return;
    this.#cancelTimer?.();
    const { outbox, host } = this.#parts;
    const nowMs = host.monotonicMs();
    const isDue = outbox.size >= this.#batchLimit || this.#waiters.size > 0;
    const gatherMs = isDue ? 0 : this.#dueAtMs - nowMs;
    const backoffMs = this.#backoff.kind === "waiting" ? this.#backoff.untilMs - nowMs : 0;
    this.#cancelTimer = runLater(Math.max(0, gatherMs, backoffMs), () => void this.#send());
  }

  async #send(): Promise<void> {
    const { outbox, target, host } = this.#parts;
    const batch = outbox.take(this.#batchLimit);
    this.#inFlightCount = batch.length;
    // What is left behind has gathered long enough.
    this.#dueAtMs = host.monotonicMs();
    if (batch.length > 0) this.#settle(batch, await postBatch(batch, target, host));
    this.#inFlightCount = 0;
    this.#reportOverflow();
    if (outbox.size > 0) this.#schedule();
    else for (const waiter of this.#waiters) waiter();
  }

  #settle(batch: readonly OutgoingRow[], outcome: PostOutcome): void {
    if (outcome.kind === "try_again") this.#tryAgain(batch, outcome);
    else if (outcome.kind === "too_large" && batch.length > 1) this.#split(batch);
    else this.#conclude(batch, outcome);
  }

  #split(batch: readonly OutgoingRow[]): void {
    this.#batchLimit = Math.ceil(batch.length / 2);
    this.#parts.outbox.putBack(batch);
  }

  #conclude(batch: readonly OutgoingRow[], outcome: Exclude<PostOutcome, { kind: "try_again" }>): void {
    this.#backoff = stepBackoff(this.#backoff, { kind: "succeeded" }, this.#backoffContext()).state;
    this.#batchLimit = Math.min(this.#parts.limits.maxBatch, this.#batchLimit * 2);
    if (outcome.kind === "stored") this.#reportResult(batch, outcome.result);
    else if (outcome.kind === "unauthorized") this.#refuse(batch, outcome.message);
    else {
      const message = `${batch.length} executions are dropped: ${outcome.message}`;
      this.#parts.report({ kind: "dropped", reason: "refused", count: batch.length, message });
    }
  }

  #tryAgain(batch: readonly OutgoingRow[], outcome: Extract<PostOutcome, { kind: "try_again" }>): void {
    const { outbox, report } = this.#parts;
    outbox.putBack(batch);
    const step = stepBackoff(this.#backoff, { kind: "failed", retryAfterMs: outcome.retryAfterMs }, this.#backoffContext());
    this.#backoff = step.state;
    for (const { delayMs, evidence } of step.effects) {
      const message = `${outcome.message}. Next try in ${Math.round(delayMs)} ms; ${outbox.size} executions wait.`;
      report({ kind: "retrying", failures: evidence.failures, delayMs, queued: outbox.size, message });
    }
  }

  #refuse(batch: readonly OutgoingRow[], answer: string): void {
    const workspaceId = batch[0]?.workspaceId;
    this.#refused.add(workspaceId);
    const count = batch.length + this.#parts.outbox.discard(workspaceId);
    const message = `the key was refused, so nothing more is sent${workspaceId ? ` to workspace ${workspaceId}` : ""}; ${count} executions are dropped: ${answer}`;
    this.#parts.report({ kind: "unauthorized", workspaceId, message });
  }

  #reportResult(batch: readonly OutgoingRow[], result: Pick<IngestResult, "rejected" | "clockSkews">): void {
    const { report } = this.#parts;
    for (const { index, field, reason } of result.rejected) {
      const executionId = batch[index]?.id ?? "unknown";
      report({ kind: "rejected", executionId, field, message: `execution ${executionId} was rejected: ${field} ${reason}` });
    }
    for (const { agentId, skewMs } of result.clockSkews) {
      if (this.#skewed.has(agentId)) continue;
      this.#skewed.add(agentId);
      report({ kind: "clock_skew", agentId, skewMs, message: `the clock of ${agentId} is off by ${skewMs} ms` });
    }
  }

  #reportOverflow(): void {
    const { starts, ends } = this.#parts.outbox.takeDropped();
    if (starts + ends === 0) return;
    const message = `more executions wait than there is room for: ${ends} ended ones are lost, and the start of ${starts} others`;
    this.#parts.report({ kind: "dropped", reason: "overflow", count: starts + ends, message });
  }

  #backoffContext(): Parameters<typeof stepBackoff>[2] {
    return { nowMs: this.#parts.host.monotonicMs(), random: this.#parts.host.random, rule: NETWORK_BACKOFF };
  }
}
