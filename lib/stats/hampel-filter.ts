import { AppError } from "../core/app-error.ts";
import { median } from "./median.ts";

/** The median distance of normal values from their middle, in standard deviations, inverted. */
const NORMAL_MAD = 1.4826;

/**
 * The values with lone outliers replaced: what lies further than `threshold` (above 0) robust standard deviations from the median of the
 * values up to `reach` (a whole number from 1) before and after it becomes that median. Up to `reach` outliers in a row are lone, longer runs
 * stay, and so does a step. Towards the ends the window shrinks on both sides alike. The deviation is that of all values from their local
 * medians; when more than half of them lie there exactly, it is the mean distance. Raises `invalid_input` for settings out of range.
 * **Source:** F. R. Hampel, "The influence curve and its role in robust estimation", JASA 69, 1974; as a moving window: R. K. Pearson,
 * "Outliers in process modeling and identification", IEEE Trans. Control Systems Technology 10, 2002.
 */
export function replaceOutliers(values: ArrayLike<number>, reach: number, threshold: number): Float64Array {
  if (!(Number.isSafeInteger(reach) && reach >= 1 && threshold > 0)) {
    throw new AppError("invalid_input", `No outliers are found within ${reach} values, ${threshold} deviations away`);
  }
  const kept = Float64Array.from(values);
  if (kept.length === 0) return kept;
  const local = kept.map((_, index) => {
    const side = Math.min(reach, index, kept.length - 1 - index);
    return median(kept.subarray(index - side, index + side + 1));
  });
  const distances = kept.map((value, index) => Math.abs(value - (local[index] ?? 0)));
  const middle = NORMAL_MAD * median(distances);
  const deviation = middle > 0 ? middle : distances.reduce((sum, distance) => sum + distance / kept.length, 0);
  return kept.map((value, index) => ((distances[index] ?? 0) > threshold * deviation ? (local[index] ?? value) : value));
}
