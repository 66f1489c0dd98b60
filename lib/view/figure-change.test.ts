import { describe, expect, test } from "vitest";
import { amountChange, rateChange, successChange } from "./figure-change.ts";

const of = (succeeded: number, failed: number) => ({ succeeded, failed });
const HOUR_MS = 3_600_000;
const AGAINST = "the hour before";

describe("successChange", () => {
  // Newcombe's intervals of the differences at 95 %: 900/1000 against 960/1000 lies wholly below 0; 9/10 against 10/10 holds 0.
  test("a fall that chance does not explain is worse", () => {
    expect(successChange(of(900, 100), of(960, 40), AGAINST)).toEqual({
      direction: "down",
      meaning: "worse",
      text: "−6 points",
      against: AGAINST,
    });
  });

  test("a rise that chance does not explain is better", () => {
    expect(successChange(of(960, 40), of(900, 100), AGAINST)).toMatchObject({ direction: "up", meaning: "better", text: "+6 points" });
  });

  test("noise is not called a change", () => {
    expect(successChange(of(9, 1), of(10, 0), AGAINST)).toMatchObject({ direction: "same", meaning: "neutral", text: "no clear change" });
  });

  test("without anything before there is no change to speak of", () => {
    expect(successChange(of(9, 1), of(0, 0), AGAINST)).toBeNull();
    expect(successChange(of(0, 0), of(9, 1), AGAINST)).toBeNull();
  });
});

describe("rateChange", () => {
  const hours = (count: number, length: number) => ({ count, lengthMs: length * HOUR_MS });

  test("twice as many in half the time is four times as often", () => {
    expect(rateChange(hours(400, 1), hours(200, 2), AGAINST)).toMatchObject({ direction: "up", meaning: "neutral", text: "4\u202f×" });
  });

  test("a fall is a percentage", () => {
    expect(rateChange(hours(500, 1), hours(1000, 1), AGAINST)).toMatchObject({ direction: "down", text: "−50\u202f%" });
  });

  // The standard error of the logarithm of 105/100 is √(1/105 + 1/100) = 0.14, so 5 % is within it.
  test("five more of a hundred is no clear change", () => {
    expect(rateChange(hours(105, 1), hours(100, 1), AGAINST)).toMatchObject({ direction: "same" });
  });

  test("after nothing there is nothing to compare with", () => {
    expect(rateChange(hours(105, 1), hours(0, 1), AGAINST)).toBeNull();
    expect(rateChange(hours(0, 0), hours(5, 1), AGAINST)).toBeNull();
  });
});

describe("amountChange", () => {
  test.each([
    [1340, 1000, "up", "+34\u202f%"],
    [966, 1000, "down", "−3.4\u202f%"],
    [2100, 1000, "up", "2.1\u202f×"],
    [1015, 1000, "same", "no clear change"],
  ] as const)("%d after %d goes %s: %s", (now, before, direction, text) => {
    expect(amountChange({ now, before, logError: 0.01 }, AGAINST)).toEqual({ direction, meaning: "neutral", text, against: AGAINST });
  });

  test.each([
    [null, 5],
    [5, null],
    [5, 0],
  ])("%s after %s is not compared", (now, before) => {
    expect(amountChange({ now, before, logError: 0 }, AGAINST)).toBeNull();
  });

  // ln 1.34 = 0.293; 1.96 errors of 0.15 are 0.294, of 0.14 are 0.274.
  test("what lies within 1.96 errors is no clear change", () => {
    expect(amountChange({ now: 134, before: 100, logError: 0.15 }, AGAINST)?.direction).toBe("same");
    expect(amountChange({ now: 134, before: 100, logError: 0.14 }, AGAINST)?.direction).toBe("up");
  });
});
