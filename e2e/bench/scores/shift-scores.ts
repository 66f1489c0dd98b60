/** A stretch of a stream: a `step`, a `ramp40` or nothing (`null`), where it begins, and by which factor the level changes in the end. */
export type ShiftWindow = { readonly kind: string; readonly at: number | null; readonly factor: number };

/** Points after its beginning within which a shift counts as detected; a ramp has hardly begun at first. */
const STEP_REACH = 40;
const RAMP_REACH = 60;

/** How one alarm, or its absence, is judged. */
export type ShiftOutcome = "detected" | "missed" | "false" | "quiet";

/**
 * The first alarm of a window against what is known of it: before a shift, or where there is none, it is false; within 40 points from its
 * beginning (60 of a ramp) the shift is detected, later or without an alarm it is missed.
 */
export function judgeAlarm({ kind, at }: ShiftWindow, alarmAt: number | null): ShiftOutcome {
  if (at === null) return alarmAt === null ? "quiet" : "false";
  if (alarmAt === null) return "missed";
  if (alarmAt < at) return "false";
  return alarmAt < at + (kind === "step" ? STEP_REACH : RAMP_REACH) ? "detected" : "missed";
}

/** Detected among the windows with a shift, and false among all; 0 to 1, and 0 of none. */
export type ShiftScore = { readonly detected: number; readonly falseAlarms: number; readonly shifts: number; readonly windows: number };

/** Scores windows against outcomes, pairwise. */
export function scoreShifts(windows: readonly ShiftWindow[], outcomes: readonly ShiftOutcome[]): ShiftScore {
  const shifts = windows.filter(({ at }) => at !== null).length;
  const count = (wanted: ShiftOutcome): number => outcomes.filter((outcome) => outcome === wanted).length;
  return {
    detected: shifts === 0 ? 0 : count("detected") / shifts,
    falseAlarms: windows.length === 0 ? 0 : count("false") / windows.length,
    shifts,
    windows: windows.length,
  };
}
