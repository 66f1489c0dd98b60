import { formatDay, formatTimeOfDay } from "../core/format/format-time.ts";
import type { TimeSpan } from "../domain/time-range.ts";
import { offsetMs } from "./zoned-text.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

/** Distances between ticks that a person counts in. */
const DISTANCES_MS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2 * 1440, 7 * 1440, 14 * 1440, 28 * 1440].map(
  (minutes) => minutes * MINUTE_MS,
);

/** A mark on the time axis; `label` is the time of day, or the day where one begins or ticks are days apart. */
export type TimeTick = { readonly atMs: number; readonly label: string };

/** At most `most` (2 or more) ticks at round times of `timeZone` within the span. */
export function timeTicks(span: TimeSpan, timeZone: string, most: number): readonly TimeTick[] {
  const lengthMs = span.toMs - span.fromMs;
  const distanceMs = DISTANCES_MS.find((candidate) => lengthMs / candidate <= most) ?? 28 * DAY_MS;
  // The zone's offset in the middle: at a change of the clocks half the ticks are an hour off round, and still true.
  const middleMs = Math.floor((span.fromMs + span.toMs) / 2 / MINUTE_MS) * MINUTE_MS;
  const aheadMs = offsetMs(middleMs, timeZone);
  const firstMs = Math.ceil((span.fromMs + aheadMs) / distanceMs) * distanceMs - aheadMs;
  const count = Math.max(0, Math.floor((span.toMs - firstMs) / distanceMs) + 1);
  return Array.from({ length: count }, (_, index) => {
    const atMs = firstMs + index * distanceMs;
    return { atMs, label: labelOf(atMs, timeZone, distanceMs) };
  });
}

function labelOf(atMs: number, timeZone: string, distanceMs: number): string {
  const time = formatTimeOfDay(atMs, timeZone);
  return distanceMs >= DAY_MS || time === "00:00" ? formatDay(atMs, timeZone).slice(5) : time;
}
