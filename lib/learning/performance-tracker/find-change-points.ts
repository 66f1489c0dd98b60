import { AppError } from "../../core/app-error.ts";
import { replaceOutliers } from "../../stats/hampel-filter.ts";
import { findPeriod, seasonalPattern } from "../../stats/seasonal-pattern.ts";
import { createSegmentError } from "../../stats/segment-error.ts";
import { type ChangePoint, judgeChange } from "./change-point-evidence.ts";
import { measureNoise } from "./change-point-noise.ts";
import { findSegments, type SegmentPrices } from "./change-point-segments.ts";

/** Four blocks of five points: of fewer the noise is not known. */
const NEEDED = 20;
/** Up to three points in a row that leave the rest by six deviations are outliers, not a regime. */
const OUTLIER_REACH = 3;
const OUTLIER_DEVIATIONS = 6;
/** Times the criterion of Schwarz, which takes the noise as known: doubled, white noise has a change in one series of 50 at most. */
const STRICTNESS = 2;
/** Rounding of the sums: what varies less, relative to the largest value, does not vary. */
const ROUNDING = 1e-12;

/** `season` is the number of points after which the series repeats (2 to a quarter of its length), or null for none; found when not given. */
export type ChangePointSettings = { readonly season?: number | null };

/** Changes in order, and the season that was left out. Or how many points there are, and how many it takes. */
export type ChangePoints =
  | { readonly kind: "found"; readonly changePoints: readonly ChangePoint[]; readonly season: number | null }
  | { readonly kind: "insufficient"; readonly have: number; readonly need: number };

/**
 * When a series changed its level or its trend, by how much, and how sure that is. `values` are equally distant points in time order, finite,
 * 20 or more. Between changes a series is taken as a level or a straight line, with a season and with noise that may carry over from point to
 * point; up to three outliers in a row are no change, and no regime is shorter than a block (5 points, a twentieth of the series, or the root
 * of its length, if that is less). Turning values upside down, shifting or scaling them changes nothing but the sizes told. Deterministic; about
 * a tenth of a second for 10,000 points. Raises `invalid_input` for values that are not finite and a season out of range.
 *
 * ```ts
 * const daily = [12, 11, 12, 13, 12, 11, 12, 12, 13, 11, 12, 12, 19, 18, 19, 20, 19, 18, 19, 20, 18, 19, 19, 20];
 * const told = findChangePoints(daily);
 * const at = told.kind === "found" ? told.changePoints.map(({ index }) => index) : []; // [12]
 * ```
 * **Source:** penalised least squares: Y.-C. Yao, "Estimating the number of change-points via Schwarz' criterion", Statistics & Probability
 * Letters 6, 1988, with the long-run variance for dependent noise (M. Lavielle and E. Moulines, JTSA 21, 2000).
 */
export function findChangePoints(values: readonly number[], settings: ChangePointSettings = {}): ChangePoints {
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new AppError("invalid_input", `Point ${bad} is ${values[bad]}, where a finite number is expected`);
  const season = checkSeason(settings.season, values.length);
  if (values.length < NEEDED) return { kind: "insufficient", have: values.length, need: NEEDED };
  const unit = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (unit === 0) return { kind: "found", changePoints: [], season: null };
  // In units of the largest value, so that squares neither overflow nor vanish.
  const scaled = Float64Array.from(values, (value) => value / unit);
  const period = season === undefined ? findPeriod(scaled) : season;
  const clean = replaceOutliers(withoutSeason(scaled, period), OUTLIER_REACH, OUTLIER_DEVIATIONS);
  return { kind: "found", changePoints: judgeAll(clean, values, unit), season: period };
}

function checkSeason(season: number | null | undefined, length: number): number | null | undefined {
  if (season === undefined || season === null) return season;
  if (Number.isSafeInteger(season) && season >= 2 && (length < NEEDED || 4 * season <= length)) return season;
  throw new AppError("invalid_input", `A season of ${length} points has 2 to ${Math.floor(length / 4)} of them, not ${season}`);
}

function withoutSeason(values: Float64Array, period: number | null): Float64Array {
  if (period === null) return values;
  const pattern = seasonalPattern(values, period);
  return values.map((value, index) => value - (pattern[index % period] ?? 0));
}

function judgeAll(clean: Float64Array, values: readonly number[], unit: number): readonly ChangePoint[] {
  const error = createSegmentError(clean);
  const noise = measureNoise(clean, error);
  if (!(noise.variance > ROUNDING * ROUNDING)) return [];
  const parameter = STRICTNESS * noise.variance * Math.log(clean.length);
  const prices: SegmentPrices = { level: 2 * parameter, line: 3 * parameter };
  const segments = findSegments(error, prices, noise.block);
  return segments.slice(1).flatMap((right, index) => {
    const left = segments[index];
    return left === undefined ? [] : [inUnits(judgeChange(left, right, { values, error, prices, noise }), unit)];
  });
}

/** Means and medians are of the measured values; what comes from the prepared ones is in units of the largest. */
function inUnits(change: ChangePoint, unit: number): ChangePoint {
  const { before, after, step } = change;
  return {
    ...change,
    before: { ...before, slope: before.slope * unit },
    after: { ...after, slope: after.slope * unit },
    step: step * unit,
  };
}
