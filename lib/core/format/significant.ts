import { AppError } from "../app-error.ts";

/** How many digits a figure on screen carries; more would suggest a precision that measurements do not have. */
const DIGITS = 3;

/**
 * The space between a figure and its unit: U+202F, narrow and never broken over two lines.
 * Text searches that treat `\s` as a space find it.
 */
export const UNIT_SPACE = "\u202f";

/** One step of a scale of units: `size` is how many base units it holds, above 0. */
export type UnitStep = { readonly unit: string; readonly size: number };

/**
 * `value` in decimal notation, rounded half away from zero to three significant digits, trailing zeros kept (`1.20`), with a true
 * minus sign. Whole parts above three digits are rounded too (`12,400` is the caller's to scale). Zero gives `0`.
 * Raises `invalid_input` for NaN and the infinities.
 */
export function toSignificant(value: number): string {
  requireFinite(value, "figure");
  if (value === 0) return "0";
  const [digits = "", exponent = ""] = Math.abs(value)
    .toExponential(DIGITS - 1)
    .split("e");
  const decimals = Math.min(100, Math.max(0, DIGITS - 1 - Number(exponent)));
  return withSign(value, Number(`${digits}e${exponent}`).toFixed(decimals));
}

/**
 * `value` base units with three significant digits in the largest step of which it fills at least one after rounding, as in `1.24 s`.
 * `steps` rise in size and are not empty; below the first step's size the first is used.
 * Raises `invalid_input` for a non-finite value or no steps.
 */
export function scaleToUnit(value: number, steps: readonly UnitStep[]): string {
  requireFinite(value, "figure");
  const [first] = steps;
  if (first === undefined) throw new AppError("invalid_input", "A scale needs at least one unit");
  let chosen = first;
  for (const step of steps) {
    if (fills(value, step, chosen)) chosen = step;
  }
  return joinUnit(toSignificant(value / chosen.size), chosen.unit);
}

/** `value` in full, digits grouped by commas, at most `maximumDecimals` (0 to 20) of them after the point. Raises `invalid_input` for NaN and the infinities. */
export function toGrouped(value: number, maximumDecimals: number): string {
  requireFinite(value, "figure");
  const digits = Math.abs(value).toLocaleString("en-US", { maximumFractionDigits: maximumDecimals });
  return withSign(digits === "0" ? 0 : value, digits);
}

/** A figure and its unit, held together; a unit of no characters leaves the figure alone. */
export function joinUnit(figure: string, unit: string): string {
  return unit === "" ? figure : `${figure}${UNIT_SPACE}${unit}`;
}

/** `digits`, which bear no sign, with the sign of `value`: U+2212 in front when it is below zero, as wide as a plus. */
export function withSign(value: number, digits: string): string {
  return value < 0 ? `\u2212${digits}` : digits;
}

/** Raises `invalid_input`, naming `what` and the value, unless `value` is finite. */
export function requireFinite(value: number, what: string): void {
  if (!Number.isFinite(value)) throw new AppError("invalid_input", `A ${what} must be finite, not ${value}`);
}

/** Also moves up when the smaller unit would need four digits: 999.6 ms is 1.00 s, and 1,010 KiB is 0.986 MiB. */
function fills(value: number, step: UnitStep, below: UnitStep): boolean {
  const magnitude = Math.abs(value);
  return magnitude >= step.size || Number((magnitude / below.size).toPrecision(DIGITS)) >= 1000;
}
