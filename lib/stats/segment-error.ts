import { AppError } from "../core/app-error.ts";

/** Squared errors of the best level and of the best straight line, for any part of a series in constant time; see `createSegmentError`. */
export type SegmentError = {
  readonly length: number;
  /** Sum of squared distances from the mean of the values `from` to `to` - 1; 0 or more. */
  level(from: number, to: number): number;
  /** The same from the best line through them; at most that of the level. */
  line(from: number, to: number): number;
  /** Slope of that line, per point; 0 of a single value. */
  slope(from: number, to: number): number;
  /** Height of that line at position `at`, which may lie outside of the part. */
  height(part: { readonly from: number; readonly to: number }, at: number): number;
};

/**
 * Prepares finite values (of magnitude up to 1e150) in one pass. Parts are given by the index of their first value and the one behind
 * their last, 0 <= from < to <= length; others are not checked. Raises `invalid_input` for values out of range.
 * **Source:** least squares by prefix sums, values and positions taken from their middle against cancellation.
 */
export function createSegmentError(values: ArrayLike<number>): SegmentError {
  const length = values.length;
  const middle = (length - 1) / 2;
  let mean = 0;
  for (let index = 0; index < length; index += 1) mean += (values[index] ?? 0) / length;
  const [sums, squares, moments] = [new Float64Array(length + 1), new Float64Array(length + 1), new Float64Array(length + 1)];
  for (let index = 0; index < length; index += 1) {
    const value = (values[index] ?? 0) - mean;
    if (!(Math.abs(value) <= 1e150)) throw new AppError("invalid_input", `No errors are summed over ${values[index]}`);
    sums[index + 1] = (sums[index] ?? 0) + value;
    squares[index + 1] = (squares[index] ?? 0) + value * value;
    moments[index + 1] = (moments[index] ?? 0) + value * (index - middle);
  }
  const between = (row: Float64Array, from: number, to: number): number => (row[to] ?? 0) - (row[from] ?? 0);
  const level = (from: number, to: number): number => {
    const sum = between(sums, from, to);
    return Math.max(0, between(squares, from, to) - (sum * sum) / (to - from));
  };
  /** Of positions around their mean: their product with the values, and their squares. */
  const cross = (from: number, to: number): number => between(moments, from, to) - ((from + to - 1) / 2 - middle) * between(sums, from, to);
  const spread = (count: number): number => (count * (count * count - 1)) / 12;
  const slope = (from: number, to: number): number => (to - from < 2 ? 0 : cross(from, to) / spread(to - from));
  return {
    length,
    level,
    line: (from, to) => Math.max(0, level(from, to) - slope(from, to) * (to - from < 2 ? 0 : cross(from, to))),
    slope,
    height: ({ from, to }, at) => mean + between(sums, from, to) / (to - from) + slope(from, to) * (at - (from + to - 1) / 2),
  };
}
