import { z } from "zod";
import { createAnomalyDetector } from "../../../lib/learning/performance-tracker/anomaly-detector.ts";
import { type Filter, FilterInputError, refuseOptions } from "./filter.ts";

/** `t` as ISO 8601 or "2014-04-01 00:05:00", taken as UTC where it names no zone, or as ms since 1970; without it no rhythm is seen. */
const lineSchema = z.object({ t: z.union([z.string(), z.number()]).nullish(), value: z.number() });
const WITHOUT_ZONE = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d([.,]\d+)?)?$/;

/** `{t, value}`, one series a run, to `{score, alarm}`, each judged by the lines before it. */
export const detectAnomaliesFilter: Filter = {
  name: "detect-anomalies",
  summary: "{t, value} -> {score, alarm}: anomalies of one series; an alarm is raised once for each event",
  async *run(lines, args) {
    refuseOptions(args);
    const detector = createAnomalyDetector();
    for await (const { number, value } of lines) {
      const point = lineSchema.safeParse(value);
      const atMs = point.success ? instantOf(point.data.t ?? null) : null;
      if (!point.success || Number.isNaN(atMs)) throw new FilterInputError(number, "{t: instant, value: number} is expected");
      const { score, alarm } = detector.observe({ atMs, value: point.data.value });
      yield { score, alarm };
    }
  },
};

/** In ms; null when none is given, NaN when it cannot be read. */
export function instantOf(t: string | number | null): number | null {
  if (typeof t !== "string") return t;
  return Date.parse(WITHOUT_ZONE.test(t) ? `${t.replace(" ", "T").replace(",", ".")}Z` : t);
}
