import { AppError } from "../core/app-error.ts";
import { logistic, logit, type Normal } from "./logistic-moments.ts";
import { normalProbability } from "./normal-probability.ts";

/** Midpoints of equally likely slices of a normal variable would need many; these steps of a standard deviation, weighted, need few. */
const STEP = 0.5;
const REACH = 8;
const OFFSETS = Array.from({ length: 2 * REACH + 1 }, (_, index) => (index - REACH) * STEP);
const DENSITIES = OFFSETS.map((offset) => Math.exp((-offset * offset) / 2));
const TOTAL = DENSITIES.reduce((sum, density) => sum + density, 0);

/**
 * For each of several independent normal log odds: the probability, 0 to 1, that no other's success ratio is higher by more than `margin`
 * (0 to 1). With margin 0 that is the probability of being the best, and the sum is 1; with one candidate it is 1. Empty for none.
 * Raises `invalid_input` for another margin. Cost: the square of the number of candidates.
 * **Source:** P(max of the others <= x) is the product of their distribution functions; averaged over x by the trapezoidal rule.
 */
export function bestProbabilities(candidates: readonly Normal[], margin: number): readonly number[] {
  if (!(margin >= 0 && margin <= 1)) throw new AppError("invalid_input", `A margin lies between 0 and 1, not at ${margin}`);
  const points = candidates.map(({ mean, variance }) => ({ mean, sd: Math.sqrt(Math.max(variance, Number.EPSILON)) }));
  return points.map((own, index) => {
    let sum = 0;
    for (const [node, offset] of OFFSETS.entries()) {
      const reached = logistic(own.mean + own.sd * offset) + margin;
      if (reached >= 1) {
        sum += DENSITIES[node] ?? 0;
        continue;
      }
      const bound = margin === 0 ? own.mean + own.sd * offset : logit(reached);
      let below = DENSITIES[node] ?? 0;
      for (const [other, { mean, sd }] of points.entries()) {
        if (other === index) continue;
        below *= normalProbability((bound - mean) / sd);
        if (below === 0) break;
      }
      sum += below;
    }
    return Math.min(1, sum / TOTAL);
  });
}
