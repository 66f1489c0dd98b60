/*
 *                 a row arrives             timer, or enough rows
 *    idle ───────────────────────▶ due ───────────────────────────▶ in flight
 *     ▲                             ▲                                   │
 *     │ nothing waits               │ rows wait (after a failure: not   │
 *     └─────────────────────────────┴──── before the backoff says) ─────┘
 *
 * While it fails, what waits is written to the spool, where there is one; once it works again, spool and memory take turns.
 * A key that was refused stays refused: rows for that workspace are dropped from then on, until the process starts anew.
 */
import { BACKOFF_READY, type BackoffState, NETWORK_BACKOFF, stepBackoff } from "../policy/backoff.ts";
import { type CancelTimer, type Host, runLater } from "./host.ts";
import type { Outbox, OutgoingRow } from "./outbox.ts";
import { type PostOutcome, type PostTarget, postBatch } from "./post-batch.ts";
import type { Report } from "./problem.ts";
import { SendReports } from "./send-reports.ts";
import type { Spool } from "./spool.ts";

/** How long rows gather (ms), and how many make a batch. */
export type SenderLimits = { readonly maxDelayMs: number; readonly maxBatch: number };

/** What a sender works with. */
export type SenderParts = {
  readonly outbox: Outbox;
  readonly spool: Spool | null;
  readonly target: PostTarget;
  readonly limits: SenderLimits;
  readonly host: Host;
  readonly report: Report;
};

/** A request that takes longer is no good sign: what comes meanwhile is written down, in ms. */
const SLOW_MS = 2000;
/** How long a disk that took not everything is left alone, in ms. */
const DISK_REST_MS = 5000;

type Load = { readonly rows: readonly OutgoingRow[]; readonly isFromDisk: boolean };
const NOTHING: Load = { rows: [], isFromDisk: true };

