/*
 *              certain, worse, size at least `raise`
 *     calm ─────────────────────────────────────────▶ open ──┐ worse or better: updated
 *      ▲ ▲                                             │  ▲ ◀─┘
 *      │ │   size at most `clear` for CLEAR_HOLD_MS     │  │ again within REOPEN_MS: the same one goes on, flaps + 1
 *      │ └──────────────── cleared ◀────────────────────┤  │
 *      │                       └────────────────────────┼──┘
 *      ├──── silent (unknown, not well) ◀── no values for SILENT_MS
 *      └──── settled (the new normal) ◀──── open for SETTLED_MS
 *
 * Time is that of the buckets and of `ctx.nowMs`, so that silence ends what no value ends. At restart: the state is plain JSON, and going on
 * from it equals never having stopped. When wrong: one degradation too many is cleared by the same values; the next look corrects it.
 */
import type { Severity } from "../../domain/alert.ts";
import type { SeasonHour } from "../../domain/baseline.ts";
import type { MetricSeries, SeriesBucket } from "../../domain/metric-series.ts";
import { type Comparison, compareWithBaseline, isWorse } from "./compare-with-baseline.ts";
import { mergeBuckets, statisticOf } from "./series-statistic.ts";

const MINUTE_MS = 60_000;
/** The shortest first: a total outage shows in three minutes, what is rare and slow within an hour. */
const WINDOWS_MS = [3 * MINUTE_MS, 15 * MINUTE_MS, 60 * MINUTE_MS] as const;
/** What it is compared by while it is open. */
const STANDING_MS = 15 * MINUTE_MS;
/** As long as the window by which it is judged: then none of the bad values is in it any more. */
const CLEAR_HOLD_MS = STANDING_MS;
const REOPEN_MS = 15 * MINUTE_MS;
/** Twice the longest window: whoever is idle for a lunch is not silent. */
const SILENT_MS = 120 * MINUTE_MS;
/** As long as the usual window of a baseline: by then it would be most of it. */
const SETTLED_MS = 24 * 60 * MINUTE_MS;

/** From which size on, worst first: times the normal, and differences of ratios. The lowest raises; at the clear level it is over. */
export const DEGRADATION_LEVELS = {
  times: { critical: 10, serious: 3, warning: 1.5, clear: 1.2 },
  ratio: { critical: 0.5, serious: 0.2, warning: 0.05, clear: 0.02 },
} as const;
/** What touched fewer executions is at most serious: nobody is woken for a handful. */
const FEW_TOUCHED = 20;

type Compared = Extract<Comparison, { kind: "compared" }>;

/** A lasting shift of level that a detector saw, as a comparison of after with before, and when it began. */
export type SeenShift = { readonly comparison: Compared; readonly beganAtMs: number };

/** A degradation that is open; instants are epoch ms. */
export type OpenDegradation = {
  readonly beganAtMs: number;
  readonly noticedAtMs: number;
  readonly severity: Severity;
  readonly touched: number;
  readonly flaps: number;
  /** Since when it has been small enough to be over; null while it is not. */
  readonly calmSinceMs: number | null;
};

/** What is remembered of a series; plain JSON. `recent` are its minutes of the last hour. */
export type DegradationState = {
  /** Begin of the newest minute that had values, epoch ms; null before the first. */
  readonly newestAtMs: number | null;
  readonly recent: readonly SeriesBucket[];
  readonly open: OpenDegradation | null;
  /** The last one that was cleared, which may come back. */
  readonly past: { readonly open: OpenDegradation; readonly endedAtMs: number } | null;
};

/** What the caller has to store and tell. */
export type DegradationEffect =
  | { readonly kind: "opened" | "reopened" | "updated"; readonly degradation: OpenDegradation; readonly comparison: Compared }
  | { readonly kind: "ended"; readonly status: "cleared" | "silent" | "settled"; readonly endedAtMs: number };

/** Of which series, against which normal (null: too little is known), at which time. */
export type DegradationContext = {
  readonly series: Pick<MetricSeries, "type" | "unit">;
  readonly baseline: SeasonHour | null;
  readonly nowMs: number;
  /** A shift that was noticed with the newest minute, if any. */
  readonly shift?: SeenShift | null;
};

/** A series of which nothing is known. */
export const CALM: DegradationState = { newestAtMs: null, recent: [], open: null, past: null };

/**
 * What becomes of a series with its newest minute (`null`: time went by without values). `bucket` must not be older than those before it.
 * At most one degradation of a series is open; effects come in the order in which they happened.
 */
export function judgeDegradation(
  state: DegradationState,
  bucket: SeriesBucket | null,
  ctx: DegradationContext,
): { readonly state: DegradationState; readonly effects: readonly DegradationEffect[] } {
  const recent = keepRecent(state.recent, bucket, ctx.nowMs);
  const newestAtMs = bucket?.atMs ?? state.newestAtMs;
  const next = { ...state, newestAtMs, recent };
  if (state.open === null) return bucket === null ? { state: next, effects: [] } : judgeCalm(next, ctx);
  const open = { ...state.open, touched: state.open.touched + (bucket?.count ?? 0) };
  if (ctx.nowMs - (newestAtMs ?? ctx.nowMs) > SILENT_MS) return end(next, open, { status: "silent", endedAtMs: ctx.nowMs });
  if (ctx.nowMs - open.beganAtMs > SETTLED_MS) return end(next, open, { status: "settled", endedAtMs: ctx.nowMs });
  return bucket === null ? { state: { ...next, open }, effects: [] } : judgeOpen({ ...next, open }, open, ctx);
}

