import type { TimeSpan } from "../domain/time-range.ts";

const DAY_MS = 86_400_000;

/** Where the steps of a series over `span` begin, epoch ms, as the database cuts them: counted from midnight UTC of the day in which the span begins. */
export function stepStartsMs(span: TimeSpan, stepMs: number): readonly number[] {
  const originMs = Math.floor(span.fromMs / DAY_MS) * DAY_MS;
  const firstMs = originMs + Math.floor((span.fromMs - originMs) / stepMs) * stepMs;
  const count = Math.max(0, Math.ceil((span.toMs - firstMs) / stepMs));
  return Array.from({ length: count }, (_, index) => firstMs + index * stepMs);
}

/**
 * Every step of a series, also those in which nothing happened, which the database leaves out: `shape` gets the step's
 * beginning and what the database said of it, undefined for nothing.
 */
export function fillSteps<S extends { readonly bucketAt: string }, T>(
  steps: readonly S[],
  grid: { readonly span: TimeSpan; readonly stepMs: number },
  shape: (atMs: number, step: S | undefined) => T,
): readonly T[] {
  const known = new Map(steps.map((step) => [Date.parse(step.bucketAt), step]));
  return stepStartsMs(grid.span, grid.stepMs).map((atMs) => shape(atMs, known.get(atMs)));
}
