import type { Normal } from "./logistic-moments.ts";
import { dot, type Matrix, symmetricInverse } from "./symmetric-inverse.ts";

/** A noisy value of one row at one column: normal with that `precision` (0 or more) around the sum of intercept, row, column and cell. */
export type Observation = { readonly row: number; readonly column: number; readonly value: number; readonly precision: number };

/** How much intercept, rows, columns and cells vary: variances above 0. */
export type TwoWayVariances = { readonly intercept: number; readonly row: number; readonly column: number; readonly cell: number };

/** What is being solved: how many rows and columns there are, seen or not, and how much they vary. */
export type TwoWayShape = { readonly rows: number; readonly columns: number; readonly variances: TwoWayVariances };

/** Posterior of every effect, and of intercept + row + column for any pair of them; `covariance` is that of two such sums. */
export type TwoWayPosterior = {
  readonly rows: readonly Normal[];
  readonly columns: readonly Normal[];
  additive(row: number, column: number): Normal;
  covariance(first: Cell, second: Cell): number;
};

type Cell = { readonly row: number; readonly column: number };

/**
 * The exact posterior of the crossed model value = intercept + row + column + cell + noise, each part normal around zero with its variance.
 * Rows and columns without observations keep their prior. Cost: observations, plus the square of the shorter side times the longer.
 * **Source:** D. V. Lindley and A. F. M. Smith, "Bayes estimates for the linear model", JRSS B 34, 1972; the cells are integrated out and
 * the longer side is eliminated first (Schur complement), for both are diagonal.
 */
export function solveTwoWayNormal(shape: TwoWayShape, observations: readonly Observation[]): TwoWayPosterior {
  if (shape.rows <= shape.columns) return solveShortRows(shape, observations);
  const { rows, columns, variances } = shape;
  const turned = solveShortRows(
    { rows: columns, columns: rows, variances: { ...variances, row: variances.column, column: variances.row } },
    observations.map(({ row, column, value, precision }) => ({ row: column, column: row, value, precision })),
  );
  const turn = ({ row, column }: Cell): Cell => ({ row: column, column: row });
  return {
    rows: turned.columns,
    columns: turned.rows,
    additive: (row, column) => turned.additive(column, row),
    covariance: (first, second) => turned.covariance(turn(first), turn(second)),
  };
}

/** The dense part is the rows, and the intercept behind them. */
function solveShortRows({ rows, columns, variances }: TwoWayShape, observations: readonly Observation[]): TwoWayPosterior {
  const size = rows + 1;
  const dense: Matrix = Array.from({ length: size }, () => new Float64Array(size));
  const denseTarget = new Float64Array(size);
  const columnPrecision = new Float64Array(columns).fill(1 / variances.column);
  const columnTarget = new Float64Array(columns);
  const coupling: Matrix = Array.from({ length: columns }, () => new Float64Array(size));
  for (let row = 0; row < rows; row += 1) add(dense[row], row, 1 / variances.row);
  add(dense[rows], rows, 1 / variances.intercept);
  for (const { row, column, value, precision } of observations) {
    // With the cell's own effect integrated out, an observation is noise plus cell.
    const weight = precision / (1 + precision * variances.cell);
    add(dense[row], row, weight);
    add(dense[rows], row, weight);
    add(dense[rows], rows, weight);
    add(denseTarget, row, weight * value);
    add(denseTarget, rows, weight * value);
    add(columnPrecision, column, weight);
    add(columnTarget, column, weight * value);
    add(coupling[column], row, weight);
    add(coupling[column], rows, weight);
  }
  for (const [column, couple] of coupling.entries()) {
    eliminate(dense, denseTarget, { couple, precision: columnPrecision[column] ?? 1, target: columnTarget[column] ?? 0 });
  }
  const covariance = symmetricInverse(dense);
  const means = Float64Array.from(covariance, (row) => dot(row, denseTarget));
  // Covariance of the dense part with each column is minus this, over the column's precision.
  const carried = coupling.map((couple) => Float64Array.from(covariance, (row) => dot(row, couple)));
  return describe({ rows, covariance, means, coupling, carried, columnPrecision, columnTarget });
}

type Solved = {
  readonly rows: number;
  readonly covariance: Matrix;
  readonly means: Float64Array;
  readonly coupling: Matrix;
  readonly carried: Matrix;
  readonly columnPrecision: Float64Array;
  readonly columnTarget: Float64Array;
};

const NOTHING = new Float64Array(0);

function describe({ rows, covariance, means, coupling, carried, columnPrecision, columnTarget }: Solved): TwoWayPosterior {
  const dense = (i: number, j: number): number => covariance[i]?.[j] ?? 0;
  const precisionOf = (column: number): number => columnPrecision[column] ?? 1;
  const columnMean = (column: number): number =>
    ((columnTarget[column] ?? 0) - dot(coupling[column] ?? NOTHING, means)) / precisionOf(column);
  const columnCovariance = (first: number, second: number): number =>
    (first === second ? 1 / precisionOf(first) : 0) +
    dot(coupling[first] ?? NOTHING, carried[second] ?? NOTHING) / (precisionOf(first) * precisionOf(second));
  const mixed = (row: number, column: number): number =>
    -((carried[column]?.[row] ?? 0) + (carried[column]?.[rows] ?? 0)) / precisionOf(column);
  const sums = (first: Cell, second: Cell): number =>
    dense(first.row, second.row) + dense(first.row, rows) + dense(rows, second.row) + dense(rows, rows);
  const between = (first: Cell, second: Cell): number =>
    sums(first, second) + mixed(first.row, second.column) + mixed(second.row, first.column) + columnCovariance(first.column, second.column);
  const columnNormals = coupling.map((_, column) => ({ mean: columnMean(column), variance: columnCovariance(column, column) }));
  return {
    rows: Array.from({ length: rows }, (_, row) => ({ mean: means[row] ?? 0, variance: dense(row, row) })),
    columns: columnNormals,
    additive: (row, column) => ({
      mean: (means[row] ?? 0) + (means[rows] ?? 0) + (columnNormals[column]?.mean ?? 0),
      variance: sums({ row, column }, { row, column }) + 2 * mixed(row, column) + (columnNormals[column]?.variance ?? 0),
    }),
    covariance: between,
  };
}

function eliminate(
  dense: Matrix,
  denseTarget: Float64Array,
  column: { readonly couple: Float64Array; readonly precision: number; readonly target: number },
): void {
  for (const [i, row] of dense.entries()) {
    const share = (column.couple[i] ?? 0) / column.precision;
    if (share === 0) continue;
    // Only the lower half is read later.
    for (let j = 0; j <= i; j += 1) row[j] = (row[j] ?? 0) - share * (column.couple[j] ?? 0);
    add(denseTarget, i, -share * column.target);
  }
}

function add(row: Float64Array | undefined, index: number, amount: number): void {
  if (row !== undefined) row[index] = (row[index] ?? 0) + amount;
}
