import { createTailSurprise, type TailState } from "../../stats/tail-surprise.ts";
import type { AnomalySettings } from "./anomaly-settings.ts";

/** Beyond a million usual sizes all is alike; it keeps what is told finite. */
const MOST_UNITS = 1e6;

/** In usual sizes: a normal residual exceeds 2.5 mean sizes once in twenty times, and hours that count as restless narrow that. */
const TAIL_START = 2;

/** Running mean of residuals and its usual size, in the unit of the values, and the tail of their ratio, null while new. Plain JSON. */
export type LensState = { readonly mean: number; readonly size: number; readonly tail: TailState | null };

/** One way to look at residuals; see `createLens`. */
export type Lens = {
  /** Mean of the latest residuals. */
  readonly mean: number;
  /** How far the mean may lie from 0 before it belongs to the tail. */
  readonly reach: number;
  /** Takes in a residual; `gain` is its weight for the usual size. `least` (0 or more) is what a single residual may be without notice. */
  look(residual: number, least: number, gain: number): void;
  /** Surprise of the mean in nats, 0 to 20, which is learnt afterwards: once for each look, when the usual size has settled. */
  judge(): number;
  state(): LensState;
};

/**
 * Averages residuals over about `horizon` points (1 or more) and tells how surprising the size of this mean is against its own past. A
 * mean smaller than usual never surprises. The same residuals times any factor surprise as much.
 */
export function createLens(horizon: number, settings: AnomalySettings, from: LensState): Lens {
  let { mean, size } = from;
  const tail = createTailSurprise({ share: settings.tailShare, memory: settings.memory, floor: 1, start: TAIL_START }, from.tail);
  // The deviation of an exponential mean of independent residuals, as a share of theirs.
  const shrink = 1 / Math.sqrt(2 * horizon - 1);
  let unit = size;
  return {
    get mean() {
      return mean;
    },
    get reach() {
      return unit * tail.level;
    },
    look(residual, least, gain) {
      mean += (residual - mean) / horizon;
      unit = Math.max(size, least * shrink);
      const now = Math.abs(mean);
      const most = settings.clip * size;
      size += gain * ((size > 0 && now > most ? most : now) - size);
    },
    // Only of zeros is the unit 0, and then any value is without measure.
    judge: () => tail.observe(mean === 0 ? 0 : Math.min(MOST_UNITS, Math.abs(mean) / unit)),
    state: () => ({ mean, size, tail: tail.state() }),
  };
}
