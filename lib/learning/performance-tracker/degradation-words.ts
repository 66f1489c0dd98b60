import { assertNever } from "../../core/assert-never.ts";
import { formatBytes } from "../../core/format/format-bytes.ts";
import { formatExactCount } from "../../core/format/format-count.ts";
import { formatDuration } from "../../core/format/format-duration.ts";
import { formatRatio } from "../../core/format/format-ratio.ts";
import { formatInstant } from "../../core/format/format-time.ts";
import { toSignificant } from "../../core/format/significant.ts";
import type { MetricSeries } from "../../domain/metric-series.ts";
import type { Comparison } from "./compare-with-baseline.ts";
import type { DegradationEffect } from "./judge-degradation.ts";

type Named = Pick<MetricSeries, "name" | "type" | "unit" | "tags" | "origin" | "agentId" | "taskType">;

/** What an alert says of a degradation. Instants are in UTC, which is said. */
export type DegradationWords = { readonly title: string; readonly body: string };

/**
 * A degradation in words: which series, how far from normal, since when, and how many executions it touched. Of one that ended, how.
 *
 * ```ts
 * const { title } = degradationWords(series, effect);
 * ```
 */
export function degradationWords(series: Named, effect: DegradationEffect): DegradationWords {
  const subject = subjectOf(series);
  if (effect.kind === "ended") return { title: subject, body: endOf(effect, subject) };
  const { comparison, degradation } = effect;
  const began = formatInstant(degradation.beganAtMs, "UTC");
  const what = series.origin === "executions" ? "executions" : "values";
  const flaps = degradation.flaps === 0 ? "" : ` It came back ${degradation.flaps === 1 ? "once" : `${degradation.flaps} times`}.`;
  return {
    title: `${subject} ${changeOf(series, comparison)}`,
    body: `${statisticOf(comparison)} ${figure(series, comparison.now)}, normally ${figure(series, comparison.normal)}, since ${began}; ${formatExactCount(degradation.touched)} ${what} since.${flaps}`,
  };
}

/** What a series is about, as operators call it. */
export function subjectOf({ name, tags, origin, agentId, taskType }: Named): string {
  if (origin === "executions") {
    if (agentId === null) return "The fleet";
    return taskType === null ? agentId : `${agentId} at ${taskType}`;
  }
  const operation = /^operation\.(.+)\.(latency|error_rate|throughput)$/.exec(name)?.[1];
  const values = Object.values(tags);
  return `${operation === undefined ? name : `Operation ${operation}`}${values.length === 0 ? "" : ` (${values.join(", ")})`}`;
}

function changeOf({ type }: Named, { size, isRatio, direction, now }: Extract<Comparison, { kind: "compared" }>): string {
  if (type === "error_rate") return `fails ${formatRatio(Math.min(1, Math.max(0, now)))} of the time`;
  const far = isRatio ? `${toSignificant(size * 100)} points` : `${toSignificant(size)} ×`;
  if (type === "latency") return `is ${far} slower`;
  return `is ${far} ${direction === "up" ? "higher" : "lower"}`;
}

function statisticOf({ statistic }: Extract<Comparison, { kind: "compared" }>): string {
  switch (statistic) {
    case "p50":
      return "Median";
    case "p95":
      return "95th percentile";
    case "mean":
      return "Mean";
    default:
      return assertNever(statistic);
  }
}

function figure({ unit }: Named, value: number): string {
  if (unit === "ms") return formatDuration(value);
  if (unit === "s") return formatDuration(value * 1000);
  if (unit === "By" && value >= 0) return formatBytes(value);
  if (unit === "1" && value >= 0 && value <= 1) return formatRatio(value);
  return unit === "" || unit.startsWith("{") ? toSignificant(value) : `${toSignificant(value)} ${unit}`;
}

function endOf({ status, endedAtMs }: Extract<DegradationEffect, { kind: "ended" }>, subject: string): string {
  const at = formatInstant(endedAtMs, "UTC");
  switch (status) {
    case "cleared":
      return `${subject} is back to normal since ${at}.`;
    case "silent":
      return `Nothing has been heard of ${subject} for two hours, at ${at}: whether it is back to normal is not known.`;
    case "settled":
      return `${subject} has been so for a day, at ${at}: this is taken for its new normal.`;
    default:
      return assertNever(status);
  }
}
