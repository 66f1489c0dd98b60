import { z } from "zod";
import type { severitySchema } from "./alert.ts";

/** What showed that a series left what is normal: a comparison with its baseline, or a lasting shift of its level. */
export const degradationCauseSchema = z.enum(["baseline", "shift"]);

/** open: not over; cleared: back to normal; silent: no values any more, so unknown; settled: it stayed so long that it is the new normal. */
export const degradationStatusSchema = z.enum(["open", "cleared", "silent", "settled"]);

/** See {@link degradationStatusSchema}. */
export type DegradationStatus = z.infer<typeof degradationStatusSchema>;

/** What left its normal, since when, and how far. Instants are ISO 8601, values in the unit of the series. */
export type Degradation = {
  readonly id: string;
  readonly seriesId: number;
  readonly status: DegradationStatus;
  readonly severity: z.infer<typeof severitySchema>;
  readonly cause: z.infer<typeof degradationCauseSchema>;
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
