import type { SeasonHour } from "../../domain/baseline.ts";
import type { Anomaly } from "../../domain/degradation.ts";
import { type MetricSeries, type SeriesBucket, usualStatistic } from "../../domain/metric-series.ts";
import { createAnomalyDetector, restoreAnomalyDetector } from "./anomaly-detector.ts";
import type { AnomalyState } from "./anomaly-state.ts";
import { compared, timesApart } from "./compare-with-baseline.ts";
import { CALM, type DegradationEffect, type DegradationState, judgeDegradation, type SeenShift } from "./judge-degradation.ts";
import { statisticOf } from "./series-statistic.ts";
import { createShiftDetector, restoreShiftDetector, type ShiftState, type ShiftVerdict } from "./shift-detector.ts";

const MINUTE_MS = 60_000;
/** What is older is learnt from and judged no more: what is normal today says little about last week, and nobody can act on it. */
const JUDGED_FOR_MS = 2 * 60 * MINUTE_MS;
/** Values that come at their own pace, whatever the work: only of these a shift of level is a state of the thing itself. */
const LEVELS: readonly string[] = ["memory", "cpu", "db_connections", "cache_hit_rate"];
/** A surprise that is marked must also be something to see: half as much again, or a twentieth of a ratio. */
const LEAST_MARK = { times: 1.5, ratio: 0.05 } as const;

/** All that is remembered of a watched series between two looks: plain JSON of some 10 to 20 kB. */
export type SeriesState = {
  readonly version: 1;
  readonly degradation: DegradationState;
  readonly anomaly: AnomalyState;
  readonly shift: ShiftState | null;
};

/**
 * A state as it was stored; null for none, and for one that an earlier make of the detectors left: they then learn anew, from what comes.
 */
export function readSeriesState(stored: unknown): SeriesState | null {
  const isOurs = typeof stored === "object" && stored !== null && Reflect.get(stored, "version") === 1;
  // What is written there is only ever a state of this version.
  return isOurs ? (stored as SeriesState) : null;
}

/** Which series, what is normal of it now (null: too little is known), until when its minutes are complete, and what time it is (epoch ms). */
export type WatchContext = {
  readonly series: Pick<MetricSeries, "name" | "type" | "unit" | "origin">;
  readonly baseline: SeasonHour | null;
  readonly untilMs: number;
  readonly nowMs: number;
};

/**
 * What a series' new minutes say, from the state that the last look left (null at first): degradations that begin, change or end, and
 * values that surprise. `minutes` are ascending, each newer than all before, and complete. Cost of a minute: some 20 microseconds.
 *
 * ```ts
 * const first = watchSeries(null, minutes, { series, baseline, untilMs, nowMs });
 * const next = watchSeries(first.state, [], { series, baseline, untilMs, nowMs });
 * ```
 */
export function watchSeries(
  state: SeriesState | null,
  minutes: readonly SeriesBucket[],
  ctx: WatchContext,
): { readonly state: SeriesState; readonly effects: readonly DegradationEffect[]; readonly anomalies: readonly Anomaly[] } {
  const anomaly = state === null ? createAnomalyDetector() : restoreAnomalyDetector(state.anomaly);
  const shift = !LEVELS.includes(ctx.series.type) ? null : state?.shift == null ? createShiftDetector() : restoreShiftDetector(state.shift);
  const anomalies: Anomaly[] = [];
  const effects: DegradationEffect[] = [];
  let degradation = state?.degradation ?? CALM;
  const judge = (bucket: SeriesBucket | null, nowMs: number, seen: SeenShift | null): void => {
    const step = judgeDegradation(degradation, bucket, { series: ctx.series, baseline: ctx.baseline, nowMs, shift: seen });
    degradation = step.state;
    effects.push(...step.effects);
  };
  for (const bucket of minutes) {
    const value = statisticOf(bucket, usualStatistic(ctx.series), MINUTE_MS);
    const mark = toMark(anomaly.observe({ atMs: bucket.atMs, value }), { value, atMs: bucket.atMs, unit: ctx.series.unit });
    if (mark !== null) anomalies.push(mark);
    const seen = shift === null ? null : toShift(shift.observe(value), { bucket, unit: ctx.series.unit });
    if (bucket.atMs >= ctx.nowMs - JUDGED_FOR_MS) judge(bucket, bucket.atMs + MINUTE_MS, seen);
  }
  if (degradation.open !== null) judge(null, ctx.untilMs, null);
  return {
    state: { version: 1, degradation, anomaly: anomaly.state(), shift: shift?.state() ?? null },
    effects: lastUpdateOnly(effects),
    anomalies,
  };
}

type Observed = { readonly value: number; readonly atMs: number; readonly unit: string };

function toMark(
  { alarm, expected, low, high, direction, score }: ReturnType<ReturnType<typeof createAnomalyDetector>["observe"]>,
  { value, atMs, unit }: Observed,
): Anomaly | null {
  if (!alarm || direction === null) return null;
  const isLarge =
    direction === "stuck" ||
    (unit === "1" ? Math.abs(value - expected) >= LEAST_MARK.ratio : timesApart(value, expected) >= LEAST_MARK.times);
  return isLarge ? { at: new Date(atMs).toISOString(), value, expected, low, high, direction, score } : null;
}

function toShift(verdict: ShiftVerdict, { bucket, unit }: { readonly bucket: SeriesBucket; readonly unit: string }): SeenShift | null {
  if (!verdict.alarm) return null;
  const { before, after, since } = verdict;
  const isRatio = unit === "1" && before >= 0 && before <= 1 && after >= 0 && after <= 1;
  return {
    // Points are minutes, but for those without values.
    beganAtMs: bucket.atMs - (since - 1) * MINUTE_MS,
    comparison: compared("mean", { now: after, normal: before, isRatio, isCertain: true, sample: since }),
  };
}

/** Of updates in a row only the last one says how things are. */
function lastUpdateOnly(effects: readonly DegradationEffect[]): readonly DegradationEffect[] {
  return effects.filter(({ kind }, place) => kind !== "updated" || effects[place + 1]?.kind !== "updated");
}
