import { describeIssue } from "./describe-issue.ts";
import type { RejectedItem } from "./ingest.ts";
import { metricReportSchema, type ParsedMetricReport } from "./metric.ts";

/** A point that can be stored, with its position in the batch. */
export type CheckedMetric = { readonly index: number; readonly report: ParsedMetricReport };

/** The good points of a batch, and what is wrong with the bad ones. */
export type CheckedMetrics = { readonly good: readonly CheckedMetric[]; readonly rejected: readonly RejectedItem[] };

/** Checks each point of a batch by itself, so that a bad one does not spoil the others. Never raises. */
export function checkMetrics(points: readonly unknown[]): CheckedMetrics {
  const good: CheckedMetric[] = [];
  const rejected: RejectedItem[] = [];
  for (const [index, point] of points.entries()) {
    const parsed = metricReportSchema.safeParse(point);
    if (parsed.success) {
      good.push({ index, report: parsed.data });
      continue;
    }
    const issue = parsed.error.issues[0];
    rejected.push({
      index,
      field: issue?.path.join(".") ?? "",
      reason: issue === undefined ? "is not a metric point" : describeIssue(issue),
    });
  }
  return { good, rejected };
}
