import { describe, expect, test } from "vitest";
import { joinAlarmScores, scoreAlarms, unscoredPoints } from "./alarm-windows.ts";

/** A hundred points with alarms at some; the first fifteen are not scored. */
function alarmsAt(...indices: readonly number[]): boolean[] {
  return Array.from({ length: 100 }, (_, index) => indices.includes(index));
}

const window = { left: 50, right: 59 };

describe("scoreAlarms", () => {
  // By hand: the sigmoid is -tanh(5y / 2), and tanh(0.25) = 0.244919, tanh(2.5) = 0.986614, tanh(25 / 18) = 0.882929 (a table of tanh).
  test.each([
    ["the first point of the window is worth 1", [50], 1],
    ["its last point, y = -1/10", [59], 0.244919 / 0.986614],
    ["only the first alarm in a window counts", [50, 51, 59], 1],
    ["no alarm costs the window", [], -1],
    ["an alarm before any window costs 0.11", [20], -1.11],
    ["five points after the window, y = 5/9", [64], -1 - 0.11 * 0.882929],
    ["every alarm outside costs", [20, 21, 50], 1 - 0.22],
    ["what comes too early is not scored", [14, 50], 1],
  ])("%s", (_, at, raw) => {
    expect(scoreAlarms(alarmsAt(...at), [window]).raw).toBeCloseTo(raw, 5);
  });

  test("false episodes are runs of alarms outside windows", () => {
    const { found, windows, falseEpisodes, scoredPoints } = scoreAlarms(alarmsAt(3, 20, 21, 22, 30, 49, 50, 60), [window]);
    expect({ found, windows, falseEpisodes, scoredPoints }).toEqual({ found: 1, windows: 1, falseEpisodes: 4, scoredPoints: 85 });
  });

  test("a window inside the unscored points cannot be found", () => {
    expect(scoreAlarms(alarmsAt(5), [{ left: 4, right: 9 }])).toMatchObject({ raw: -1, found: 0, falseEpisodes: 0 });
  });

  test("the longest series have 750 unscored points", () => {
    expect([0, 99, 5000, 16_000].map(unscoredPoints)).toEqual([0, 14, 750, 750]);
  });
});

describe("joinAlarmScores", () => {
  test("silence is 0, and every window found at its start without a false alarm is 100", () => {
    const silent = scoreAlarms(alarmsAt(), [window]);
    const perfect = scoreAlarms(alarmsAt(50), [window]);
    expect(joinAlarmScores([silent, silent])).toEqual({ nabStandard: 0, windowRecall: 0, falseAlarmsPer1000: 0 });
    expect(joinAlarmScores([perfect]).nabStandard).toBeCloseTo(100, 10);
    expect(joinAlarmScores([silent, perfect]).nabStandard).toBeCloseTo(50, 10);
  });

  test("series without windows count by their false alarms alone", () => {
    const noisy = scoreAlarms(alarmsAt(20, 40), []);
    const perfect = scoreAlarms(alarmsAt(50), [window]);
    // (1 - 0.22 + 1) / 2, and two episodes in 170 points.
    const { nabStandard, windowRecall, falseAlarmsPer1000 } = joinAlarmScores([noisy, perfect]);
    expect(nabStandard).toBeCloseTo(89, 10);
    expect(windowRecall).toBe(1);
    expect(falseAlarmsPer1000).toBeCloseTo(2000 / 170, 10);
  });
});
