import { expect, test } from "vitest";
import { judgeAlarm, scoreShifts } from "./shift-scores.ts";

const step = { kind: "step", at: 100, factor: 1.1 };
const ramp = { kind: "ramp40", at: 100, factor: 0.9 };
const still = { kind: "null", at: null, factor: 1 };

// By hand, from the definition: the 40 points from 100 on end at 139, the 60 of a ramp at 159.
test.each([
  [step, 99, "false"],
  [step, 100, "detected"],
  [step, 139, "detected"],
  [step, 140, "missed"],
  [step, null, "missed"],
  [ramp, 159, "detected"],
  [ramp, 160, "missed"],
  [ramp, 0, "false"],
  [still, null, "quiet"],
  [still, 239, "false"],
] as const)("%j with an alarm at %j is %s", (window, alarmAt, outcome) => {
  expect(judgeAlarm(window, alarmAt)).toBe(outcome);
});

test("detected counts among shifts, false among all windows", () => {
  expect(scoreShifts([step, step, ramp, still, still], ["detected", "false", "missed", "false", "quiet"])).toEqual({
    detected: 1 / 3,
    falseAlarms: 2 / 5,
    shifts: 3,
    windows: 5,
  });
  expect(scoreShifts([], [])).toEqual({ detected: 0, falseAlarms: 0, shifts: 0, windows: 0 });
});
