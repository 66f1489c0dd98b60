import { AppError } from "../core/app-error.ts";

/** Mean of ln(value / level) among the largest values, before any is seen: between an exponential tail (0.27) and a cubic power (0.33). */
const PRIOR_EXCESS = 0.3;
/** What is believed of level and index before any value weighs as much as twenty: soon overruled, but not by the first one alone. */
const PRIOR_WEIGHT = 20;
/** A logarithm counts for at most five means when it is learnt: of such a tail that is one value in 150, and more is rather an accident. */
const MOST_EXCESS = 5;
/** After so many times the usual wait for a value of the tail the level sinks faster: tails come in clusters, a day apart and not more. */
const LONG_WAIT = 20;
/** Nobody can tell apart what happens once in 10^8 values from rarer things, given some thousand. */
const MOST_SURPRISE = 20;

/** What is taken as the tail: its `share` of all values (0 to 1, without the ends), and over how many values it is remembered. */
export type TailSettings = {
  readonly share: number;
  readonly memory: number;
  /** Above 0: values at or below it are never surprising. */
  readonly floor: number;
  /** Above 0: where the tail is believed to begin before any value was seen. */
  readonly start: number;
};

/** Plain JSON: values seen, how many of them in the tail, how many since the last of these, where the tail begins, its mean ln(value / level). */
export type TailState = {
  readonly seen: number;
  readonly exceeded: number;
  readonly quiet: number;
  readonly level: number;
  readonly excess: number;
};

/** How surprising values are among those before them; see `createTailSurprise`. */
export type TailSurprise = {
  /** Where the tail begins now, in the unit of the values; above 0. */
  readonly level: number;
  /** The surprise of a value (0 or more, finite), in nats, 0 to 20; it is learnt afterwards. */
  observe(value: number): number;
  state(): TailState;
};

/**
 * The surprise of a value is -ln of the probability that one as large comes again, judged from those before it: 0 below the level that
 * a `share` of values exceeds, above it -ln(share) + ln(value / level) / excess, a power law whose index is learnt. Both follow the values
 * with gain 1/n at first and 1/memory later; a level that nothing reaches any more sinks ever faster. Takes values from 0 on. Raises
 * `invalid_input` for settings out of range. Multiplying values, floor and start by one factor changes nothing.
 * **Source:** tail beyond a threshold: A. Siffer et al., "Anomaly detection in streams with extreme value theory", KDD 2017; its index:
 * B. M. Hill, Annals of Statistics 3, 1975; level: stochastic approximation (H. Robbins and S. Monro, 1951) in the logarithm, with the
 * best gain 1 / (n f), where a tail of that kind has the density f = share / excess at the level.
 */
export function createTailSurprise({ share, memory, floor, start }: TailSettings, from: TailState | null = null): TailSurprise {
  if (!(share > 0 && share < 1 && floor > 0 && start > 0)) throw new AppError("invalid_input", `A tail of ${share} above ${floor} is none`);
  let { seen, exceeded, quiet, level, excess } = from ?? { seen: 0, exceeded: 0, quiet: 0, level: start, excess: PRIOR_EXCESS };
  const entry = -Math.log(share);
  const up = 1 / share - 1;
  const learnExcess = (over: number): void => {
    exceeded += 1;
    const kept = Math.min(over, MOST_EXCESS * excess);
    excess += Math.max(1 / (exceeded + PRIOR_WEIGHT), 1 / (share * memory)) * (kept - excess);
  };
  return {
    get level() {
      return level;
    },
    observe(value) {
      seen += 1;
      const step = excess * Math.max(1 / (seen + PRIOR_WEIGHT), 1 / memory);
      if (value <= level) {
        quiet += 1;
        level = Math.max(floor, level * (1 - Math.min(0.5, step * Math.max(1, (share * quiet) / LONG_WAIT))));
        return 0;
      }
      quiet = 0;
      const over = Math.log(value / level);
      const surprise = Math.min(MOST_SURPRISE, entry + over / excess);
      // Never beyond the value itself: a heavy tail's step would else leap over everything seen.
      level *= Math.exp(Math.min(over, step * up));
      learnExcess(over);
      return surprise;
    },
    state: () => ({ seen, exceeded, quiet, level, excess }),
  };
}
