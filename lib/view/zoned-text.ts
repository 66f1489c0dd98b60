import { formatDay, formatTimeOfDay } from "../core/format/format-time.ts";

const MINUTE_MS = 60_000;
const ZONED_MINUTE = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{1,2}):(\d{2}))?$/;

/** An instant as a person edits it: `2026-11-22 18:33`, to the minute, in `timeZone`. */
export function writeZonedMinute(instantMs: number, timeZone: string): string {
  return `${formatDay(instantMs, timeZone)} ${formatTimeOfDay(instantMs, timeZone)}`;
}

/**
 * Reads such a text back, epoch ms; a day alone is its midnight. Null when it is no such text, or names a minute that the
 * zone's clocks skip. Of a minute that they show twice, the earlier.
 */
export function readZonedMinute(text: string, timeZone: string): number | null {
  const [, day, hour = "0", minute = "00"] = ZONED_MINUTE.exec(text.trim()) ?? [];
  if (day === undefined) return null;
  const wanted = `${day} ${hour.padStart(2, "0")}:${minute}`;
  const asUtcMs = Date.parse(`${wanted.replace(" ", "T")}:00Z`);
  if (Number.isNaN(asUtcMs)) return null;
  // Zones lie between 12 hours behind and 14 ahead; the offsets at both ends of that are the only candidates.
  const candidates = [-14, 12].map((hours) => asUtcMs - offsetMs(asUtcMs + hours * 60 * MINUTE_MS, timeZone));
  const matching = candidates.filter((candidateMs) => writeZonedMinute(candidateMs, timeZone) === wanted);
  return matching.length === 0 ? null : Math.min(...matching);
}

/** How far `timeZone` is ahead of UTC at an instant of whole minutes, ms. */
export function offsetMs(instantMs: number, timeZone: string): number {
  return Date.parse(`${formatDay(instantMs, timeZone)}T${formatTimeOfDay(instantMs, timeZone)}:00Z`) - instantMs;
}
