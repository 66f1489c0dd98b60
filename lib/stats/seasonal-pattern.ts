import { median } from "./median.ts";

/** A period shorter than three points is alternation; one that is not seen four times may be chance. */
const SHORTEST = 3;
const ROUNDS = 4;
/** What echoes less, or rises less above the lags before it, is not what moves a series; smooth series echo at all short lags. */
const LEAST = 0.3;
/** Standard errors of an autocorrelation: with hundreds of periods looked at, fewer are reached by chance. */
const CHANCE = 3;
/** Multiples of a period correlate as well as the period itself, but for chance. */
const NEAR_BEST = 0.1;
/** A difference counts for at most so many times the median one, so that a spike does not hide the rest. */
const CLIP = 3;

/**
 * The number of points after which a series repeats, 3 to a quarter of its length; null when it does not, or nothing shows it. Told from
 * the differences of neighbouring values, so that trends and steps do not matter. Cost: the square of the length over eight.
 * **Source:** the first maximum of the autocorrelation of clipped differences that is as high as any.
 */
export function findPeriod(values: ArrayLike<number>): number | null {
  const changes = clipChanges(values);
  const total = changes.reduce((sum, change) => sum + change * change, 0);
  const longest = Math.floor(values.length / ROUNDS);
  if (!(total > 0) || longest < SHORTEST) return null;
  const echo = (lag: number): number => {
    let sum = 0;
    for (let index = lag; index < changes.length; index += 1) sum += (changes[index] ?? 0) * (changes[index - lag] ?? 0);
    return sum / total;
  };
  const echoes = Float64Array.from({ length: longest + 2 }, (_, lag) => echo(lag));
  const least = Math.max(LEAST, CHANCE / Math.sqrt(values.length));
  const peaks: number[] = [];
  let trough = echoes[1] ?? 0;
  for (let lag = 2; lag <= longest; lag += 1) {
    const height = echoes[lag] ?? 0;
    const isPeak = lag >= SHORTEST && height >= (echoes[lag - 1] ?? 1) && height >= (echoes[lag + 1] ?? 1);
    if (isPeak && height >= Math.max(least, trough + least)) peaks.push(lag);
    trough = Math.min(trough, height);
  }
  const best = Math.max(...peaks.map((lag) => echoes[lag] ?? 0));
  return peaks.find((lag) => (echoes[lag] ?? 0) >= best - NEAR_BEST) ?? null;
}

/**
 * What each place in a period (a whole number from 2 to a quarter of the length) adds to the level, in the unit of the values; the sum over
 * a period is 0. The value at `index` holds the part at `index % period`.
 * **Source:** ratio-to-moving-average, F. R. Macaulay, "The smoothing of time series", 1931, here additive and with medians.
 */
export function seasonalPattern(values: ArrayLike<number>, period: number): Float64Array {
  const half = Math.floor(period / 2);
  const parts: number[][] = Array.from({ length: period }, () => []);
  for (let index = half; index < values.length - half; index += 1) {
    // An even window is one longer, and both its ends count half.
    let sum = 0;
    for (let at = index - half; at <= index + half; at += 1) {
      const isHalf = period % 2 === 0 && (at === index - half || at === index + half);
      sum += (values[at] ?? 0) * (isHalf ? 0.5 : 1);
    }
    parts[index % period]?.push((values[index] ?? 0) - sum / period);
  }
  const middles = parts.map((part) => (part.length === 0 ? 0 : median(part)));
  const mean = middles.reduce((sum, part) => sum + part / period, 0);
  return Float64Array.from(middles, (part) => part - mean);
}

function clipChanges(values: ArrayLike<number>): Float64Array {
  const changes = Float64Array.from(
    { length: Math.max(0, values.length - 1) },
    (_, index) => (values[index + 1] ?? 0) - (values[index] ?? 0),
  );
  if (changes.length === 0) return changes;
  const mean = changes.reduce((sum, change) => sum + change / changes.length, 0);
  const centred = changes.map((change) => change - mean);
  const most = CLIP * median(centred.map(Math.abs));
  return most > 0 ? centred.map((change) => Math.max(-most, Math.min(most, change))) : centred;
}
