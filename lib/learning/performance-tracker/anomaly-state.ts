import { AppError } from "../../core/app-error.ts";
import { type AlarmState, NEW_ALARM } from "./anomaly-alarm.ts";
import type { LensState } from "./anomaly-lens.ts";
import { newRhythm, RHYTHM_HOURS, type RhythmState } from "./anomaly-rhythm.ts";
import type { AnomalySettings } from "./anomaly-settings.ts";
import { newStandstill, type StandstillState } from "./anomaly-standstill.ts";

/** What a detector knows of a series: one view for each rhythm, with its lenses. */
export type Knowledge = {
  readonly views: readonly { readonly rhythm: RhythmState; readonly lenses: readonly LensState[] }[];
  readonly standstill: StandstillState;
  readonly alarm: AlarmState;
};

/** All that a detector has to store, as plain JSON of at most 8 kB, whatever it has seen; `known` is null before the first point. */
export type AnomalyState = { readonly version: 1; readonly points: number; readonly known: Knowledge | null };

/** What is known of a series with its first value. */
export function firstKnowledge(value: number, settings: AnomalySettings): Knowledge {
  const lens: LensState = { mean: 0, size: 0, tail: null };
  return {
    views: RHYTHM_HOURS.map((hours) => ({ rhythm: newRhythm(hours, value), lenses: settings.horizons.map(() => lens) })),
    standstill: newStandstill(value),
    alarm: NEW_ALARM,
  };
}

/** Raises `invalid_input` for a state that a detector with these settings did not make. */
export function checkState({ version, points, known }: AnomalyState, settings: AnomalySettings): void {
  const fits =
    version === 1 &&
    Number.isSafeInteger(points) &&
    (known === null ||
      (known.views.length === RHYTHM_HOURS.length &&
        known.views.every(
          ({ rhythm, lenses }, index) => rhythm.offsets.length === RHYTHM_HOURS[index] && lenses.length === settings.horizons.length,
        )));
  if (!fits) throw new AppError("invalid_input", `A state of version ${version} with other rhythms or horizons cannot be gone on from`);
}
