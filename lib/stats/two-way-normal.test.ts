import { describe, expect, test } from "vitest";
import { createSeededRandom, drawInt, drawNormal, type Random } from "../core/seeded-random.ts";
import { dot, symmetricInverse } from "./symmetric-inverse.ts";
import { type Observation, solveTwoWayNormal, type TwoWayShape } from "./two-way-normal.ts";

/** The batch twin: every effect in one dense system, cells integrated out. */
function solveDensely({ rows, columns, variances }: TwoWayShape, observations: readonly Observation[]) {
  const size = 1 + rows + columns;
  const prior = [variances.intercept, ...Array(rows).fill(variances.row), ...Array(columns).fill(variances.column)];
  const matrix = prior.map((variance: number, index) =>
    Float64Array.from({ length: size }, (_, other) => (other === index ? 1 / variance : 0)),
  );
  const target = new Float64Array(size);
  for (const { row, column, value, precision } of observations) {
    const weight = 1 / (1 / precision + variances.cell);
    const places = [0, 1 + row, 1 + rows + column];
    for (const i of places) {
      target[i] = (target[i] ?? 0) + weight * value;
      for (const j of places) matrix[i]?.set([(matrix[i]?.[j] ?? 0) + weight], j);
    }
  }
  const covariance = symmetricInverse(matrix);
  const sumOver = (row: number, column: number): Float64Array =>
    Float64Array.from({ length: size }, (_, index) => ([0, 1 + row, 1 + rows + column].includes(index) ? 1 : 0));
  const between = (first: Float64Array, second: Float64Array) =>
    dot(
      first,
      Float64Array.from(covariance, (part) => dot(part, second)),
    );
  const means = Float64Array.from(covariance, (part) => dot(part, target));
  return { means, covariance, sumOver, between };
}

function drawWorld(random: Random): { readonly shape: TwoWayShape; readonly observations: readonly Observation[] } {
  const rows = drawInt(random, 1, 6);
  const columns = drawInt(random, 1, 6);
  const variances = { intercept: 4, row: 0.1 + random(), column: 0.1 + random(), cell: 0.05 + random() };
  const observations: Observation[] = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      if (random() < 0.6) observations.push({ row, column, value: drawNormal(random, 0, 2), precision: 0.1 + 5 * random() });
    }
  }
  return { shape: { rows, columns, variances }, observations };
}

describe("solveTwoWayNormal", () => {
  test("it is the dense solution, whichever side is longer", () => {
    const random = createSeededRandom(20261122);
    for (let round = 0; round < 60; round += 1) {
      const { shape, observations } = drawWorld(random);
      const solved = solveTwoWayNormal(shape, observations);
      const twin = solveDensely(shape, observations);
      for (let row = 0; row < shape.rows; row += 1) {
        const column = drawInt(random, 0, shape.columns - 1);
        const [sum, other] = [twin.sumOver(row, column), twin.sumOver(drawInt(random, 0, row), column)];
        const seen = `round ${round}, ${shape.rows} by ${shape.columns}`;
        expect(solved.additive(row, column).mean, seen).toBeCloseTo(dot(sum, twin.means), 8);
        expect(solved.additive(row, column).variance, seen).toBeCloseTo(twin.between(sum, sum), 8);
        expect(solved.rows[row]?.mean, seen).toBeCloseTo(twin.means[1 + row] ?? 0, 8);
        expect(solved.rows[row]?.variance, seen).toBeCloseTo(twin.covariance[1 + row]?.[1 + row] ?? 0, 8);
        expect(solved.columns[column]?.mean, seen).toBeCloseTo(twin.means[1 + shape.rows + column] ?? 0, 8);
        const otherRow = other.findIndex((part, index) => index > 0 && part === 1) - 1;
        expect(solved.covariance({ row, column }, { row: otherRow, column }), seen).toBeCloseTo(twin.between(sum, other), 8);
      }
    }
  });

  test("without observations everything keeps its prior", () => {
    const solved = solveTwoWayNormal({ rows: 2, columns: 1, variances: { intercept: 4, row: 1, column: 2, cell: 3 } }, []);
    expect(solved.additive(1, 0)).toEqual({ mean: 0, variance: expect.closeTo(7, 10) });
    // Two rows share the intercept and the column, and nothing else.
    expect(solved.covariance({ row: 0, column: 0 }, { row: 1, column: 0 })).toBeCloseTo(6, 10);
  });
});
