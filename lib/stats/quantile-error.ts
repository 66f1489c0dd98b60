import { AppError } from "../core/app-error.ts";
import { normalQuantile } from "./normal-quantile.ts";

/**
 * The standard error of the logarithm of a sample's quantile at `probability` (between 0 and 1), of `count` (1 or more) independent
 * log-normal values whose logarithms have the standard deviation `sigma` (0 or more). Raises `invalid_input` outside of these.
 * **Source:** sqrt(p (1 - p) / n) / f(q), F. Mosteller, "On some useful 'inefficient' statistics", Ann. Math. Stat. 17, 1946, with the
 * normal density f.
 */
export function quantileLogError(probability: number, sigma: number, count: number): number {
  if (!(sigma >= 0 && Number.isFinite(sigma))) throw new AppError("invalid_input", `A standard deviation is 0 or more, not ${sigma}`);
  if (!(count >= 1 && Number.isFinite(count))) throw new AppError("invalid_input", `A quantile needs one value at least, not ${count}`);
  const z = normalQuantile(probability);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  return (sigma * Math.sqrt((probability * (1 - probability)) / count)) / density;
}
