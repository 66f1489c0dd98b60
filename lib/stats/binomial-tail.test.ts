import { describe, expect, test } from "vitest";
import { binomialTail } from "./binomial-tail.ts";

describe("the tail of a binomial distribution", () => {
  test.each([
    // By hand: one way of 2^8; 1 - (1/2)^4; 10 choose 9 and 10, over 2^10.
    [8, 8, 0.5, 1 / 256],
    [1, 4, 0.5, 15 / 16],
    [9, 10, 0.5, 11 / 1024],
    // By hand: 1 - .9^10 - 10 * .1 * .9^9 - 45 * .01 * .9^8.
    [3, 10, 0.1, 1 - 0.9 ** 10 - 10 * 0.1 * 0.9 ** 9 - 45 * 0.01 * 0.9 ** 8],
    [0, 5, 0.2, 1],
    [5, 5, 0, 0],
    [5, 5, 1, 1],
    [0, 0, 0.3, 1],
  ])("of %d of %d at %d is %d", (successes, total, p, expected) => {
    expect(binomialTail(successes, total, p)).toBeCloseTo(expected, 12);
  });

  test("and the one from the other end make one, at every place", () => {
    for (const total of [1, 7, 50, 400]) {
      for (const p of [0.01, 0.3, 0.5, 0.97]) {
        for (let successes = 1; successes <= total; successes += Math.ceil(total / 20)) {
          const below = binomialTail(total - successes + 1, total, 1 - p);
          expect(binomialTail(successes, total, p) + below).toBeCloseTo(1, 9);
        }
      }
    }
  });

  test("is a sum of the terms that Pascal's triangle gives", () => {
    for (const p of [0.02, 0.4, 0.9]) {
      let row = [1];
      for (let total = 0; total <= 30; total += 1) {
        const terms = row.map((ways, count) => ways * p ** count * (1 - p) ** (total - count));
        for (let successes = 0; successes <= total; successes += 1) {
          const expected = terms.slice(successes).reduce((sum, term) => sum + term, 0);
          expect(Math.abs(binomialTail(successes, total, p) - expected)).toBeLessThan(1e-10);
        }
        row = [1, ...row.slice(1).map((ways, place) => ways + (row[place] ?? 0)), 1];
      }
    }
  });

  test("keeps small probabilities, and takes a million trials", () => {
    // By hand: 0.001^6 is the only term.
    expect(binomialTail(6, 6, 0.001) / 1e-18).toBeCloseTo(1, 9);
    // Half of a symmetric distribution and half of its middle term, which is sqrt(2 / (pi n)) by Stirling.
    expect(binomialTail(500_000, 1_000_000, 0.5)).toBeCloseTo(0.5 + 0.5 * Math.sqrt(2 / (Math.PI * 1e6)), 6);
  });

  test.each([
    [-1, 5, 0.5],
    [6, 5, 0.5],
    [1.5, 5, 0.5],
    [1, 5, 1.1],
    [1, 5, Number.NaN],
    [1, Number.POSITIVE_INFINITY, 0.5],
  ])("of %d of %d at %d is refused", (successes, total, p) => {
    expect(() => binomialTail(successes, total, p)).toThrow(expect.objectContaining({ code: "invalid_input" }));
  });
});
