import { AppError } from "../core/app-error.ts";

/** A square matrix by rows. */
export type Matrix = readonly Float64Array[];

/**
 * The inverse of a symmetric positive definite matrix (only its lower half is read), itself symmetric to the last bit. Raises
 * `invalid_input` when the matrix is not positive definite. Cost: the cube of its size.
 * **Source:** Cholesky factors, G. Golub and C. Van Loan, "Matrix Computations", 4th edition, 2013, section 4.2.
 */
export function symmetricInverse(matrix: Matrix): Matrix {
  const factor = choleskyFactor(matrix);
  // What each unit vector becomes by forward substitution, backwards, so that its zeros come last and need no multiplying.
  const columns = factor.map((_, unit) => forward(factor, unit).reverse());
  const inverse = columns.map((left, i) => {
    const row = new Float64Array(matrix.length);
    for (let j = 0; j <= i; j += 1) row[j] = dot(left, columns[j] ?? left, matrix.length - i);
    return row;
  });
  for (const [i, row] of inverse.entries()) {
    for (let j = i + 1; j < inverse.length; j += 1) row[j] = inverse[j]?.[i] ?? 0;
  }
  return inverse;
}

/** The sum of the products of two equally long rows, up to index `end` (excluded); 0 when there are none. */
export function dot(left: Float64Array, right: Float64Array, end: number = left.length): number {
  let sum = 0;
  for (let index = 0; index < end; index += 1) sum += (left[index] ?? 0) * (right[index] ?? 0);
  return sum;
}

function choleskyFactor(matrix: Matrix): Matrix {
  const factor = matrix.map(() => new Float64Array(matrix.length));
  for (const [i, row] of factor.entries()) {
    const given = matrix[i] ?? row;
    for (let j = 0; j < i; j += 1) {
      const other = factor[j] ?? row;
      row[j] = ((given[j] ?? 0) - dot(row, other, j)) / (other[j] ?? 0);
    }
    const rest = (given[i] ?? 0) - dot(row, row, i);
    if (!(rest > 0)) throw new AppError("invalid_input", `The matrix is not positive definite at row ${i}`);
    row[i] = Math.sqrt(rest);
  }
  return factor;
}

function forward(factor: Matrix, unit: number): Float64Array {
  const solution = new Float64Array(factor.length);
  for (let i = unit; i < factor.length; i += 1) {
    const row = factor[i];
    if (row === undefined) break;
    solution[i] = ((i === unit ? 1 : 0) - dot(row, solution, i)) / (row[i] ?? 0);
  }
  return solution;
}
