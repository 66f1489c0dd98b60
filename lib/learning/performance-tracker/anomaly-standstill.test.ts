import { describe, expect, test } from "vitest";
import { createSeededRandom, drawInt } from "../../core/seeded-random.ts";
import { ANOMALY_SETTINGS } from "./anomaly-settings.ts";
import { createStandstill, newStandstill } from "./anomaly-standstill.ts";

/** The surprise at each value after the first. */
function surprises(values: readonly number[]): number[] {
  const standstill = createStandstill(ANOMALY_SETTINGS, newStandstill(values[0] ?? 0));
  return values.slice(1).map((value, index) => standstill.observe(value, 1 / Math.min(index + 2, ANOMALY_SETTINGS.memory)));
}

const moving = Array.from({ length: 1000 }, (_, index) => index);
const RAISE = -Math.log(ANOMALY_SETTINGS.tailShare);

describe("createStandstill", () => {
  test("a series that never moved does not surprise by resting", () => {
    expect(Math.max(...surprises(Array.from({ length: 3000 }, () => 5)))).toBeLessThan(RAISE);
  });

  test("a value that always moved and is stuck surprises more with each point", () => {
    const row = surprises([...moving, ...Array.from({ length: 40 }, () => -1)]).slice(999);
    expect(row).toEqual([...row].sort((a, b) => a - b));
    // A run of r repeats against the four that may be chance is worth 3 ln((r + 1) / 5), which passes ln 20 at r = 13.
    expect(row.findIndex((surprise) => surprise > RAISE)).toBe(13);
    expect(row[39]).toBeCloseTo(3 * Math.log(40 / 5), 6);
  });

  test("rest as long as before surprises no more", () => {
    const night = [...moving, ...Array.from({ length: 40 }, () => -1)];
    const second = surprises([...night, ...night]).slice(night.length);
    expect(Math.max(...second)).toBeLessThan(1);
  });

  test("a value that is stuck for good becomes the new normal", () => {
    const row = surprises([...moving, ...Array.from({ length: 2000 }, () => -1)]).slice(999);
    expect(row[900]).toBeGreaterThan(RAISE);
    expect(Math.max(...row.slice(1010))).toBeLessThan(0.1);
  });

  test("values that repeat by chance do not surprise", () => {
    const random = createSeededRandom(6);
    expect(Math.max(...surprises(Array.from({ length: 50_000 }, () => drawInt(random, 0, 3))))).toBeLessThan(RAISE);
  });
});
