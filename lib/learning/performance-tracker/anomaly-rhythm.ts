import { createSteadyLevel, type SteadyLevelState } from "../../stats/steady-level.ts";
import type { AnomalySettings } from "./anomaly-settings.ts";

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
/** A distance counts for at most so many usual ones: a job of one point in a hundred is learnt for what it is, an accident is not. */
const MOST_UNREST = 20;

/** The rhythms a series may follow, as the hours after which they repeat (UTC): a day and a week. */
export const RHYTHM_HOURS = [DAY_HOURS, 7 * DAY_HOURS] as const;

/** A level, what each hour of the rhythm adds to it, and the mean square of residuals in each hour of the day. Plain JSON. */
export type RhythmState = SteadyLevelState & { readonly offsets: readonly number[]; readonly unrest: readonly number[] };

/** What a series that repeats itself will be next; see `createRhythm`. */
export type Rhythm = {
  /** The value expected at an instant (ms since 1970). */
  expect(atMs: number): number;
  /** How far values lie from what is expected at this hour of the day, root mean square; 0 or more. Of the instant last asked for. */
  readonly unrest: number;
  /** Learns the value at the instant last asked for; `gain` is its weight for the level. */
  learn(value: number, gain: number): void;
  state(): RhythmState;
};

/**
 * A level that moves slowly, plus an offset for each hour of a day (24 offsets) or week (168). A day is read between the centres of two
 * hours, as waves are, and a week in steps, as working hours are: what repeats itself should be ordinary to one of them at least.
 * Within its hour an offset follows the values quickly (`hourMemory` points), and the next time this hour comes it begins where it was:
 * so it is a local level on dense points, a mean over days on sparse ones, and costs little on points without any rhythm. The unrest of
 * an hour is the root mean square of its residuals, so that what happens at three each night surprises less at three.
 * **Source:** additive decomposition with exponential weights: P. R. Winters, "Forecasting sales by exponentially weighted moving
 * averages", Management Science 6, 1960.
 */
export function createRhythm(settings: AnomalySettings, from: RhythmState): Rhythm {
  const steady = createSteadyLevel(settings.clip, from);
  const offsets = Float64Array.from(from.offsets);
  const unrest = Float64Array.from(from.unrest);
  const isStepped = offsets.length > DAY_HOURS;
  const place = { before: 0, after: 0, weight: 0 };
  let offset = 0;
  return {
    expect(atMs) {
      const position = atMs / HOUR_MS - (isStepped ? 0 : 0.5);
      const hour = Math.floor(position);
      place.weight = isStepped ? 0 : position - hour;
      place.before = hour - offsets.length * Math.floor(hour / offsets.length);
      place.after = place.before + 1 === offsets.length ? 0 : place.before + 1;
      offset = read(offsets, place);
      return steady.level + offset;
    },
    get unrest() {
      return Math.sqrt(read(unrest, place));
    },
    learn(value, gain) {
      const { before, after, weight } = place;
      const most = MOST_UNREST * Math.max(steady.deviation, Math.sqrt(read(unrest, place)));
      const distance = Math.abs(value - offset - steady.level);
      const square = (most > 0 ? Math.min(most, distance) : distance) ** 2;
      const residual = steady.learn(value - offset, gain) / settings.hourMemory;
      add(offsets, before, (1 - weight) * residual);
      add(offsets, after, weight * residual);
      approach(unrest, before, { value: square, gain: (1 - weight) / settings.unrestMemory });
      approach(unrest, after, { value: square, gain: weight / settings.unrestMemory });
    },
    state: () => ({ ...steady.state(), offsets: [...offsets], unrest: [...unrest] }),
  };
}

/** A rhythm of so many hours about which nothing is known but a first value. */
export function newRhythm(hours: number, value: number): RhythmState {
  return { level: value, deviation: 0, offsets: zeros(hours), unrest: zeros(DAY_HOURS) };
}

type Place = { readonly before: number; readonly after: number; readonly weight: number };

function read(values: Float64Array, { before, after, weight }: Place): number {
  // A day's table serves a week as well.
  return (values[before % values.length] ?? 0) * (1 - weight) + (values[after % values.length] ?? 0) * weight;
}

function add(values: Float64Array, hour: number, amount: number): void {
  values[hour] = (values[hour] ?? 0) + amount;
}

function approach(values: Float64Array, hour: number, { value, gain }: { readonly value: number; readonly gain: number }): void {
  const index = hour % values.length;
  const old = values[index] ?? 0;
  values[index] = old + gain * (value - old);
}

function zeros(length: number): number[] {
  return Array.from({ length }, () => 0);
}
