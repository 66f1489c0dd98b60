import { requireFinite, toGrouped, toSignificant, withSign } from "./significant.ts";

/** Below this, a call's price is noise: a millionth of a dollar. */
const SMALLEST_USD = 1e-6;
/** From here on, cents are noise. */
const LARGE_USD = 1000;

/**
 * An amount of US dollars for reading. Below a dollar three significant digits, but no cent is cut and no zero drags behind:
 * `$0.0042`, `$0.124`, `$0.10`. From a dollar on cents, as prices are written: `$12.40`. From a thousand on whole dollars: `$1,240`.
 * Zero is `$0`; nearer to it than a millionth is `< $0.000001`. Raises `invalid_input` for NaN and the infinities.
 */
export function formatCost(costUsd: number): string {
  requireFinite(costUsd, "cost");
  const magnitude = Math.abs(costUsd);
  if (magnitude === 0) return "$0";
  if (magnitude < SMALLEST_USD) return costUsd < 0 ? "> \u2212$0.000001" : "< $0.000001";
  return withSign(costUsd, `$${describeMagnitude(magnitude)}`);
}

/** The same amount for the hover, with up to ten decimals, as in `$0.0042135`. Raises as `formatCost`. */
export function formatExactCost(costUsd: number): string {
  requireFinite(costUsd, "cost");
  const digits = toGrouped(Math.abs(costUsd), 10);
  return withSign(digits === "0" ? 0 : costUsd, `$${digits}`);
}

function describeMagnitude(magnitude: number): string {
  // Each limit is tested on the rounded amount, so that 0.9996 becomes 1.00 and 999.999 becomes 1,000.
  if (Number(magnitude.toFixed(2)) >= LARGE_USD) return toGrouped(magnitude, 0);
  if (Number(magnitude.toPrecision(3)) >= 1) return magnitude.toFixed(2);
  return toSignificant(magnitude).replace(/(\.\d\d\d*?)0+$/, "$1");
}
