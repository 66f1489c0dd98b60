/** A level and the mean distance from it, in the unit of the values; `deviation` is 0 or more. Plain JSON. */
export type SteadyLevelState = { readonly level: number; readonly deviation: number };

/** Where values lie and how far from it they usually are, online; see `createSteadyLevel`. */
export type SteadyLevel = {
  readonly level: number;
  readonly deviation: number;
  /** Takes in a value with weight `gain` (above 0, at most 1) and returns its distance from the level before, clipped. */
  learn(value: number, gain: number): number;
  state(): SteadyLevelState;
};

/**
 * Exponentially weighted level and mean absolute deviation. A distance counts for at most `clip` (above 1) deviations, so a spike of any
 * size moves the level as little as one of that size; a value that stays is followed all the same, for each clipped step also widens the
 * deviation. While every value was the same the deviation is 0 and nothing is clipped. Feed it finite values; it starts at the level of `from`.
 * **Source:** P. J. Huber, "Robust estimation of a location parameter", Annals of Mathematical Statistics 35, 1964 (bounded influence),
 * with recency weights instead of equal ones.
 */
export function createSteadyLevel(clip: number, from: SteadyLevelState): SteadyLevel {
  let { level, deviation } = from;
  return {
    get level() {
      return level;
    },
    get deviation() {
      return deviation;
    },
    learn(value, gain) {
      const distance = value - level;
      const most = clip * deviation;
      const kept = deviation > 0 && Math.abs(distance) > most ? Math.sign(distance) * most : distance;
      level += gain * kept;
      deviation += gain * (Math.abs(kept) - deviation);
      return kept;
    },
    state: () => ({ level, deviation }),
  };
}
