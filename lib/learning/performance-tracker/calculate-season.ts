import type { Season, SeasonHour } from "../../domain/baseline.ts";
import type { SeriesBucket } from "../../domain/metric-series.ts";
import { calculateBaseline } from "./calculate-baseline.ts";

const HOUR_MS = 3_600_000;
const WEEK_HOURS = 168;
/** The epoch was a Thursday: four days after a Sunday. */
const EPOCH_HOUR_OF_WEEK = 96;

/** Which hour of the week (UTC, 0 begins on Sunday at 0:00) an instant in epoch ms lies in: 0 to 167. */
export function hourOfWeek(atMs: number): number {
  return (((Math.floor(atMs / HOUR_MS) + EPOCH_HOUR_OF_WEEK) % WEEK_HOURS) + WEEK_HOURS) % WEEK_HOURS;
}

/**
 * What is normal of each hour of the week, from `hours`, buckets an hour wide of some weeks. An hour of the week counts what came in
 * it in all those weeks; one with fewer than 30 values, or seen in fewer than two weeks, is null: once is no rhythm. Null altogether
 * when less than two weeks are covered. An hour that lay far from the same hour of other weeks is left out as an outage where four weeks
 * or more are known. Linear in the histograms.
 */
export function calculateSeason(hours: readonly SeriesBucket[]): Season | null {
  const [first, last] = [hours[0]?.atMs ?? 0, hours.at(-1)?.atMs ?? 0];
  if (last - first < 2 * WEEK_HOURS * HOUR_MS - HOUR_MS) return null;
  const slots = Array.from({ length: WEEK_HOURS }, (): SeriesBucket[] => []);
  for (const bucket of hours) slots[hourOfWeek(bucket.atMs)]?.push(bucket);
  return slots.map(toHour);
}

function toHour(buckets: readonly SeriesBucket[]): SeasonHour | null {
  if (buckets.length < 2) return null;
  const answer = calculateBaseline(buckets);
  if (answer.kind === "insufficient") return null;
  const { p05, p50, p95, p99, mean, standardDeviation, sample } = answer;
  return { p05, p50, p95, p99, mean, standardDeviation, sample };
}