/** Empties outbox and spool: in batches, one request at a time, again after a failure, and without ever throwing. */
export class Sender {
  readonly #parts: SenderParts;
  readonly #reports: SendReports;
  readonly #refused = new Set<string | undefined>();
  readonly #waiters = new Set<() => void>();
  #backoff: BackoffState = BACKOFF_READY;
  #batchLimit: number;
  #inFlight: Load | null = null;
  #inFlightSinceMs = 0;
  /** On their way to the disk. */
  #beingSaved: readonly OutgoingRow[] = [];
  #isDisksTurn = false;
  #isStopped = false;
  #restUntilMs = 0;
  /** Rows must be under way by then, on the monotonic clock. */
  #dueAtMs = 0;
  #cancelTimer: CancelTimer | null = null;
  #cancelSaving: CancelTimer | null = null;

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.#reports = new SendReports(parts.report);
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
    if (wasEmpty) this.#saveLater();
  }

  /** Sends what waits without further gathering; resolves when nothing waits any more, or after `timeoutMs`. */
  async flush(timeoutMs: number): Promise<void> {
    if (this.#isEmpty) return;
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

  /** Sends what other processes left behind. */
  async adopt(): Promise<void> {
    if ((await this.#parts.spool?.adopt()) === true) this.#schedule();
  }

  /** Writes down what was not sent, for the next process, and sends no more. Without a spool it goes on. */
  async stop(): Promise<void> {
    const { spool, outbox } = this.#parts;
    if (spool === null) return;
    this.#isStopped = true;
    this.#cancelTimer?.();
    this.#cancelSaving?.();
    const left = [...this.#unsentRows(), ...outbox.takeAll()];
    outbox.putBack(await spool.save(left));
    this.#beingSaved = [];
    spool.leave();
  }

  /** Writes down what was not sent, before it returns: the process ends. */
  stopNow(): void {
    const { spool, outbox } = this.#parts;
    if (spool === null || this.#isStopped) return;
    this.#reports.lostAtEnd(spool.saveNow([...this.#unsentRows(), ...outbox.takeAll()]));
    spool.leave();
  }

  /** Rows of this process that wait or are under way. */
  get unsentCount(): number {
    const { outbox, spool } = this.#parts;
    return outbox.size + this.#unsentRows().length + (spool?.ownRows ?? 0);
  }

  get #isEmpty(): boolean {
    return this.unsentCount === 0 && this.#inFlight === null && this.#parts.spool?.hasPending !== true;
  }

  #unsentRows(): readonly OutgoingRow[] {
    return [...(this.#inFlight?.isFromDisk === false ? this.#inFlight.rows : []), ...this.#beingSaved];
  }

  #schedule(): void {
    if (this.#inFlight !== null || this.#isStopped) return;
    this.#cancelTimer?.();
    const { outbox, host, spool } = this.#parts;
    const nowMs = host.monotonicMs();
    const isDue = outbox.size >= this.#batchLimit || this.#waiters.size > 0 || spool?.hasPending === true;
    const gatherMs = isDue ? 0 : this.#dueAtMs - nowMs;
    const backoffMs = this.#backoff.kind === "waiting" ? this.#backoff.untilMs - nowMs : 0;
    this.#cancelTimer = runLater(Math.max(0, gatherMs, backoffMs), () => void this.#send());
  }

  async #send(): Promise<void> {
    const { outbox, target, host } = this.#parts;
    this.#inFlightSinceMs = host.monotonicMs();
    // Taken before anything is awaited, so that nobody else takes the turn.
    this.#inFlight = NOTHING;
    const load = await this.#nextLoad();
    this.#inFlight = load;
    // What is left behind has gathered long enough.
    this.#dueAtMs = host.monotonicMs();
    const cancelWatch = this.#parts.spool === null ? null : runLater(SLOW_MS, () => void this.#save());
    const outcome = load.rows.length > 0 ? await postBatch(load.rows, target, host) : null;
    cancelWatch?.();
    // Written down by then, for the next process.
    if (this.#isStopped) return;
    if (outcome !== null) await this.#settle(load, outcome);
    // More may have been left behind than is taken over at once.
    if (load.isFromDisk && this.#parts.spool?.hasPending === false) await this.#parts.spool.adopt();
    this.#inFlight = null;
    this.#reports.overflow(outbox.takeDropped());
    if (this.#isEmpty) for (const waiter of this.#waiters) waiter();
    else if (this.unsentCount > 0 || this.#parts.spool?.hasPending === true) this.#schedule();
  }

  /** Memory and disk in turn, so that neither waits for the other to be empty. */
  async #nextLoad(): Promise<Load> {
    const { outbox, spool } = this.#parts;
    const isDisk = spool?.hasPending === true && (this.#isDisksTurn || outbox.size === 0);
    this.#isDisksTurn = !isDisk;
    const spooled = isDisk ? await spool.peek(this.#batchLimit) : [];
    return spooled.length > 0 ? { rows: spooled, isFromDisk: true } : { rows: outbox.take(this.#batchLimit), isFromDisk: false };
  }

  async #settle(load: Load, outcome: PostOutcome): Promise<void> {
    if (outcome.kind === "try_again") await this.#tryAgain(load, outcome);
    else if (outcome.kind === "too_large" && load.rows.length > 1) {
      this.#batchLimit = Math.ceil(load.rows.length / 2);
      if (!load.isFromDisk) this.#parts.outbox.putBack(load.rows);
    } else {
      this.#conclude(load.rows, outcome);
      if (load.isFromDisk && outcome.kind !== "unauthorized") await this.#parts.spool?.advance(load.rows.length);
    }
  }

  #conclude(batch: readonly OutgoingRow[], outcome: Exclude<PostOutcome, { kind: "try_again" }>): void {
    this.#backoff = stepBackoff(this.#backoff, { kind: "succeeded" }, this.#backoffContext()).state;
    this.#batchLimit = Math.min(this.#parts.limits.maxBatch, this.#batchLimit * 2);
    if (outcome.kind === "stored") this.#reports.stored(outcome.result);
    else if (outcome.kind === "unauthorized") this.#refuse(batch, outcome.message);
    else this.#reports.refused(batch.length, outcome.message);
  }

  async #tryAgain(load: Load, outcome: Extract<PostOutcome, { kind: "try_again" }>): Promise<void> {
    const step = stepBackoff(this.#backoff, { kind: "failed", retryAfterMs: outcome.retryAfterMs }, this.#backoffContext());
    this.#backoff = step.state;
    this.#inFlight = NOTHING;
    if (!load.isFromDisk) this.#parts.outbox.putBack(load.rows);
    await this.#save();
    this.#reports.retrying(step.effects, { message: outcome.message, queued: this.unsentCount });
  }

  /** While rows cannot be sent they are written down soon after they came, not at the end of the wait. */
  #saveLater(): void {
    const { spool, limits, host } = this.#parts;
    const isSlow = this.#inFlight !== null && host.monotonicMs() - this.#inFlightSinceMs > SLOW_MS;
    if (spool === null || this.#isStopped || (this.#backoff.kind !== "waiting" && !isSlow)) return;
    this.#cancelSaving?.();
    this.#cancelSaving = runLater(limits.maxDelayMs, () => void this.#save());
  }

  async #save(): Promise<void> {
    const { spool, outbox, host } = this.#parts;
    if (spool === null || outbox.size === 0 || this.#beingSaved.length > 0 || host.monotonicMs() < this.#restUntilMs) return;
    this.#beingSaved = outbox.takeAll();
    const unsaved = await spool.save(this.#beingSaved);
    this.#beingSaved = [];
    if (unsaved.length > 0) this.#restUntilMs = host.monotonicMs() + DISK_REST_MS;
    outbox.putBack(unsaved);
    this.#reports.overflow(outbox.takeDropped());
  }

  #refuse(batch: readonly OutgoingRow[], answer: string): void {
    const workspaceId = batch[0]?.workspaceId;
    this.#refused.add(workspaceId);
    this.#parts.spool?.pause();
    this.#reports.unauthorized(workspaceId, { count: batch.length + this.#parts.outbox.discard(workspaceId), answer });
  }

  #backoffContext(): Parameters<typeof stepBackoff>[2] {
    return { nowMs: this.#parts.host.monotonicMs(), random: this.#parts.host.random, rule: NETWORK_BACKOFF };
  }
}
