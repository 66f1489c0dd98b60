import { median } from "./median.ts";

/** A period shorter than three points is alternation; one that is not seen four times may be chance. */
const SHORTEST = 3;
const ROUNDS = 4;
/** What echoes less, or rises less above the lags before it, is not what moves a series; smooth series echo at all short lags. */
const LEAST = 0.3;
/** Standard errors of an autocorrelation: with hundreds of periods looked at, three are reached by chance in one series of fifty. */
const CHANCE = 4;
/** Multiples of a period correlate as well as the period itself, but for chance. */
const NEAR_BEST = 0.1;
/** Means of so many values are compared: the wider, the less noise, and the longer a period has to be to be seen. */
const WIDTHS = [1, 2, 4, 8];
/** A difference counts for at most so many times the median one, so that a spike does not hide the rest. */
const CLIP = 3;

/**
 * The number of points after which a series repeats, 3 to a quarter of its length; null when it does not, or nothing shows it. Told from
 * differences, so that trends and steps do not matter: of neighbouring values, or where noise hides it there, of the means of up to eight
 * neighbours. Cost: the square of the length over eight, four times.
 * **Source:** the first maximum of the autocorrelation of clipped differences that is as high as any.
 */
export function findPeriod(values: ArrayLike<number>): number | null {
  const longest = Math.floor(values.length / ROUNDS);
  for (const width of WIDTHS) {
    const period = findEcho(clipChanges(values, width), longest, width);
    if (period !== null) return period;
  }
  return null;
}

function findEcho(changes: Float64Array, longest: number, width: number): number | null {
  const total = changes.reduce((sum, change) => sum + change * change, 0);
  if (!(total > 0)) return null;
  const echo = (lag: number): number => {
    let sum = 0;
    for (let index = lag; index < changes.length; index += 1) sum += (changes[index] ?? 0) * (changes[index - lag] ?? 0);
    return sum / total;
  };
  const echoes = Float64Array.from({ length: longest + 2 }, (_, lag) => echo(lag));
  const least = Math.max(LEAST, CHANCE * Math.sqrt(width / changes.length));
  const peaks: number[] = [];
  let trough = echoes[1] ?? 0;
  for (let lag = 2; lag <= longest; lag += 1) {
    const height = echoes[lag] ?? 0;
    const isPeak = lag >= SHORTEST * width && height >= (echoes[lag - 1] ?? 1) && height >= (echoes[lag + 1] ?? 1);
    if (isPeak && height >= Math.max(least, trough + least)) peaks.push(lag);
    trough = Math.min(trough, height);
  }
  const best = Math.max(...peaks.map((lag) => echoes[lag] ?? 0));
  const first = peaks.find((lag) => (echoes[lag] ?? 0) >= best - NEAR_BEST);
  return first === undefined ? null : sharpen(echoes.subarray(0, longest + 1), first);
}

/** Noise moves the top of a broad echo; that of every further round lies a point away at most, and its share is moved less. */
function sharpen(echoes: Float64Array, period: number): number {
  let exact = period;
  for (let rounds = 2; Math.round(rounds * exact) + 1 < echoes.length; rounds += 1) {
    const middle = Math.round(rounds * exact);
    const near = [middle - 1, middle, middle + 1].sort((one, two) => (echoes[two] ?? 0) - (echoes[one] ?? 0));
    exact = (near[0] ?? middle) / rounds;
  }
  return Math.round(exact);
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

/** Differences of the means of `width` values before and from each place on, around 0 and clipped. */
function clipChanges(values: ArrayLike<number>, width: number): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let index = 0; index < values.length; index += 1) sums[index + 1] = (sums[index] ?? 0) + (values[index] ?? 0);
  const sum = (from: number): number => (sums[from + width] ?? 0) - (sums[from] ?? 0);
  const changes = Float64Array.from({ length: Math.max(0, values.length - 2 * width + 1) }, (_, at) => (sum(at + width) - sum(at)) / width);
  if (changes.length === 0) return changes;
  const mean = changes.reduce((total, change) => total + change / changes.length, 0);
  const centred = changes.map((change) => change - mean);
  const most = CLIP * median(centred.map(Math.abs));
  return most > 0 ? centred.map((change) => Math.max(-most, Math.min(most, change))) : centred;
}
