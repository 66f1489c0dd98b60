import { resolveTimeRange, type TimeRange, type TimeSpan } from "./time-range.ts";

const MINUTE_MS = 60_000;

/**
 * What figures of a range are read over. `span` begins on a whole minute, for rollups know no finer time, and may end in the future
 * where the operator asked for that; `elapsedMs` is how much of it has passed, 0 or more; `before` is the time just before it, as long
 * as what has passed, to the minute.
 */
export type FiguresSpan = { readonly span: TimeSpan; readonly elapsedMs: number; readonly before: TimeSpan };

/** The spans of a range as seen at `nowMs`. A range that lies wholly ahead has 0 elapsed and a `before` of its own full length. */
export function figuresSpan(range: TimeRange, nowMs: number): FiguresSpan {
  const { fromMs, toMs } = resolveTimeRange(range, nowMs);
  const startMs = Math.floor(fromMs / MINUTE_MS) * MINUTE_MS;
  const elapsedMs = Math.max(0, Math.min(toMs, nowMs) - startMs);
  const lengthMs = Math.max(MINUTE_MS, Math.ceil((elapsedMs || toMs - startMs) / MINUTE_MS) * MINUTE_MS);
  return { span: { fromMs: startMs, toMs }, elapsedMs, before: { fromMs: startMs - lengthMs, toMs: startMs } };
}
