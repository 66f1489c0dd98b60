import { expect, test } from "vitest";
import { createSeededRandom, drawInt, drawNormal } from "../../core/seeded-random.ts";
import { createSegmentError } from "../../stats/segment-error.ts";
import { costOf, findSegments } from "./change-point-segments.ts";

const PRICES = { level: 4, line: 6 };

/** The least cost of all ways to cut, tried one by one. */
function leastCost(error: ReturnType<typeof createSegmentError>, shortest: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let mask = 0; mask < 2 ** (error.length - 1); mask += 1) {
    const bounds = [0, ...Array.from({ length: error.length - 1 }, (_, at) => at + 1).filter((at) => (mask >> (at - 1)) & 1), error.length];
    const parts = bounds.slice(1).map((to, place) => ({ from: bounds[place] ?? 0, to }));
    if (parts.some(({ from, to }) => to - from < shortest)) continue;
    least = Math.min(
      least,
      parts.reduce((sum, part) => sum + costOf(error, PRICES, part), 0),
    );
  }
  return least;
}

test("no way to cut is cheaper, the shortest segment is kept to, and nothing is left out", () => {
  const random = createSeededRandom(13);
  for (let round = 0; round < 40; round += 1) {
    const length = drawInt(random, 4, 12);
    const shortest = drawInt(random, 1, 4);
    const error = createSegmentError(Array.from({ length }, (_, index) => drawNormal(random, 0, 1) + (index > length / 2 ? 4 : index)));
    const segments = findSegments(error, PRICES, shortest);
    const told = segments.reduce((sum, { from, to, form }) => sum + PRICES[form] + error[form](from, to), 0);
    expect(told, `round ${round}`).toBeCloseTo(leastCost(error, shortest), 9);
    expect([segments[0]?.from, ...segments.map(({ to }) => to)]).toEqual([...segments.map(({ from }) => from), length]);
    for (const { from, to } of segments) expect(to - from).toBeGreaterThanOrEqual(shortest);
  }
});

test("in long series a change is moved to its place, wherever it lies between the positions tried", () => {
  for (const at of [3000, 3001, 3002, 3003, 3004]) {
    const error = createSegmentError(Array.from({ length: 7000 }, (_, index) => (index < at ? 0 : 1)));
    expect(findSegments(error, PRICES, 10).map(({ from }) => from)).toEqual([0, at]);
  }
});
