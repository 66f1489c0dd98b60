import { z } from "zod";
import type { Severity } from "./alert.ts";

/** open: not over; cleared: back to normal; silent: no values any more, so unknown; settled: it stayed so long that it is the new normal. */
export const degradationStatusSchema = z.enum(["open", "cleared", "silent", "settled"]);

/** See {@link degradationStatusSchema}. */
export type DegradationStatus = z.infer<typeof degradationStatusSchema>;

/** A value that surprised, judged by what came before it: where it was expected (`low` to `high`), and how sure that is (0 to 1). */
export type Anomaly = {
  readonly at: string;
  readonly value: number;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  readonly direction: "above" | "below" | "stuck";
  readonly score: number;
};

/** What left its normal, since when, and how far. Instants are ISO 8601, values in the unit of the series. */
export type Degradation = {
  readonly id: string;
  readonly seriesId: number;
  readonly status: DegradationStatus;
  readonly severity: Severity;
  readonly statistic: string;
  readonly normal: number;
  readonly now: number;
  /** Times the normal, or for ratios the difference from it. */
  readonly size: number;
  readonly isRatio: boolean;
  readonly beganAt: string;
  readonly noticedAt: string;
  readonly lastSeenAt: string;
  readonly endedAt: string | null;
  /** Executions (or values, where it is no series of executions) since it began. */
  readonly touched: number;
  /** How often it came back within a quarter of an hour of being over. */
  readonly flaps: number;
};
