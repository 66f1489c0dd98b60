import { expect, test } from "vitest";
import type { SeriesBucket } from "../../domain/metric-series.ts";
import { calculateSeason, hourOfWeek } from "./calculate-season.ts";

const HOUR_MS = 3_600_000;
/** A Sunday. */
const BEGIN_MS = Date.UTC(2026, 9, 4);

function hourBucket(hour: number, value: number, count = 20): SeriesBucket {
  const extremes = { min: value, max: value };
  return { atMs: BEGIN_MS + hour * HOUR_MS, count, sum: count * value, sumSquares: count * value ** 2, ...extremes, keys: [], counts: [] };
}

test("the hour of the week is that of the calendar, in UTC, also before 1970", () => {
  // Calendar: 2026-11-22 was a Sunday; 1969-12-31 was a Wednesday.
  expect(hourOfWeek(Date.UTC(2026, 10, 22, 0, 59))).toBe(0);
  expect(hourOfWeek(Date.UTC(2026, 10, 23, 9))).toBe(33);
  expect(hourOfWeek(Date.UTC(1969, 11, 31, 23))).toBe(95);
});

test("each hour of the week has what was normal in it, in all weeks", () => {
  const hours = Array.from({ length: 3 * 168 }, (_, hour) => hourBucket(hour, hour % 24 === 12 ? 300 : 100));
  const season = calculateSeason(hours);
  expect(season).toHaveLength(168);
  expect(season?.[12]).toMatchObject({ mean: 300, sample: 60 });
  expect(season?.[13]).toMatchObject({ mean: 100, sample: 60 });
});

test("less than two weeks are no rhythm, and an hour with few values or of one week is not known", () => {
  expect(calculateSeason(Array.from({ length: 300 }, (_, hour) => hourBucket(hour, 1)))).toBeNull();
  expect(calculateSeason([])).toBeNull();
  const thin = Array.from({ length: 2 * 168 }, (_, hour) => hourBucket(hour, 1, hour % 168 === 5 ? 7 : 20)).filter(
    ({ atMs }) => atMs !== BEGIN_MS + 9 * HOUR_MS,
  );
  const season = calculateSeason(thin);
  expect([season?.[5], season?.[9], season?.[10]?.sample]).toEqual([null, null, 40]);
});
