import { describe, expect, test } from "vitest";
import { createSeededRandom, drawNormal } from "../core/seeded-random.ts";
import { logistic } from "./logistic-moments.ts";
import { fitTwoWayLogistic, type TwoWayCount } from "./two-way-logistic.ts";

const SIZE = 30;

/** A world whose parts vary as given, 40 trials in each cell, and how much the parts that were drawn do vary. */
function drawWorld(seed: number, sds: { readonly row: number; readonly column: number; readonly cell: number }) {
  const random = createSeededRandom(seed);
  const rows = Array.from({ length: SIZE }, () => drawNormal(random, 0, sds.row));
  const columns = Array.from({ length: SIZE }, () => drawNormal(random, 0, sds.column));
  const cells = Array.from({ length: SIZE * SIZE }, () => drawNormal(random, 0, sds.cell));
  const counts = cells.map((effect, index): TwoWayCount => {
    const [row, column] = [index % SIZE, Math.floor(index / SIZE)];
    const p = logistic((rows[row] ?? 0) + (columns[column] ?? 0) + effect);
    const successes = Array.from({ length: 40 }, () => random()).filter((draw) => draw < p).length;
    return { row, column, successes, trials: 40 };
  });
  return { counts, drawn: { row: deviation(rows), column: deviation(columns), cell: deviation(cells) } };
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

describe("fitTwoWayLogistic", () => {
  test.each([
    { row: 1, column: 0.5, cell: 0.3 },
    { row: 0.4, column: 1.5, cell: 0.8 },
    { row: 2, column: 2, cell: 0.6 },
  ])("how much the parts vary is found within a fifth: $row, $column, $cell", (sds) => {
    const { counts, drawn } = drawWorld(3, sds);
    const { variances } = fitTwoWayLogistic({ rows: SIZE, columns: SIZE, counts });
    for (const part of ["row", "column", "cell"] as const) {
      expect(Math.sqrt(variances[part]) / drawn[part], part).toBeGreaterThan(0.8);
      expect(Math.sqrt(variances[part]) / drawn[part], part).toBeLessThan(1.2);
    }
  });

  test("turning success into failure turns the signs and nothing else", () => {
    const { counts } = drawWorld(5, { row: 1, column: 1, cell: 0.5 });
    const fit = fitTwoWayLogistic({ rows: 30, columns: 30, counts });
    const turned = fitTwoWayLogistic({ rows: 30, columns: 30, counts: counts.map((c) => ({ ...c, successes: c.trials - c.successes })) });
    for (let row = 0; row < 30; row += 1) {
      expect(turned.cell(row, 7).mean).toBeCloseTo(-fit.cell(row, 7).mean, 6);
      expect(turned.cell(row, 7).variance).toBeCloseTo(fit.cell(row, 7).variance, 6);
    }
  });

  test("complete separation stays finite", () => {
    const counts = Array.from({ length: 100 }, (_, index) => {
      return { row: index % 10, column: Math.floor(index / 10), successes: index % 10 < 5 ? 1000 : 0, trials: 1000 };
    });
    const fit = fitTwoWayLogistic({ rows: 10, columns: 10, counts });
    for (let row = 0; row < 10; row += 1) expect(Number.isFinite(fit.cell(row, 0).mean + fit.cell(row, 0).variance)).toBe(true);
    expect(Math.sqrt(fit.variances.row)).toBeLessThan(30);
  });

  test("a cell without trials leans on its row and column, and is less certain than any with", () => {
    const counts = drawWorld(9, { row: 1, column: 1, cell: 0.5 }).counts.filter(({ row, column }) => row !== 3 || column !== 4);
    const fit = fitTwoWayLogistic({ rows: 31, columns: 30, counts });
    expect(fit.cell(3, 4).variance).toBeGreaterThan(fit.cell(3, 5).variance);
    expect(fit.cell(30, 4).variance).toBeGreaterThan(fit.cell(3, 4).variance);
  });

  test("counts that are no parts of a whole are refused", () => {
    for (const [successes, trials] of [
      [2, 1],
      [-1, 1],
      [Number.NaN, 1],
      [1, Number.POSITIVE_INFINITY],
    ] as const) {
      expect(() => fitTwoWayLogistic({ rows: 1, columns: 1, counts: [{ row: 0, column: 0, successes, trials }] })).toThrow(
        /part of a whole/,
      );
    }
  });
});
