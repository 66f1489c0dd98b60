/** How the detector of anomalies is set. Every number counts points unless it says otherwise; see `ANOMALY_SETTINGS`. */
export type AnomalySettings = {
  /** Alarms per point that are allowed in the long run, true ones included. */
  readonly alarmBudget: number;
  /** Share of points, 0 to 1, that belong to the tail of unusual ones. */
  readonly tailShare: number;
  /** How long the tails and the usual scale are remembered. */
  readonly memory: number;
  /** How long the level is remembered. */
  readonly levelMemory: number;
  /** How long an hour of the day or week remembers, counted in points of this hour. */
  readonly hourMemory: number;
  /** How long an hour of the day remembers how restless it is, counted in points of this hour. */
  readonly unrestMemory: number;
  /** How many times the unrest of its hour is the unit of a residual, if that is more than the unit of the series. */
  readonly restless: number;
  /** Over how many points residuals are averaged, each its own lens. */
  readonly horizons: readonly number[];
  /** Deviations for which a residual counts at most when it is learnt. */
  readonly clip: number;
  /** Points before the tails are learnt, for their unit must settle first. */
  readonly settling: number;
  /** Identical values in a row that are no standstill yet. */
  readonly shortStandstill: number;
  /** Points below the clear level after which an alarm is over. */
  readonly hold: number;
  /** The clear level as a share of the raise level. */
  readonly clearShare: number;
  /** Nats by which each alarm lifts the level of the next. */
  readonly alarmStep: number;
};

/**
 * The one configuration, for every series. Each number has its reason beside it; what half or twice of it does to the figures of the
 * benchmark stands in anomalies.md.
 */
export const ANOMALY_SETTINGS: AnomalySettings = {
  // One alarm in 2500 points: in nine days of points that are five minutes apart.
  alarmBudget: 0.0004,
  // Few enough to be unusual, enough that a hundred points already show five of them.
  tailShare: 0.05,
  // Two hundred points of the tail, so that its index is known within a fourteenth.
  memory: 4000,
  // A shift is the new normal after some days of points five minutes apart, or a day of minutes.
  levelMemory: 1000,
  // About three weeks of hourly points; of denser ones each hour follows the last of them.
  hourMemory: 20,
  // Some days of points five minutes apart.
  unrestMemory: 50,
  // A fifth more, so that a calm hour counts as two thirds as restless as the whole series at least: calm may be chance.
  restless: 1.2,
  // A spike, a hump, a slope: half a decade apart, and nothing that would take longer than an hour of five-minute points to tell.
  horizons: [1, 3, 10],
  // Four normal standard deviations: beyond lies what should not be learnt from.
  clip: 5,
  // As many as the first estimate of a tail of a twentieth takes.
  settling: 20,
  // Rounded values repeat by chance a few times.
  shortStandstill: 4,
  // An event that ebbs and returns within an hour of minutes, or five hours of five minutes, is one event.
  hold: 60,
  // Lower than the raise level, so that a score that hovers around it makes one alarm.
  clearShare: 0.8,
  // Each alarm asks of the next to be twice as improbable.
  alarmStep: Math.LN2,
};
