import { parseDurationText } from "../core/duration-text.ts";
import type { IgnoreEnd } from "../domain/error-group.ts";

const MOST_COUNT = 10_000;
const MOST_PER_HOUR = 100_000;
/** A year: longer is for good. */
const LONGEST_MS = 366 * 86_400_000;

/** An end of ignoring as typed into a form at `nowMs`, or the sentence that says what is wrong with it. */
export function readIgnoreEnd(
  kind: IgnoreEnd["kind"],
  amount: string,
  nowMs: number,
): { readonly kind: "end"; readonly end: IgnoreEnd } | { readonly kind: "invalid"; readonly reason: string } {
  if (kind === "never") return { kind: "end", end: { kind } };
  if (kind === "time") {
    const typed = parseDurationText(amount);
    if (typed.kind === "invalid") return typed;
    if (typed.durationMs > LONGEST_MS)
      return { kind: "invalid", reason: `"${amount}" is longer than a year; ignore it until somebody reopens it.` };
    return { kind: "end", end: { kind, untilAt: new Date(nowMs + typed.durationMs).toISOString() } };
  }
  const most = kind === "count" ? MOST_COUNT : MOST_PER_HOUR;
  const number = /^\d+$/.test(amount.trim()) ? Number(amount.trim()) : 0;
  if (number < 1 || number > most) return { kind: "invalid", reason: `"${amount}" is not a whole number from 1 to ${most}.` };
  return { kind: "end", end: kind === "count" ? { kind, count: number } : { kind, perHour: number } };
}
