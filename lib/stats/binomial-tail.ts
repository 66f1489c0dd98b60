import { gammaln } from "simple-statistics";
import { AppError } from "../core/app-error.ts";

/** Terms that are so much smaller than the first add nothing that a double could hold. */
const NEGLIGIBLE = 1e-17;

/**
 * The probability that of `total` independent trials `successes` or more succeed, each with probability `p`: 0 to 1, exact but for
 * rounding (relative error below 1e-9 up to a million trials). `successes` and `total` are whole, `successes` not above `total`; `p` lies
 * from 0 to 1; `invalid_input` otherwise. Linear in the number of terms that matter, some tens of standard deviations at most.
 * **Source:** the binomial distribution (J. Bernoulli, "Ars conjectandi", 1713), its first term by the logarithm of the gamma function.
 */
export function binomialTail(successes: number, total: number, p: number): number {
  const isPart = Number.isSafeInteger(successes) && Number.isSafeInteger(total) && successes >= 0 && successes <= total;
  if (!isPart || !(p >= 0 && p <= 1)) throw new AppError("invalid_input", `There is no probability of ${successes} of ${total} at ${p}`);
  if (successes === 0 || p === 1) return 1;
  if (p === 0) return 0;
  // Where the tail holds the mode, the other one is the shorter sum.
  if (successes <= total * p) return Math.max(0, 1 - binomialTail(total - successes + 1, total, 1 - p));
  const logChoices = gammaln(total + 1) - gammaln(successes + 1) - gammaln(total - successes + 1);
  let term = Math.exp(logChoices + successes * Math.log(p) + (total - successes) * Math.log1p(-p));
  const first = term;
  let sum = 0;
  for (let count = successes; count <= total && term > NEGLIGIBLE * first; count += 1) {
    sum += term;
    term *= ((total - count) / (count + 1)) * (p / (1 - p));
  }
  return Math.min(1, sum);
}
