import { describe, expect, test } from "vitest";
import { createSeededRandom, drawInt } from "../core/seeded-random.ts";
import { dot, symmetricInverse } from "./symmetric-inverse.ts";

describe("symmetricInverse", () => {
  // By hand: the determinant of [[4, 2], [2, 3]] is 8.
  test("two by two is the textbook's formula", () => {
    const inverse = symmetricInverse([Float64Array.of(4, 2), Float64Array.of(2, 3)]);
    expect(inverse.map((row) => [...row])).toEqual([
      [expect.closeTo(3 / 8, 12), expect.closeTo(-2 / 8, 12)],
      [expect.closeTo(-2 / 8, 12), expect.closeTo(4 / 8, 12)],
    ]);
  });

  test("a matrix times its inverse is one, whatever its size", () => {
    const random = createSeededRandom(20261122);
    for (let round = 0; round < 30; round += 1) {
      const size = drawInt(random, 1, 12);
      const part = Array.from({ length: size }, () => Float64Array.from({ length: size }, () => random() - 0.5));
      const matrix = part.map((row, i) => Float64Array.from(part, (other, j) => dot(row, other) + (i === j ? 0.1 : 0)));
      const inverse = symmetricInverse(matrix);
      for (const [i, row] of matrix.entries()) {
        for (const [j, column] of inverse.entries()) expect(dot(row, column), `size ${size}`).toBeCloseTo(i === j ? 1 : 0, 8);
      }
    }
  });

  test("what is not positive definite is refused", () => {
    expect(() => symmetricInverse([Float64Array.of(1, 2), Float64Array.of(2, 1)])).toThrow(/positive definite/);
    expect(() => symmetricInverse([Float64Array.of(Number.NaN)])).toThrow(/positive definite/);
  });
});
