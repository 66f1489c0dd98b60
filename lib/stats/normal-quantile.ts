import { AppError } from "../core/app-error.ts";

const CENTRE_TOP = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1, 2.506628277459239,
];
const CENTRE_BOTTOM = [-5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1, 1];
const TAIL_TOP = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783,
];
const TAIL_BOTTOM = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1];
/** Below this probability the curve is fitted as a tail. */
const TAIL = 0.02425;

/**
 * The point below which a standard normal variable falls with `probability`, 0 to 1 without the ends; relative error below 1.2e-9.
 * Raises `invalid_input` for any other probability. **Source:** P. J. Acklam, "An algorithm for computing the inverse normal
 * cumulative distribution function", 2003.
 */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new AppError("invalid_input", `A quantile is asked at a probability between 0 and 1, not ${probability}`);
  }
  if (probability > 1 - TAIL) return -normalQuantile(1 - probability);
  if (probability < TAIL) {
    const root = Math.sqrt(-2 * Math.log(probability));
    return polynomial(TAIL_TOP, root) / polynomial(TAIL_BOTTOM, root);
  }
  const offset = probability - 0.5;
  return (polynomial(CENTRE_TOP, offset * offset) * offset) / polynomial(CENTRE_BOTTOM, offset * offset);
}

/** Highest power first. */
function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
