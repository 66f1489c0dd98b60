import { drawInt } from "../../../../lib/core/seeded-random.ts";
import { drawChance, drawsOf } from "./draws.ts";

/** What can be wrong with the world, each at a level from 0 (not at all) to 1 (as bad as it gets). */
export const FAULT_KINDS = ["flaky_upstream", "slow_upstream", "rate_limit", "full_disk", "corrupted_cache"] as const;

/** See {@link FAULT_KINDS}. */
export type FaultKind = (typeof FAULT_KINDS)[number];

/** How bad each fault is at one instant, 0 to 1. */
export type FaultLevels = Readonly<Record<FaultKind, number>>;

/** What somebody set by hand; a fault that is absent here follows its own rhythm. */
export type FaultSettings = Readonly<Partial<Record<FaultKind, number>>>;

/** What each fault does, for whoever looks at the list. */
export const FAULT_MEANINGS: Readonly<Record<FaultKind, string>> = {
  flaky_upstream: "requests end in 503, a reset connection, or no answer at all",
  slow_upstream: "answers take seconds instead of milliseconds",
  rate_limit: "requests are refused with 429 and Retry-After",
  full_disk: "the quota of the letters folder shrinks",
  corrupted_cache: "entries of the page cache change by themselves",
};

/** No fault at all. */
export const NO_FAULTS: FaultLevels = { flaky_upstream: 0, slow_upstream: 0, rate_limit: 0, full_disk: 0, corrupted_cache: 0 };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** A short trouble may begin in each slot, so that whoever watches for an hour sees some. */
const EPISODE_SLOT_MS = 50 * MINUTE_MS;
/** And does in so many; with five faults, about two in three hours. */
const EPISODE_SHARE = 0.13;
/** One notable incident falls into each such stretch: two to four in thirty days. */
const INCIDENT_SLOT_MS = 10 * DAY_MS;

/** How bad the world is by itself at an instant (epoch ms), from rhythm, short episodes and incidents. Constant within a minute. */
export function naturalLevels(nowMs: number, seed: number): FaultLevels {
  const minuteMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
  const incident = incidentAt(minuteMs, seed);
  const levelOf = (kind: FaultKind): number =>
    Math.max(RHYTHMS[kind](minuteMs), episodeLevel(kind, minuteMs, seed), incident.kind === kind ? incident.level : 0);
  return {
    flaky_upstream: levelOf("flaky_upstream"),
    slow_upstream: levelOf("slow_upstream"),
    rate_limit: levelOf("rate_limit"),
    full_disk: levelOf("full_disk"),
    corrupted_cache: levelOf("corrupted_cache"),
  };
}

/** A clock of levels: what was set by hand wins over nature. Remembers the minute it was last asked about. */
export function createLevels(seed: number, settings: () => FaultSettings = () => ({})): (nowMs: number) => FaultLevels {
  let minute = Number.NaN;
  let natural = NO_FAULTS;
  return (nowMs) => {
    const asked = Math.floor(nowMs / MINUTE_MS);
    if (asked !== minute) {
      minute = asked;
      natural = naturalLevels(nowMs, seed);
    }
    return { ...natural, ...settings() };
  };
}

/** How busy the world is at an instant: about 1 over a week, more on working days and in working hours (UTC). */
export function activityAt(nowMs: number): number {
  const hour = hourOfDay(nowMs);
  const daily = hour >= 8 && hour < 18 ? 1.5 : hour >= 6 && hour < 22 ? 0.9 : 0.45;
  return daily * (isWeekend(nowMs) ? 0.6 : 1.16);
}

/** What recurs by the hour, the day and the week (UTC). */
const RHYTHMS: Readonly<Record<FaultKind, (nowMs: number) => number>> = {
  // Somebody deploys the upstream in the small hours of every night.
  flaky_upstream: (nowMs) => (hourOfDay(nowMs) >= 2 && hourOfDay(nowMs) < 3.5 ? 0.35 : 0.01),
  // Everybody comes in on Monday morning; other working days are a little slow around noon.
  slow_upstream: (nowMs) => {
    const hour = hourOfDay(nowMs);
    if (dayOfWeek(nowMs) === 1 && hour >= 8 && hour < 11) return 0.55;
    return !isWeekend(nowMs) && hour >= 11 && hour < 14 ? 0.25 : 0.03;
  },
  // Other tenants start their hourly jobs at the full hour and use up the shared allowance.
  rate_limit: (nowMs) => ((nowMs % HOUR_MS) / MINUTE_MS < 5 ? 0.22 : 0.004),
  // Old files pile up through the week and are cleared on Sunday at 4.
  full_disk: (nowMs) => Math.min(0.62, 0.09 * daysSinceCleaning(nowMs)),
  // A release on Tuesdays and Thursdays brings a bug in the cache back for three hours.
  corrupted_cache: (nowMs) => ([2, 4].includes(dayOfWeek(nowMs)) && hourOfDay(nowMs) >= 14 && hourOfDay(nowMs) < 17 ? 0.5 : 0),
};

function episodeLevel(kind: FaultKind, nowMs: number, seed: number): number {
  const slot = Math.floor(nowMs / EPISODE_SLOT_MS);
  const random = drawsOf(seed, `episode-${kind}`, slot);
  if (!drawChance(random, EPISODE_SHARE)) return 0;
  const lastsMs = (4 + 8 * random()) * MINUTE_MS;
  const beginsMs = slot * EPISODE_SLOT_MS + random() * (EPISODE_SLOT_MS - lastsMs);
  return nowMs >= beginsMs && nowMs < beginsMs + lastsMs ? 0.4 + 0.4 * random() : 0;
}

/** The incident of the stretch that holds an instant: which fault, and its level then (0 before and after it). */
export function incidentAt(nowMs: number, seed: number): { readonly kind: FaultKind; readonly level: number } {
  const slot = Math.floor(nowMs / INCIDENT_SLOT_MS);
  const random = drawsOf(seed, "incident", slot);
  // In turn, so that each month has different ones.
  const kind = FAULT_KINDS[slot % FAULT_KINDS.length] ?? "flaky_upstream";
  const lastsMs = (3 + 4 * random()) * HOUR_MS;
  // On a working day, between 8 and 13 hours: at night hardly anybody would notice.
  const dayMs = slot * INCIDENT_SLOT_MS + drawInt(random, 0, 7) * DAY_MS;
  const beginsMs = dayMs + (isWeekend(dayMs) ? 2 * DAY_MS : 0) + (8 + 5 * random()) * HOUR_MS;
  return { kind, level: nowMs >= beginsMs && nowMs < beginsMs + lastsMs ? 0.95 : 0 };
}

/** 0 is Sunday, as in `Date`; the epoch was a Thursday. */
function dayOfWeek(nowMs: number): number {
  return (Math.floor(nowMs / DAY_MS) + 4) % 7;
}

function hourOfDay(nowMs: number): number {
  return (nowMs % DAY_MS) / HOUR_MS;
}

function isWeekend(nowMs: number): boolean {
  return [0, 6].includes(dayOfWeek(nowMs));
}

/** Since the last Sunday at 4 in the morning. */
function daysSinceCleaning(nowMs: number): number {
  return ((nowMs - 4 * HOUR_MS) / DAY_MS + 4) % 7;
}
