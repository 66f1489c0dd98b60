import type { StoredEffect, WatchedSeries } from "../../../lib/data/learn-series.ts";
import { degradationWords } from "../../../lib/learning/performance-tracker/degradation-words.ts";
import type { DegradationEffect } from "../../../lib/learning/performance-tracker/judge-degradation.ts";

const iso = (epochMs: number): string => new Date(epochMs).toISOString();

/** A change that the engine saw, in the words and columns in which it is kept. */
export function toStoredEffect(series: WatchedSeries["series"], effect: DegradationEffect, nowMs: number): StoredEffect {
  const words = degradationWords(series, effect);
  if (effect.kind === "ended") return { kind: effect.kind, status: effect.status, endedAt: iso(effect.endedAtMs), body: words.body };
  const { statistic, normal, now, size, isRatio } = effect.comparison;
  const { severity, beganAtMs, noticedAtMs, touched, flaps } = effect.degradation;
  const times = { beganAt: iso(beganAtMs), noticedAt: iso(noticedAtMs), lastSeenAt: iso(nowMs) };
  return { kind: effect.kind, ...words, severity, statistic, normal, now, size, isRatio, ...times, touched, flaps };
}
