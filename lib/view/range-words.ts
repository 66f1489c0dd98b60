import { writeDurationText } from "../core/duration-text.ts";
import type { TimeRange } from "../domain/time-range.ts";
import { writeZonedMinute } from "./zoned-text.ts";

const UNITS = [
  { letter: "w", word: "week" },
  { letter: "d", word: "day" },
  { letter: "h", word: "hour" },
  { letter: "m", word: "minute" },
  { letter: "s", word: "second" },
] as const;

/** A range in words: `Last 24 hours`, `2026-11-21 08:00 to 2026-11-22 18:33`. A day in hours, as operators say it. */
export function describeRange(range: TimeRange, timeZone: string): string {
  if (range.kind === "between") return `${writeZonedMinute(range.fromMs, timeZone)} to ${writeZonedMinute(range.toMs, timeZone)}`;
  const text = shortRangeText(range.durationMs);
  const count = Number(text.slice(0, -1));
  const word = UNITS.find((unit) => unit.letter === text.slice(-1))?.word ?? "second";
  return count === 1 ? `Last ${word}` : `Last ${count} ${word}s`;
}

/** A preset's short name: `5m`, `24h`, `7d`. */
export function shortRangeText(durationMs: number): string {
  const text = writeDurationText(durationMs);
  if (text === "1d") return "24h";
  const weeks = /^(\d+)w$/.exec(text)?.[1];
  return weeks === undefined ? text : `${Number(weeks) * 7}d`;
}
