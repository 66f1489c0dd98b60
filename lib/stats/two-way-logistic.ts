import { AppError } from "../core/app-error.ts";
import { logisticMoments, logit, type Normal } from "./logistic-moments.ts";
import { type Observation, solveTwoWayNormal, type TwoWayPosterior, type TwoWayVariances } from "./two-way-normal.ts";

/** Successes among trials of one row at one column (indices from 0); both may be fractions, for evidence may be weighed down. */
export type TwoWayCount = { readonly row: number; readonly column: number; readonly successes: number; readonly trials: number };

/** Counts of at most one cell each, and how many rows and columns there are, with evidence or without. */
export type TwoWayTable = { readonly rows: number; readonly columns: number; readonly counts: readonly TwoWayCount[] };

/** Log odds of success of any cell, seen or not, and how two of them vary together; `variances` is how much the parts vary. */
export type TwoWayLogisticFit = {
  readonly variances: TwoWayVariances;
  cell(row: number, column: number): Normal;
  /** Of the parts that two cells share or learn from each other; the cells' own effects are independent but through these. */
  additiveCovariance(first: { row: number; column: number }, second: { row: number; column: number }): number;
};

/** Before any evidence the overall success ratio lies between 1 % and 99 % nearly surely: A. Gelman et al., Ann. Appl. Stat. 2, 2008. */
const INTERCEPT_VARIANCE = 2.5 ** 2;
/** What variances are before evidence, and for how many groups that counts: so little that two groups of their own outweigh it. */
const PRIOR_VARIANCE = 1;
const PRIOR_GROUPS = 1;
/** An interaction is usually smaller than what it is an interaction of: half as large, before evidence. */
const PRIOR_CELL_VARIANCE = PRIOR_VARIANCE / 4;
/** A hundredth of a point of success is the most that one more round moves; the rounds end in any case. */
const TOLERANCE = 4e-4;
const MAX_ROUNDS = 200;
/** How far log odds go in one round, and by what factor a variance: far from the solution the approximation holds only near by. */
const MAX_STEP = 2;
const MAX_FACTOR = 2;
/** A round that went further than the one before is a swing: the next goes half as far, down to this. */
const MIN_PACE = 1 / 8;

/**
 * Fits success = logistic(intercept + row + column + cell), every part normal around zero, with the parts' variances estimated from the
 * same counts: a partially pooled model, so thin cells lean on their row and column as far as rows and columns explain the others.
 * Raises `invalid_input` for counts that are no parts of a whole. Cost: rounds (tens) times that of `solveTwoWayNormal`.
 * **Source:** the normal variational approximation, M. Opper and C. Archambeau, Neural Computation 21, 2009; variances by the fixed point
 * of D. J. C. MacKay, "Bayesian interpolation", Neural Computation 4, 1992.
 */
export function fitTwoWayLogistic({ rows, columns, counts }: TwoWayTable): TwoWayLogisticFit {
  for (const count of counts) check(count);
  const seen = counts.filter(({ trials }) => trials > 0);
  const start = startOf(seen);
  let cells: readonly Normal[] = seen.map(() => ({ mean: start, variance: 0 }));
  let variances: TwoWayVariances = {
    intercept: INTERCEPT_VARIANCE,
    row: PRIOR_VARIANCE,
    column: PRIOR_VARIANCE,
    cell: PRIOR_CELL_VARIANCE,
  };
  let pace = 1;
  let lastMoved = Number.POSITIVE_INFINITY;
  for (let round = 1; ; round += 1) {
    const observations = seen.map((count, index) => linearise(count, cells[index] ?? { mean: start, variance: 0 }));
    const posterior = solveTwoWayNormal({ rows, columns, variances }, observations);
    const effects = observations.map((observation) => cellEffect(observation, posterior, variances.cell));
    const next = effects.map(({ total }) => total);
    const moved = next.reduce((most, { mean }, index) => Math.max(most, Math.abs(mean - (cells[index]?.mean ?? 0))), 0);
    if ((moved < TOLERANCE && round > 1) || round === MAX_ROUNDS) return describe(posterior, variances, { seen, next });
    if (moved > lastMoved) pace = Math.max(pace / 2, MIN_PACE);
    lastMoved = moved;
    cells = next.map((cell, index) => approach(cells[index] ?? cell, cell, pace));
    variances = {
      intercept: INTERCEPT_VARIANCE,
      row: varianceOf(posterior.rows, variances.row, PRIOR_VARIANCE),
      column: varianceOf(posterior.columns, variances.column, PRIOR_VARIANCE),
      cell: varianceOf(
        effects.map(({ own }) => own),
        variances.cell,
        PRIOR_CELL_VARIANCE,
      ),
    };
  }
}

