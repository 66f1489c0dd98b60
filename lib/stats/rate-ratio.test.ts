import { describe, expect, test } from "vitest";
import { proportionInterval } from "./proportion-interval.ts";
import { rateRatio } from "./rate-ratio.ts";

const HOUR_MS = 3_600_000;
const inHours = (count: number, hours: number) => ({ count, lengthMs: hours * HOUR_MS });

describe("rateRatio", () => {
  // By hand: 40 and 10 in equal spans give a share of 0.8 of 50; Wilson's bounds at 95 % (z² = 3.8415) are
  // (40 + 1.9207 ∓ 1.96 √(8 + 0.9604)) / 53.8415 = 0.6696 and 0.8876, that is ratios of 2.027 and 7.895.
  test("forty against ten in as long is two to eight times as many", () => {
    const ratio = rateRatio(inHours(40, 1), inHours(10, 1), 0.95);
    expect(ratio.low).toBeCloseTo(2.027, 2);
    expect(ratio.high).toBeCloseTo(7.895, 2);
  });

  test("a span twice as long halves the rate", () => {
    const same = rateRatio(inHours(40, 1), inHours(10, 1), 0.9);
    const longer = rateRatio(inHours(40, 2), inHours(10, 1), 0.9);
    expect(longer.low).toBeCloseTo(same.low / 2, 12);
    expect(longer.high).toBeCloseTo((same.high ?? 0) / 2, 12);
  });

  test("equal counts in equal spans are no change", () => {
    const { low, high } = rateRatio(inHours(100, 1), inHours(100, 1), 0.95);
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(1);
    expect(low * (high ?? 0)).toBeCloseTo(1, 12);
  });

  test("after nothing, the rise has no upper bound", () => {
    const { low, high } = rateRatio(inHours(12, 1), inHours(0, 1), 0.95);
    const share = proportionInterval(12, 12, 0.95).low;
    expect(low).toBeCloseTo(share / (1 - share), 12);
    expect(high).toBeNull();
  });

  test("nothing on both sides says nothing", () => {
    expect(rateRatio(inHours(0, 1), inHours(0, 1), 0.95)).toEqual({ low: 0, high: null });
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("a span of %d ms is refused", (lengthMs) => {
    expect(() => rateRatio({ count: 1, lengthMs }, inHours(1, 1), 0.95)).toThrow(/lasts longer/);
  });
});
