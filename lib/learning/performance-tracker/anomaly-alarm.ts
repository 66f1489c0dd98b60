/*
 *            surprise > raise level: ALARM, the raise level is lifted by one step
 *   closed ─────────────────────────────────────────────────────────────────────▶ open
 *      ▲                                                                           │
 *      └──────────────── `hold` points in a row at or below the clear level ───────┘
 *
 * The raise level sinks back to its base by budget × step with each point, open or closed. So n points make at most
 * n × budget + (20 - base) / step alarms, whatever the series does: a series that surprises often is asked for more.
 * After silence: nothing changes, time is counted in points. At restart: the state goes on. When wrong: a false alarm makes the next
 * one dearer, and an event that begins while another is open shares its alarm.
 */
import type { AnomalySettings } from "./anomaly-settings.ts";

/** Nats by which the raise level stands above its base; points since the clear level was last exceeded, null while closed. Plain JSON. */
export type AlarmState = { readonly lift: number; readonly calmPoints: number | null };

/** When surprise becomes an alarm; see `createAlarm`. */
export type Alarm = {
  readonly isOpen: boolean;
  /** Nats that the next alarm must exceed. */
  readonly raiseAt: number;
  /** Whether an alarm is raised at this point. `surprise` is in nats. */
  step(surprise: number): boolean;
  state(): AlarmState;
};

/** Of a series without alarms so far. */
export const NEW_ALARM: AlarmState = { lift: 0, calmPoints: null };

/**
 * One alarm for one event, and in the long run no more than the budget. The base of the raise level is the surprise of the tail's edge:
 * all lenses then see, in the mean, something in their tail. **Source:** the lift is adaptive conformal inference (I. Gibbs and
 * E. Candès, NeurIPS 2021) on the logarithm of the level, bounded below.
 */
export function createAlarm(settings: AnomalySettings, from: AlarmState): Alarm {
  const base = -Math.log(settings.tailShare);
  const clearAt = base * settings.clearShare;
  const relief = settings.alarmBudget * settings.alarmStep;
  let { lift, calmPoints } = from;
  const hold = (surprise: number): void => {
    calmPoints = surprise > clearAt ? 0 : (calmPoints ?? 0) + 1;
    if (calmPoints >= settings.hold) calmPoints = null;
  };
  return {
    get isOpen() {
      return calmPoints !== null;
    },
    get raiseAt() {
      return base + lift;
    },
    step(surprise) {
      lift = Math.max(0, lift - relief);
      if (calmPoints !== null) {
        hold(surprise);
        return false;
      }
      if (surprise <= base + lift) return false;
      calmPoints = 0;
      lift += settings.alarmStep;
      return true;
    },
    state: () => ({ lift, calmPoints }),
  };
}
