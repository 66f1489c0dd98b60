import { AppError } from "../core/app-error.ts";

/** The relative error that the database's histograms keep, and what a sketch keeps unless it says otherwise. */
export const SKETCH_ALPHA = 0.01;
/** The smallest and largest magnitude with a bucket of its own, as in `private.histogram_key`; beyond them the outermost bucket counts. */
const SMALLEST = 0.001;
const LARGEST = 1e15;

/**
 * Counts of values in logarithmic buckets. `add` takes any finite value (`invalid_input` otherwise) and a count of 1 or more; `merge` takes
 * in another sketch of the same `alpha` (`invalid_input` otherwise) and is exact: the same as having added its values here. `quantile(q)`,
 * q from 0 to 1, is within `alpha` of the value at rank floor(q (n - 1)), relative to it, for magnitudes from 0.001 to 1e15, and 0 is
 * exact; null when nothing was added. `count` is of values, `buckets` of buckets in use: at most ln(1e18) / ln((1 + alpha) / (1 - alpha))
 * for each sign, which is 2,073 at 1 %, and one for zero; so nothing ever needs to be collapsed.
 */
export type QuantileSketch = {
  readonly alpha: number;
  readonly count: number;
  readonly buckets: number;
  add(value: number, count?: number): void;
  merge(other: QuantileSketch): void;
  quantile(q: number): number | null;
  /** Sign, key and count of every bucket in use, ascending by value; plain JSON. */
  cells(): readonly SketchCell[];
};

/** `sign` -1, 0 or 1; `key` of the magnitude (0 for zero, which has none); `count` 1 or more. */
export type SketchCell = { readonly sign: number; readonly key: number; readonly count: number };

/**
 * An empty sketch that keeps a relative error of `alpha`, above 0 and below 1 (`invalid_input` otherwise). At 0.01 positive values fall
 * into the very buckets of the database's `private.histogram_key`; zero and negative values, which that counts as 0.001, have their own.
 * **Source:** C. Masson, J. E. Rim and H. K. Lee, "DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees",
 * PVLDB 12(12), 2019.
 */
export function createQuantileSketch(alpha: number = SKETCH_ALPHA): QuantileSketch {
  if (!(alpha > 0 && alpha < 1)) throw new AppError("invalid_input", `A relative error lies between 0 and 1, not at ${alpha}`);
  const positive = new Map<number, number>();
  const negative = new Map<number, number>();
  let zeros = 0;
  let total = 0;
  const cells = (): readonly SketchCell[] => [
    ...toCells(negative, -1).reverse(),
    ...(zeros > 0 ? [{ sign: 0, key: 0, count: zeros }] : []),
    ...toCells(positive, 1),
  ];
  const addCell = ({ sign, key, count }: SketchCell): void => {
    total += count;
    if (sign === 0) zeros += count;
    else increase(sign > 0 ? positive : negative, key, count);
  };
  return {
    alpha,
    get count() {
      return total;
    },
    get buckets() {
      return positive.size + negative.size + (zeros > 0 ? 1 : 0);
    },
    add(value, count = 1) {
      if (!Number.isFinite(value)) throw new AppError("invalid_input", `A sketch holds finite values, not ${value}`);
      if (!(Number.isSafeInteger(count) && count >= 1))
        throw new AppError("invalid_input", `A value is added a whole number of times, not ${count}`);
      addCell({ sign: Math.sign(value), key: value === 0 ? 0 : sketchKey(Math.abs(value), alpha), count });
    },
    merge(other) {
      if (other.alpha !== alpha) throw new AppError("invalid_input", `A sketch of ${other.alpha} does not fit into one of ${alpha}`);
      for (const cell of other.cells()) addCell(cell);
    },
    quantile(q) {
      if (!(q >= 0 && q <= 1)) throw new AppError("invalid_input", `A quantile is asked at 0 to 1, not at ${q}`);
      return total === 0 ? null : valueAt(cells(), { rank: Math.floor(q * (total - 1)), alpha });
    },
    cells,
  };
}

/** The bucket of a magnitude above 0: the whole number k with gamma^(k-1) < magnitude <= gamma^k, gamma = (1 + alpha) / (1 - alpha). */
export function sketchKey(magnitude: number, alpha: number = SKETCH_ALPHA): number {
  if (!(magnitude > 0)) throw new AppError("invalid_input", `Only what is above 0 has a bucket, not ${magnitude}`);
  return Math.ceil(Math.log(Math.min(Math.max(magnitude, SMALLEST), LARGEST)) / Math.log((1 + alpha) / (1 - alpha)));
}

/** What a bucket stands for: the value whose relative distance to both of its ends is the same, and at most `alpha`. */
export function sketchValue(key: number, alpha: number = SKETCH_ALPHA): number {
  const gamma = (1 + alpha) / (1 - alpha);
  return (2 * gamma ** key) / (gamma + 1);
}

function valueAt(cells: readonly SketchCell[], { rank, alpha }: { readonly rank: number; readonly alpha: number }): number {
  let passed = 0;
  const cell = cells.find(({ count }) => {
    passed += count;
    return passed > rank;
  });
  return cell === undefined || cell.sign === 0 ? 0 : cell.sign * sketchValue(cell.key, alpha);
}

function toCells(counts: ReadonlyMap<number, number>, sign: number): SketchCell[] {
  return [...counts].sort(([a], [b]) => a - b).map(([key, count]) => ({ sign, key, count }));
}

function increase(counts: Map<number, number>, key: number, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}
