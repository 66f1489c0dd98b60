import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placeLabels } from "./place-labels.ts";

describe("placeLabels", () => {
  test.each([
    ["leaves labels alone that have room", [10, 40], [10, 40]],
    ["moves the lower of two apart", [10, 12], [10, 24]],
    ["moves them up at the bottom", [96, 98, 99], [72, 86, 100]],
    ["of nothing is nothing", [], []],
  ])("%s", (_what, wanted, placed) => {
    expect(placeLabels(wanted, 14, 100)).toEqual(placed);
  });

  test("keeps the order, the gap and the bottom, whatever is wanted", () => {
    const heights = fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 5 }).map((list) => list.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(heights, (wanted) => {
        const placed = placeLabels(wanted, 14, 200);
        expect(placed).toHaveLength(wanted.length);
        for (const [index, height] of placed.entries()) {
          expect(height).toBeLessThanOrEqual(200);
          if (index > 0) expect(height - (placed[index - 1] ?? 0)).toBeGreaterThanOrEqual(14);
        }
      }),
    );
  });
});
