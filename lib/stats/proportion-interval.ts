import { AppError } from "../core/app-error.ts";
import { normalQuantile } from "./normal-quantile.ts";

/** From `low` to `high`, both included; of a proportion, within 0 to 1. */
export type Interval = { readonly low: number; readonly high: number };

/** How sure an interval on screen is, unless it says otherwise: nine of ten such intervals hold the true value. */
export const SHOWN_CONFIDENCE = 0.9;

/**
 * Where the true proportion behind `successes` of `total` (whole numbers, 0 to `total`) lies, with `confidence` (between 0 and 1).
 * It lies within 0 to 1 and holds the observed proportion; of no trials at all it is 0 to 1, for then nothing is known.
 * Raises `invalid_input` for anything that is not a part of a whole, or no confidence.
 * **Source:** E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22, 1927.
 */
export function proportionInterval(successes: number, total: number, confidence: number = SHOWN_CONFIDENCE): Interval {
  if (!Number.isInteger(successes) || !Number.isInteger(total) || successes < 0 || successes > total) {
    throw new AppError("invalid_input", `${successes} of ${total} is not a part of a whole`);
  }
  const z = quantileOf(confidence);
  const spread = total === 0 ? 0 : (successes * (total - successes)) / total;
  const centre = successes + (z * z) / 2;
  const margin = z * Math.sqrt(spread + (z * z) / 4);
  // At the ends the formula gives 0 and 1 but for rounding.
  const low = successes === 0 ? 0 : (centre - margin) / (total + z * z);
  const high = successes === total ? 1 : (centre + margin) / (total + z * z);
  return { low, high };
}

/** How many standard deviations each way hold `confidence` (between 0 and 1) of a normal variable. Raises `invalid_input` for any other. */
export function quantileOf(confidence: number): number {
  if (!(confidence > 0 && confidence < 1)) {
    throw new AppError("invalid_input", `A confidence lies between 0 and 1, not at ${confidence}`);
  }
  return normalQuantile((1 + confidence) / 2);
}
