import { AppError } from "../app-error.ts";
import { joinUnit, scaleToUnit, toGrouped } from "./significant.ts";

/** Binary units, which memory limits and most monitoring use, under their own names. */
const STEPS = [
  { unit: "B", size: 1 },
  { unit: "KiB", size: 1024 },
  { unit: "MiB", size: 1024 ** 2 },
  { unit: "GiB", size: 1024 ** 3 },
  { unit: "TiB", size: 1024 ** 4 },
] as const;

/**
 * A size in bytes (0 or more; an average may be fractional) for reading: `512 B`, `1.24 GiB`. Bytes alone are whole.
 * Raises `invalid_input` for a negative or non-finite size.
 */
export function formatBytes(bytes: number): string {
  requireSize(bytes);
  const whole = Math.round(bytes);
  return whole < 1000 ? joinUnit(String(whole), "B") : scaleToUnit(bytes, STEPS);
}

/** The same size in full, for the hover, as in `1,331,439,862 B`. Raises as `formatBytes`. */
export function formatExactBytes(bytes: number): string {
  requireSize(bytes);
  return joinUnit(toGrouped(bytes, 3), "B");
}

function requireSize(bytes: number): void {
  if (!Number.isFinite(bytes) || bytes < 0) throw new AppError("invalid_input", `A size in bytes is 0 or more, not ${bytes}`);
}
