import { activityAt } from "./faults.ts";

/** How much slower than its routines' own pauses the fleet lives: about 900 executions an hour, which one can follow by eye. */
export const LIVE_STRETCH = 4;

/** How much slower it went when it was new, at about 30 executions an hour. */
export const OLDEST_STRETCH = 120;

/** By how much time before the present the fleet was e times slower: it grew in its last days, so that past and present meet. */
const GROWTH_MS = 20 * 3_600_000;

/** The working week shaped the small fleet; the grown one, which somebody watches, goes at any hour. */
const RHYTHM_FADES_MS = 12 * 3_600_000;

/** How much slower than its routines' own pauses the fleet went at an instant before `endMs` (epoch ms). */
export function pastStretchAt(nowMs: number, endMs: number): number {
  const ageMs = Math.max(0, endMs - nowMs);
  const grown = Math.min(LIVE_STRETCH * Math.exp(ageMs / GROWTH_MS), OLDEST_STRETCH);
  const rhythm = 1 + (activityAt(nowMs) - 1) * (1 - Math.exp(-ageMs / RHYTHM_FADES_MS));
  return grown / rhythm;
}
