import { expect, test } from "vitest";
import { timeTicks } from "./time-axis.ts";
import { fillSteps, stepStartsMs } from "./time-steps.ts";

const at = (text: string) => Date.parse(`2026-11-${text}:00Z`);

test("steps begin where the database begins them: counted from midnight UTC of the first day", () => {
  // date_bin('15 minutes', '10:07', midnight) is 10:00.
  expect(stepStartsMs({ fromMs: at("22T10:07"), toMs: at("22T10:31") }, 900_000)).toEqual([at("22T10:00"), at("22T10:15"), at("22T10:30")]);
  // date_bin('7 days', ..., midnight of the first day) is that midnight, whichever weekday it is.
  expect(stepStartsMs({ fromMs: at("03T10:00"), toMs: at("12T00:00") }, 7 * 86_400_000)).toEqual([at("03T00:00"), at("10T00:00")]);
});

test("a step that the database left out is there, and empty", () => {
  const grid = { span: { fromMs: at("22T10:00"), toMs: at("22T10:03") }, stepMs: 60_000 };
  const steps = [{ bucketAt: "2026-11-22T10:01:00.000Z", failed: 3 }];
  expect(fillSteps(steps, grid, (atMs, step) => [atMs, step?.failed ?? 0])).toEqual([
    [at("22T10:00"), 0],
    [at("22T10:01"), 3],
    [at("22T10:02"), 0],
  ]);
});

test("ticks stand at round times of the reader's zone, and a day's first bears its date", () => {
  const span = { fromMs: at("21T20:10"), toMs: at("22T20:10") };
  expect(timeTicks(span, "Asia/Kolkata", 8).map((tick) => tick.label)).toEqual([
    "03:00",
    "06:00",
    "09:00",
    "12:00",
    "15:00",
    "18:00",
    "21:00",
    "11-23",
  ]);
  expect(timeTicks(span, "UTC", 4).map((tick) => tick.label)).toEqual(["11-22", "06:00", "12:00", "18:00"]);
});