function check({ row, column, successes, trials }: TwoWayCount): void {
  if (!(successes >= 0 && successes <= trials && Number.isFinite(trials))) {
    throw new AppError("invalid_input", `${successes} of ${trials} (row ${row}, column ${column}) is not a part of a whole`);
  }
}

function startOf(counts: readonly TwoWayCount[]): number {
  const successes = counts.reduce((sum, count) => sum + count.successes, 0);
  const trials = counts.reduce((sum, count) => sum + count.trials, 0);
  return logit((successes + 0.5) / (trials + 1));
}

/** The binomial likelihood as a normal one, with slope and curvature averaged over what the cell's log odds may be. */
function linearise({ row, column, successes, trials }: TwoWayCount, cell: Normal): Observation {
  const { mean, slope } = logisticMoments(cell);
  const precision = Math.max(trials * slope, Number.EPSILON);
  return { row, column, precision, value: cell.mean + (successes - trials * mean) / precision };
}

/** The cell's own effect, and the whole of its log odds. */
function cellEffect({ row, column, value, precision }: Observation, posterior: TwoWayPosterior, variance: number): CellEffect {
  const additive = posterior.additive(row, column);
  const ownVariance = variance / (1 + precision * variance);
  const share = precision * ownVariance;
  return {
    own: { mean: share * (value - additive.mean), variance: share * share * additive.variance + ownVariance },
    total: {
      mean: additive.mean + share * (value - additive.mean),
      variance: (1 - share) * (1 - share) * additive.variance + ownVariance,
    },
  };
}

type CellEffect = { readonly own: Normal; readonly total: Normal };

/** From one normal towards another. */
function approach(from: Normal, to: Normal, pace: number): Normal {
  const step = Math.min(MAX_STEP, Math.max(-MAX_STEP, pace * (to.mean - from.mean)));
  return { mean: from.mean + step, variance: from.variance + pace * (to.variance - from.variance) };
}

/**
 * Effects that the evidence determines count as groups; those that keep their prior do not. The mean of the variance's posterior (an
 * inverse chi-square), not its mode: with few groups it is the larger, as a variance that may be larger must count; at most twice the mode.
 */
function varianceOf(effects: readonly Normal[], variance: number, prior: number): number {
  let squares = PRIOR_GROUPS * prior;
  let groups = PRIOR_GROUPS;
  for (const effect of effects) {
    squares += effect.mean * effect.mean;
    groups += Math.max(0, 1 - effect.variance / variance);
  }
  return Math.min(variance * MAX_FACTOR, Math.max(variance / MAX_FACTOR, squares / Math.max(groups - 2, groups / 2)));
}

function describe(
  posterior: TwoWayPosterior,
  variances: TwoWayVariances,
  { seen, next }: { readonly seen: readonly TwoWayCount[]; readonly next: readonly Normal[] },
): TwoWayLogisticFit {
  const known = new Map(seen.map(({ row, column }, index) => [`${row}/${column}`, next[index]]));
  return {
    variances,
    cell(row, column) {
      const additive = posterior.additive(row, column);
      return known.get(`${row}/${column}`) ?? { mean: additive.mean, variance: additive.variance + variances.cell };
    },
    additiveCovariance: posterior.covariance,
  };
}
