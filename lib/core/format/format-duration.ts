import { joinUnit, requireFinite, scaleToUnit, toGrouped, withSign } from "./significant.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

const SHORT_STEPS = [
  { unit: "µs", size: 0.001 },
  { unit: "ms", size: 1 },
  { unit: "s", size: SECOND_MS },
] as const;

/** From a minute on, two neighbouring units say more than decimals do. `perMajor` minors make one major. */
const LONG_STEPS = [
  { major: "min", minor: "s", minorMs: SECOND_MS, perMajor: 60, limit: 3600 },
  { major: "h", minor: "min", minorMs: MINUTE_MS, perMajor: 60, limit: 1440 },
  { major: "d", minor: "h", minorMs: HOUR_MS, perMajor: 24, limit: Number.POSITIVE_INFINITY },
] as const;

/** Up to here, three significant digits of seconds stay below `60.0 s`. */
const SHORT_LIMIT_MS = 59.95 * SECOND_MS;

/**
 * A duration in ms for reading: `420 µs`, `12.4 ms`, `1.24 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. Zero is `0 ms`.
 * Negative durations bear a minus sign. Raises `invalid_input` for NaN and the infinities.
 */
export function formatDuration(durationMs: number): string {
  requireFinite(durationMs, "duration");
  if (durationMs === 0) return joinUnit("0", "ms");
  const magnitudeMs = Math.abs(durationMs);
  if (magnitudeMs < SHORT_LIMIT_MS) return scaleToUnit(durationMs, SHORT_STEPS);
  return withSign(durationMs, formatLong(magnitudeMs));
}

/** The same duration in full, for the hover: whole and decimal ms, digits grouped, as in `1,240.5 ms`. Raises as `formatDuration`. */
export function formatExactDuration(durationMs: number): string {
  return joinUnit(toGrouped(durationMs, 6), "ms");
}

function formatLong(magnitudeMs: number): string {
  // Rounded in the minor unit before the limit is tested, so that 59 min 59.9 s becomes an hour and never "60 min".
  const step = LONG_STEPS.find(({ minorMs, limit }) => Math.round(magnitudeMs / minorMs) < limit) ?? LONG_STEPS[2];
  const minors = Math.round(magnitudeMs / step.minorMs);
  const whole = joinUnit(toGrouped(Math.floor(minors / step.perMajor), 0), step.major);
  const rest = minors % step.perMajor;
  return rest === 0 ? whole : `${whole} ${joinUnit(String(rest), step.minor)}`;
}
