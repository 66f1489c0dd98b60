import { AppError } from "../../core/app-error.ts";

/** How the detector of shifts is set; see `SHIFT_SETTINGS`. Counts are points. */
export type ShiftSettings = {
  /** How many of the last points are known. */
  readonly memory: number;
  /** The last points that are compared with those before: each of these counts, ascending. */
  readonly windows: readonly [number, number];
  /** As many points at least are compared with. */
  readonly reference: number;
  /** Standard errors by which a window must differ. */
  readonly threshold: number;
  /** Ratio of the level, 0 or more: a difference of so much is none, and of larger ones only what exceeds it counts. */
  readonly irrelevantRatio: number;
  /** Deviations for which a point counts at most. */
  readonly clip: number;
  /** Over so many points noise may carry over. */
  readonly lags: number;
};

/** The one configuration, for every series. What half or twice of a number does to the figures of the benchmark stands in shifts.md. */
export const SHIFT_SETTINGS: ShiftSettings = {
  // Four times the longer window: the comparison is hardly less sure than one with a known level would be, in 4 kB of JSON.
  memory: 160,
  // Twenty points tell a shift of one deviation, forty one of 0.7; a burst has to fill a third of the shorter one to be taken for a shift.
  windows: [20, 40],
  // From a hundred points the variance is known within a seventh, and how much noise carries over within a third.
  reference: 100,
  // Simulated: one false alarm in 10,000 points of independent noise, normal or heavy-tailed; in 2000 that carry over a third or half.
  threshold: 3.75,
  // A quarter of the smallest shift that anybody asked for: 2 %.
  irrelevantRatio: 0.005,
  // A twentieth of normal noise lies beyond: the mean of the rest is as sharp within 1 % (Huber), and a spike counts as no more than that.
  clip: 2,
  // Half the shorter window: longer dependence cannot be told from a shift in it.
  lags: 10,
};

/** `SHIFT_SETTINGS` with some replaced. Raises `invalid_input` for settings that contradict themselves. */
export function completeShiftSettings(settings: Partial<ShiftSettings>): ShiftSettings {
  const all = { ...SHIFT_SETTINGS, ...settings };
  const [short, long] = all.windows;
  const counts = [all.memory, short, long, all.reference, all.lags];
  const isSound =
    counts.every((count) => Number.isSafeInteger(count) && count >= 1) &&
    short <= long &&
    all.lags < all.reference &&
    all.reference + long <= all.memory &&
    [all.threshold, all.clip].every((value) => value > 0 && Number.isFinite(value)) &&
    all.irrelevantRatio >= 0 &&
    Number.isFinite(all.irrelevantRatio);
  if (!isSound) throw new AppError("invalid_input", `No shift is found with the settings ${JSON.stringify(all)}`);
  return all;
}
