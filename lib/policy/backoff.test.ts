import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BACKOFF_READY, type BackoffState, backoffCeilingMs, NETWORK_BACKOFF, stepBackoff } from "./backoff.ts";

const RULE = { firstCeilingMs: 100, maxCeilingMs: 1000, maxRetryAfterMs: 5000 };

/** The waits after `count` failures in a row at one instant. */
function failInARow(count: number, random: () => number): { readonly state: BackoffState; readonly delaysMs: readonly number[] } {
  let state: BackoffState = BACKOFF_READY;
  const delaysMs: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const step = stepBackoff(state, { kind: "failed" }, { nowMs: 0, random, rule: RULE });
    state = step.state;
    delaysMs.push(...step.effects.map((effect) => effect.delayMs));
  }
  return { state, delaysMs };
}

describe("stepBackoff", () => {
  test("the ceiling doubles with each failure and stops at the largest", () => {
    // Half of 100, 200, 400, 800, then of 1000.
    expect(failInARow(6, () => 0.5).delaysMs).toEqual([50, 100, 200, 400, 500, 500]);
  });

  test("a success forgets all failures", () => {
    const { state } = failInARow(4, () => 0.5);
    expect(stepBackoff(state, { kind: "succeeded" }, { nowMs: 0, random: () => 0.5, rule: RULE })).toEqual({
      state: BACKOFF_READY,
      effects: [],
    });
  });

  test("a wait is never shorter than what was asked for, nor longer than asked plus the ceiling", () => {
    fc.assert(
      fc.property(
        fc.record({
          failures: fc.integer({ min: 1, max: 2000 }),
          asked: fc.integer({ min: 0, max: 5000 }),
          draw: fc.double({ min: 0, max: 0.999, noNaN: true }),
        }),
        ({ failures, asked, draw }) => {
          const before: BackoffState = { kind: "waiting", failures, untilMs: 0 };
          const { effects } = stepBackoff(before, { kind: "failed", retryAfterMs: asked }, { nowMs: 0, random: () => draw, rule: RULE });
          const delayMs = effects[0]?.delayMs ?? Number.NaN;
          expect(delayMs).toBeGreaterThanOrEqual(asked);
          expect(delayMs).toBeLessThanOrEqual(asked + RULE.maxCeilingMs);
        },
      ),
    );
  });

  test("an absurd Retry-After is obeyed only up to the rule's limit", () => {
    const step = stepBackoff(BACKOFF_READY, { kind: "failed", retryAfterMs: 1e12 }, { nowMs: 7, random: () => 0, rule: RULE });
    expect(step.state).toEqual({ kind: "waiting", failures: 1, untilMs: 5007 });
  });

  test("every wait carries what it was drawn from, and the state is plain JSON", () => {
    const step = stepBackoff(BACKOFF_READY, { kind: "failed", retryAfterMs: 2000 }, { nowMs: 1000, random: () => 0.25, rule: RULE });
    expect(step.effects).toEqual([
      { kind: "wait", delayMs: 2025, untilMs: 3025, evidence: { rule: "full_jitter", failures: 1, ceilingMs: 100, retryAfterMs: 2000 } },
    ]);
    expect(JSON.parse(JSON.stringify(step))).toEqual(step);
  });

  test("the example of its docstring holds", () => {
    const first = stepBackoff(BACKOFF_READY, { kind: "failed" }, { nowMs: 1000, random: () => 0.5, rule: NETWORK_BACKOFF });
    expect(first.state).toEqual({ kind: "waiting", failures: 1, untilMs: 1250 });
  });

  test.each([
    ["a rule without a ceiling", { ...RULE, firstCeilingMs: 0 }, 0],
    ["a rule that is not a number", { ...RULE, maxCeilingMs: Number.NaN }, 0],
    ["a negative Retry-After", RULE, -1],
    ["an endless Retry-After", RULE, Number.POSITIVE_INFINITY],
  ])("refuses %s", (_what, rule, retryAfterMs) => {
    expect(() => stepBackoff(BACKOFF_READY, { kind: "failed", retryAfterMs }, { nowMs: 0, random: () => 0, rule })).toThrow();
  });
});

test("backoffCeilingMs stays finite after any number of failures", () => {
  expect(backoffCeilingMs(5000, NETWORK_BACKOFF)).toBe(30_000);
});
