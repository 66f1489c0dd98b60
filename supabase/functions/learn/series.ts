import type { Client } from "../../../lib/data/client.ts";
import {
  type BaselineSlice,
  type LearntSeries,
  type SeriesSlice,
  storeBaselines,
  storeSeriesSlice,
  takeBaselineSlice,
  takeSeriesSlice,
  type WatchedSeries,
} from "../../../lib/data/learn-series.ts";
import { calculateBaseline } from "../../../lib/learning/performance-tracker/calculate-baseline.ts";
import { calculateSeason } from "../../../lib/learning/performance-tracker/calculate-season.ts";
import { readSeriesState, watchSeries } from "../../../lib/learning/performance-tracker/watch-series.ts";
import { answer } from "../_shared/http.ts";
import { toStoredEffect } from "./stored-effect.ts";

/** So many series, over so long, are some 100 ms of CPU of the 2 s that a request has: their states are read and written as JSON. */
const SERIES = 60;
const LIVE_SPAN_MS = 10 * 60_000;
const PAST_SPAN_MS = 6 * 3_600_000;
/** Of a baseline five minutes each of a day are read, and hours of six weeks. */
const BASELINES = 24;
/** After this long no further slice is begun; what is left waits for the next call. */
const DEADLINE_MS = 800;

/** Learns from the minutes of series: what is going on first, then baselines, then what lies further back. */
export async function learnSeries(client: Client): Promise<Response> {
  const endMs = performance.now() + DEADLINE_MS;
  const live = await inSlices(
    endMs,
    (skip) => takeSeriesSlice(client, { series: SERIES, spanMs: LIVE_SPAN_MS, isLive: true, skip }),
    (slice) => learn(client, slice),
  );
  const baselines = await inSlices(
    endMs,
    (skip) => takeBaselineSlice(client, { series: BASELINES, skip }),
    (slice) => makeBaselines(client, slice),
  );
  const past = await inSlices(
    endMs,
    (skip) => takeSeriesSlice(client, { series: SERIES, spanMs: PAST_SPAN_MS, isLive: false, skip }),
    (slice) => learn(client, slice),
  );
  return answer(200, { live, baselines, past });
}

/** Slice after slice until none waits or time is up. One that cannot be stored must not hold up those of other workspaces. */
async function inSlices<S extends { readonly workspaceId: string }>(
  endMs: number,
  take: (skip: readonly string[]) => Promise<S | null>,
  work: (slice: S) => Promise<number>,
): Promise<number> {
  const skip: string[] = [];
  let done = 0;
  while (performance.now() < endMs) {
    const slice = await take(skip);
    if (slice === null) break;
    const stored = await work(slice).catch((cause: unknown) => {
      console.error(`workspace ${slice.workspaceId}:`, cause);
      return 0;
    });
    if (stored === 0) skip.push(slice.workspaceId);
    done += stored;
  }
  return done;
}

async function learn(client: Client, slice: SeriesSlice): Promise<number> {
  const nowMs = Date.now();
  return storeSeriesSlice(
    client,
    slice,
    slice.watched.map((watched) => watch(watched, { untilMs: Date.parse(slice.until), nowMs })),
  );
}

function watch(
  { series, learntUntil, state, baseline, hour, minutes }: WatchedSeries,
  ctx: { readonly untilMs: number; readonly nowMs: number },
): LearntSeries {
  const normal = hour ?? (baseline?.kind === "found" ? baseline : null);
  const seen = watchSeries(readSeriesState(state), minutes, { series, baseline: normal, ...ctx });
  return {
    id: series.id,
    learntUntil,
    state: seen.state,
    effects: seen.effects.map((effect) => toStoredEffect(series, effect, ctx.nowMs)),
    anomalies: seen.anomalies,
  };
}

async function makeBaselines(client: Client, slice: BaselineSlice): Promise<number> {
  const made = slice.series.map(({ id, recent, hours, isDegraded }) => {
    const answered = calculateBaseline(recent);
    // What was normal before a degradation stays so while it lasts, also when the window has left it behind.
    return {
      id,
      answer: isDegraded && answered.kind === "insufficient" ? null : answered,
      season: hours === null ? null : calculateSeason(hours),
    };
  });
  await storeBaselines(client, slice, made);
  return made.length;
}
