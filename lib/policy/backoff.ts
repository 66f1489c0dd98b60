/*
 *              failed                    failed (higher ceiling)
 *   ready ───────────────▶ waiting ──────────┐
 *     ▲                     │   ▲            │
 *     └───── succeeded ─────┘   └────────────┘
 *
 * After silence: the wait ends by the clock, `untilMs`; the count of failures stays, since silence does not show that
 * the other side recovered. At restart: the state is gone or stored; without it the first attempt is made at once.
 * When wrong: it waits too long by at most `maxCeilingMs` (or `maxRetryAfterMs`, if the other side asked for it).
 */
import { AppError } from "../core/app-error.ts";
import type { Random } from "../core/seeded-random.ts";

/** Nothing failed since the last success, or no attempt before `untilMs` (the clock of `ctx.nowMs`) after `failures` in a row (1 or more). */
export type BackoffState = { readonly kind: "ready" } | { readonly kind: "waiting"; readonly failures: number; readonly untilMs: number };

/** How an attempt ended. `retryAfterMs` (0 or more) is what the other side asked to wait, when it did. */
export type BackoffInput = { readonly kind: "succeeded" } | { readonly kind: "failed"; readonly retryAfterMs?: number };

/** Wait until `untilMs`, which is `delayMs` from now; the evidence is what the delay was drawn from. */
export type BackoffEffect = {
  readonly kind: "wait";
  readonly delayMs: number;
  readonly untilMs: number;
  readonly evidence: { readonly rule: "full_jitter"; readonly failures: number; readonly ceilingMs: number; readonly retryAfterMs: number };
};

/** The ceiling of the first wait, the ceiling that doubling stops at, and the longest Retry-After that is obeyed; all in ms, above 0. */
export type BackoffRule = { readonly firstCeilingMs: number; readonly maxCeilingMs: number; readonly maxRetryAfterMs: number };

/** Time, chance and the rule in force. */
export type BackoffContext = { readonly nowMs: number; readonly random: Random; readonly rule: BackoffRule };

/** For calls to a service over the network: 0.5 s covers a lost packet, 30 s is short enough to notice that an outage is over. */
export const NETWORK_BACKOFF: BackoffRule = { firstCeilingMs: 500, maxCeilingMs: 30_000, maxRetryAfterMs: 300_000 };

/** Where every backoff begins. */
export const BACKOFF_READY: BackoffState = { kind: "ready" };

/**
 * Takes the end of one attempt and says how long to wait before the next: a uniform draw from 0 to a ceiling that doubles with each
 * failure, after whatever the other side asked for. It never gives up; a caller that should, counts `failures`.
 * `effects` holds one wait after a failure and nothing after a success. Raises `invalid_input` for a rule or a Retry-After out of range.
 * **Source:** "full jitter", M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015; Retry-After: RFC 9110, 10.2.3.
 * @example
 * const first = stepBackoff(BACKOFF_READY, { kind: "failed" }, { nowMs: 1000, random: () => 0.5, rule: NETWORK_BACKOFF });
 * // first.state is { kind: "waiting", failures: 1, untilMs: 1250 }
 */
export function stepBackoff(
  state: BackoffState,
  input: BackoffInput,
  ctx: BackoffContext,
): { readonly state: BackoffState; readonly effects: readonly BackoffEffect[] } {
  if (input.kind === "succeeded") return { state: BACKOFF_READY, effects: [] };
  checkRule(ctx.rule);
  const asked = input.retryAfterMs ?? 0;
  if (!Number.isFinite(asked) || asked < 0) throw new AppError("invalid_input", `No wait can be asked for ${asked} ms`);
  const failures = (state.kind === "waiting" ? state.failures : 0) + 1;
  const ceilingMs = backoffCeilingMs(failures, ctx.rule);
  const retryAfterMs = Math.min(asked, ctx.rule.maxRetryAfterMs);
  // The jitter comes on top of Retry-After: everybody who was refused at once was told the same instant.
  const delayMs = retryAfterMs + ctx.random() * ceilingMs;
  const untilMs = ctx.nowMs + delayMs;
  const evidence = { rule: "full_jitter", failures, ceilingMs, retryAfterMs } as const;
  return { state: { kind: "waiting", failures, untilMs }, effects: [{ kind: "wait", delayMs, untilMs, evidence }] };
}

/** The longest wait in ms after `failures` in a row (1 or more): `firstCeilingMs`, doubled each time up to `maxCeilingMs`. */
export function backoffCeilingMs(failures: number, rule: BackoffRule): number {
  return Math.min(rule.maxCeilingMs, rule.firstCeilingMs * 2 ** (failures - 1));
}

function checkRule(rule: BackoffRule): void {
  for (const [name, value] of Object.entries(rule)) {
    if (!Number.isFinite(value) || value <= 0) throw new AppError("invalid_input", `The backoff rule's ${name} is ${value}, not above 0`);
  }
}
