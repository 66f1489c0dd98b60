import type { TimeRange } from "../domain/time-range.ts";
import type { HealthLevel, HealthVerdict } from "./health-verdict.ts";

const PRESENT_MS = 15 * 60_000;

/** What counts as now: long enough for a fleet to have ended something, short enough for an outage to be seen while it is young. */
export const PRESENT_RANGE: TimeRange = { kind: "last", durationMs: PRESENT_MS };

/**
 * Whether a page that looks at `range` also has to be told of the present: a day of good figures hides a young outage. A shorter range
 * tells it by itself, and one between two instants was asked for to look at the past.
 */
export function hidesPresent(range: TimeRange): boolean {
  return range.kind === "last" && range.durationMs > PRESENT_MS;
}

const WEIGHTS: Readonly<Record<HealthLevel, number>> = { unknown: 0, healthy: 0, warning: 1, serious: 2, critical: 3 };

/**
 * The verdicts to show, the one that leads first. The present leads while it is worse than the range, and surely fails: a mere warning
 * comes and goes with every quarter of an hour, and silence of so short a time accuses nobody.
 */
export function orderVerdicts(ofRange: HealthVerdict, present: HealthVerdict | null): readonly [HealthVerdict, ...HealthVerdict[]] {
  if (present === null || WEIGHTS[present.level] < WEIGHTS.serious || WEIGHTS[present.level] <= WEIGHTS[ofRange.level]) return [ofRange];
  return [present, ofRange];
}
