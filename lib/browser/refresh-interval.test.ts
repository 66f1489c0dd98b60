import { expect, test } from "vitest";
import { refreshInterval } from "./refresh-interval.ts";

const readTimes = (dataUpdateCount: number) => ({ state: { dataUpdateCount } });

test("what the server drew is read again soon, later readings in their own time, though nothing is announced", () => {
  const interval = refreshInterval(true, { kind: "live", sinceMs: 0 });
  if (interval === false) throw new Error("A live page reads again");
  expect(interval(readTimes(0))).toBeGreaterThan(2000);
  expect(interval(readTimes(0))).toBeLessThan(interval(readTimes(1)));
});

test.each(["paused", "offline"] as const)("a page that is %s holds still", (kind) => {
  expect(refreshInterval(true, { kind, sinceMs: 0 })).toBe(false);
});

test("a range that lies in the past is not read again", () => {
  expect(refreshInterval(false, { kind: "live", sinceMs: 0 })).toBe(false);
});
