import type { AnomalySettings } from "./anomaly-settings.ts";

/** Nats for each e-fold beyond the longest standstill before: three times as long is then as surprising as the raise level asks. */
const NATS_PER_FOLD = 3;
const MOST_SURPRISE = 20;

/** How often the last value repeated, the longest such run before (fading), and the share of repeats, 0 to 1. Plain JSON. */
export type StandstillState = { readonly last: number; readonly run: number; readonly longest: number; readonly repeats: number };

/** Notices a value that is stuck; see `createStandstill`. */
export type Standstill = {
  /** Surprise, in nats, at how long the value has not changed; `gain` is the weight of one point. */
  observe(value: number, gain: number): number;
  state(): StandstillState;
};

/**
 * The surprise of a run of identical values is the smaller of two: what so many repeats have as independent draws, and three nats for
 * each factor e by which the run outlasts the longest before it, as for waiting times with a tail of power three. So a series that always
 * rests, or rests each night, does not surprise by resting, nor does one that was never otherwise; and after `levelMemory` points to
 * rest is the new normal.
 */
export function createStandstill(settings: AnomalySettings, from: StandstillState): Standstill {
  let { last, run, longest, repeats } = from;
  const fade = 1 - 1 / (NATS_PER_FOLD * settings.memory);
  return {
    observe(value, gain) {
      const isRepeat = value === last;
      if (run > longest && (!isRepeat || run >= settings.levelMemory)) longest = run;
      run = isRepeat ? run + 1 : 0;
      last = value;
      longest = Math.max(settings.shortStandstill, longest * fade);
      repeats += gain * ((isRepeat ? 1 : 0) - repeats);
      if (run <= longest) return 0;
      return Math.min(MOST_SURPRISE, NATS_PER_FOLD * Math.log((run + 1) / (longest + 1)), -run * Math.log(repeats));
    },
    state: () => ({ last, run, longest, repeats }),
  };
}

/** Of a series of which only the first value is known. */
export function newStandstill(value: number): StandstillState {
  return { last: value, run: 0, longest: 0, repeats: 0 };
}