function keepRecent(recent: readonly SeriesBucket[], bucket: SeriesBucket | null, nowMs: number): readonly SeriesBucket[] {
  const oldestMs = nowMs - WINDOWS_MS[2];
  const kept = recent.filter(({ atMs }) => atMs >= oldestMs);
  return bucket === null ? kept : [...kept, bucket];
}

function compareLast(state: DegradationState, ctx: DegradationContext, windowMs: number): Comparison | null {
  const endMs = (state.recent.at(-1)?.atMs ?? 0) + MINUTE_MS;
  const inside = state.recent.filter(({ atMs }) => atMs >= endMs - windowMs);
  const recent = mergeBuckets(inside, endMs - windowMs);
  return recent === null || ctx.baseline === null ? null : compareWithBaseline({ series: ctx.series, recent, baseline: ctx.baseline });
}

function judgeCalm(state: DegradationState, ctx: DegradationContext) {
  for (const windowMs of WINDOWS_MS) {
    const comparison = compareLast(state, ctx, windowMs);
    if (comparison?.kind !== "compared" || !comparison.isCertain || !isWorse(comparison, ctx.series)) continue;
    const beganAtMs = findOnset(state, comparison, ctx);
    const opened = open(state, { comparison, beganAtMs }, ctx.nowMs);
    if (opened !== null) return opened;
  }
  const isShifted = ctx.shift !== undefined && ctx.shift !== null && isWorse(ctx.shift.comparison, ctx.series);
  return (isShifted ? open(state, ctx.shift, ctx.nowMs) : null) ?? { state, effects: [] };
}

/** Null where the size is below every level. */
function open(state: DegradationState, { comparison, beganAtMs }: SeenShift, nowMs: number) {
  const touched = state.recent.filter(({ atMs }) => atMs >= beganAtMs).reduce((sum, { count }) => sum + count, 0);
  const severity = severityOf(comparison, touched);
  if (severity === null) return null;
  const past = state.past !== null && nowMs - state.past.endedAtMs <= REOPEN_MS ? state.past.open : null;
  const degradation: OpenDegradation =
    past === null
      ? { beganAtMs, noticedAtMs: nowMs, severity, touched, flaps: 0, calmSinceMs: null }
      : { ...past, severity, touched: past.touched + touched, flaps: past.flaps + 1, calmSinceMs: null };
  const kind = past === null ? ("opened" as const) : ("reopened" as const);
  return { state: { ...state, open: degradation, past: null }, effects: [{ kind, degradation, comparison }] };
}

function judgeOpen(state: DegradationState, open: OpenDegradation, ctx: DegradationContext) {
  const comparison = compareLast(state, ctx, STANDING_MS);
  if (comparison?.kind !== "compared") return { state, effects: [] };
  const level = comparison.isRatio ? DEGRADATION_LEVELS.ratio : DEGRADATION_LEVELS.times;
  const isCalm = !isWorse(comparison, ctx.series) || comparison.size <= level.clear;
  const calmSinceMs = isCalm ? (open.calmSinceMs ?? ctx.nowMs) : null;
  if (calmSinceMs !== null && ctx.nowMs - calmSinceMs >= CLEAR_HOLD_MS)
    return end(state, open, { status: "cleared", endedAtMs: ctx.nowMs });
  // What gets milder keeps its severity until it is over: a severity that moves to and fro tells nobody anything.
  const severity = worst(open.severity, severityOf(comparison, open.touched));
  const degradation = { ...open, severity, calmSinceMs };
  return { state: { ...state, open: degradation }, effects: [{ kind: "updated" as const, degradation, comparison }] };
}

function end(state: DegradationState, open: OpenDegradation, how: Omit<Extract<DegradationEffect, { kind: "ended" }>, "kind">) {
  const past = how.status === "cleared" ? { open, endedAtMs: how.endedAtMs } : null;
  // What is over is not judged again: of minutes with bad values the longest window would make another one.
  const recent = state.recent.filter(({ atMs }) => atMs >= (open.calmSinceMs ?? how.endedAtMs));
  return { state: { ...state, recent, open: null, past }, effects: [{ kind: "ended" as const, ...how }] };
}

/** Back from the newest minute for as long as minutes lie nearer to how it is now than to how it was. */
function findOnset(state: DegradationState, { statistic, now, normal, direction }: Compared, ctx: DegradationContext): number {
  const middle = now > 0 && normal > 0 ? Math.sqrt(now * normal) : (now + normal) / 2;
  let onsetMs = state.recent.at(-1)?.atMs ?? ctx.nowMs;
  for (const bucket of [...state.recent].reverse()) {
    const value = statisticOf(bucket, statistic, MINUTE_MS);
    if (direction === "up" ? value < middle : value > middle) break;
    onsetMs = bucket.atMs;
  }
  return onsetMs;
}

function severityOf({ size, isRatio }: Compared, touched: number): Severity | null {
  const level = isRatio ? DEGRADATION_LEVELS.ratio : DEGRADATION_LEVELS.times;
  if (size >= level.critical) return touched < FEW_TOUCHED ? "serious" : "critical";
  if (size >= level.serious) return "serious";
  return size >= level.warning ? "warning" : null;
}

function worst(a: Severity, b: Severity | null): Severity {
  const order: readonly Severity[] = ["critical", "serious", "warning", "info"];
  return b === null || order.indexOf(a) <= order.indexOf(b) ? a : b;
}
