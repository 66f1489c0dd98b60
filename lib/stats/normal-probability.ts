import { errorFunction } from "simple-statistics";
import { AppError } from "../core/app-error.ts";

/**
 * The probability that a standard normal variable lies below `z` (any number, infinite ones too), 0 to 1; absolute error below 1e-7.
 * Raises `invalid_input` for NaN. **Source:** M. Abramowitz and I. Stegun, "Handbook of Mathematical Functions", 1964, 7.1.26.
 */
export function normalProbability(z: number): number {
  if (Number.isNaN(z)) throw new AppError("invalid_input", "No probability lies below NaN");
  if (z > 9) return 1;
  if (z < -9) return 0;
  return Math.min(1, Math.max(0, (1 + errorFunction(z / Math.SQRT2)) / 2));
}
