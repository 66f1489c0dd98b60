import { AppError } from "../core/app-error.ts";

/**
 * By how much the mean of neighbouring values varies more than that of as many independent ones, because each leans towards those before
 * it: 1 or more, and 1 when there is no variance. Seen over `lags` - 1 lags (`lags` a whole number from 1, less than there are values), fading
 * in weight; values that repel each other count as independent. `mean` is that of the values themselves, which hides a part of their
 * dependence: about lags / count of it, which is added again. Cost: values times lags. Raises `invalid_input` for lags out of range.
 * **Source:** M. S. Bartlett, "Periodogram analysis and continuous spectra", Biometrika 37, 1950 (triangular window); bias of the mean:
 * W. A. Fuller, "Introduction to statistical time series", 1996, section 6.2.
 */
export function varianceInflation(values: ArrayLike<number>, mean: number, lags: number): number {
  const isInRange = Number.isSafeInteger(lags) && lags >= 1 && lags < values.length;
  if (!isInRange) throw new AppError("invalid_input", `No inflation is seen over ${lags} lags of ${values.length} values`);
  const echo = (lag: number): number => {
    let sum = 0;
    for (let index = lag; index < values.length; index += 1) sum += ((values[index] ?? 0) - mean) * ((values[index - lag] ?? 0) - mean);
    return sum;
  };
  const total = echo(0);
  if (!(total > 0)) return 1;
  let inflation = 1;
  for (let lag = 1; lag < lags; lag += 1) inflation += (2 * (1 - lag / lags) * echo(lag)) / total;
  return Math.max(1, inflation / (1 - lags / values.length));
}
