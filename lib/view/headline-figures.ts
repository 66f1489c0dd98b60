import { formatCost, formatExactCost } from "../core/format/format-cost.ts";
import { formatCount, formatExactCount } from "../core/format/format-count.ts";
import { formatDuration, formatExactDuration } from "../core/format/format-duration.ts";
import { formatExactRatio } from "../core/format/format-ratio.ts";
import { toSignificant } from "../core/format/significant.ts";
import { endedCount, type GroupedFigures } from "../domain/execution-figures.ts";
import type { FiguresSpan } from "../domain/figures-span.ts";
import { normalQuantile } from "../stats/normal-quantile.ts";
import { quantileLogError } from "../stats/quantile-error.ts";
import { amountChange, type FigureChange, rateChange, successChange } from "./figure-change.ts";
import type { RangePhrase } from "./range-phrase.ts";
import { showSuccess } from "./success-text.ts";

/** A headline figure ready to be drawn; `value` null is unknown. */
export type HeadlineFigure = {
  readonly label: string;
  readonly value: string | null;
  readonly exact?: string;
  readonly change: FigureChange | null;
  readonly interval?: string;
  readonly sample?: string;
};

/** Figures of a span and of the time before it; null where nothing ended. */
export type ComparedFigures = Pick<FiguresSpan, "elapsedMs" | "before"> & {
  readonly totals: GroupedFigures | null;
  readonly totalsBefore: GroupedFigures | null;
};

const MINUTE_MS = 60_000;
const PER = [
  { unit: "/\u202fs", lengthMs: 1000 },
  { unit: "/\u202fmin", lengthMs: MINUTE_MS },
  { unit: "/\u202fh", lengthMs: 60 * MINUTE_MS },
  { unit: "/\u202fd", lengthMs: 1440 * MINUTE_MS },
] as const;

/**
 * So many on both sides leave about three slower than the quantile. With fewer, a quantile is one execution's luck, and what it does
 * from one span to the next is no change.
 */
const ENOUGH = { p50: 20, p95: 60, p99: 300, cost: 20 } as const;

/** Executions, success, throughput, the three latencies and cost, each against the time before. What was not reported is unknown, not zero. */
export function headlineFigures(figures: ComparedFigures, phrase: RangePhrase): readonly HeadlineFigure[] {
  const { totals, totalsBefore, elapsedMs } = figures;
  const ended = totals === null ? 0 : endedCount(totals);
  const success = totals === null ? null : showSuccess(totals);
  const latency = (quantile: "p50" | "p95" | "p99", pick: (one: GroupedFigures) => number | null): HeadlineFigure => {
    const label = `Latency ${quantile}`;
    const value = totals === null ? null : pick(totals);
    if (value === null) return { label, value: null, change: null };
    const before = totalsBefore === null ? null : pick(totalsBefore);
    const logError = latencyLogError(figures, quantile);
    const change = haveEnough(figures, ENOUGH[quantile]) ? amountChange({ now: value, before, logError }, phrase.before) : null;
    return { label, value: formatDuration(value), exact: formatExactDuration(value), change };
  };
  return [
    { label: "Executions", value: formatCount(ended), exact: formatExactCount(ended), change: volumeChange(figures, phrase) },
    {
      label: "Success",
      value: success?.text ?? null,
      ...(success === null ? {} : { exact: formatExactRatio(success.ratio), interval: success.intervalText }),
      change: totals === null || totalsBefore === null ? null : successChange(totals, totalsBefore, phrase.before),
    },
    { label: "Throughput", value: elapsedMs === 0 ? null : formatThroughput(ended, elapsedMs), change: null },
    latency("p50", (one) => one.p50Ms),
    latency("p95", (one) => one.p95Ms),
    latency("p99", (one) => one.p99Ms),
    costFigure(figures, phrase),
  ];
}

/** `count` things in `lengthMs` (above 0) as a rate per second, minute, hour or day, the largest rate that is at least one: `12.4 / min`. */
export function formatThroughput(count: number, lengthMs: number): string {
  const rate = (per: (typeof PER)[number]): number => (count * per.lengthMs) / lengthMs;
  const chosen = PER.find((per) => rate(per) >= 1) ?? PER[count === 0 ? 1 : 3];
  return `${toSignificant(rate(chosen))}\u202f${chosen.unit}`;
}

function haveEnough({ totals, totalsBefore }: ComparedFigures, least: number): boolean {
  return totals !== null && totalsBefore !== null && Math.min(endedCount(totals), endedCount(totalsBefore)) >= least;
}

const PROBABILITIES = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;

/** As if durations were log-normal, with the spread that p50 and p95 tell: wide tails then need more executions to show a change. */
function latencyLogError({ totals, totalsBefore }: ComparedFigures, quantile: keyof typeof PROBABILITIES): number {
  return Math.hypot(
    ...[totals, totalsBefore].flatMap((figures) => {
      const { p50Ms = null, p95Ms = null } = figures ?? {};
      if (figures === null || p50Ms === null || p95Ms === null || p50Ms <= 0) return [];
      const sigma = Math.log(p95Ms / p50Ms) / normalQuantile(PROBABILITIES.p95);
      return [quantileLogError(PROBABILITIES[quantile], sigma, endedCount(figures))];
    }),
  );
}

/** As if executions came independently and their costs scattered by as much as their mean: a sum of n is then known to sqrt(2 / n). */
function costLogError({ totals, totalsBefore }: ComparedFigures): number {
  return Math.hypot(
    ...[totals, totalsBefore].flatMap((figures) => (figures === null ? [] : [Math.sqrt(2 / Math.max(1, endedCount(figures)))])),
  );
}

function volumeChange({ totals, totalsBefore, elapsedMs, before }: ComparedFigures, phrase: RangePhrase): FigureChange | null {
  if (totalsBefore === null) return null;
  const now = { count: totals === null ? 0 : endedCount(totals), lengthMs: elapsedMs };
  return rateChange(now, { count: endedCount(totalsBefore), lengthMs: before.toMs - before.fromMs }, phrase.before);
}

function costFigure(figures: ComparedFigures, phrase: RangePhrase): HeadlineFigure {
  const { totals, totalsBefore, elapsedMs, before } = figures;
  const costUsd = totals?.costUsd ?? 0;
  const ended = totals === null ? 0 : endedCount(totals);
  if (costUsd === 0) return { label: "Cost", value: null, change: null, sample: "none was reported" };
  // Per time, for the present span is seldom exactly as long as the one before.
  const perMs = (amount: number, lengthMs: number): number | null => (lengthMs > 0 ? amount / lengthMs : null);
  const earlier = totalsBefore === null ? null : perMs(totalsBefore.costUsd, before.toMs - before.fromMs);
  return {
    label: "Cost",
    value: formatCost(costUsd),
    exact: formatExactCost(costUsd),
    change: haveEnough(figures, ENOUGH.cost)
      ? amountChange({ now: perMs(costUsd, elapsedMs), before: earlier, logError: costLogError(figures) }, phrase.before)
      : null,
    ...(ended > 0 && { sample: `${formatCost(costUsd / ended)} each` }),
  };
}
