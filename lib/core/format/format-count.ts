import { AppError } from "../app-error.ts";
import { scaleToUnit, toGrouped } from "./significant.ts";

const STEPS = [
  { unit: "", size: 1 },
  { unit: "k", size: 1e3 },
  { unit: "M", size: 1e6 },
  { unit: "G", size: 1e9 },
  { unit: "T", size: 1e12 },
] as const;

/**
 * A count (a whole number) for reading: exact below a thousand (`7`, `999`), three significant digits above (`12.4 k`, `3.10 M`).
 * Raises `invalid_input` for a number that is not whole.
 */
export function formatCount(count: number): string {
  if (!Number.isInteger(count)) throw new AppError("invalid_input", `A count is a whole number, not ${count}`);
  return Math.abs(count) < 1000 ? toGrouped(count, 0) : scaleToUnit(count, STEPS);
}

/** The same count in full, for the hover, as in `12,403`. Raises `invalid_input` for NaN and the infinities. */
export function formatExactCount(count: number): string {
  return toGrouped(count, 0);
}
