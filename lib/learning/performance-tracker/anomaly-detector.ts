import { AppError } from "../../core/app-error.ts";
import { createAlarm } from "./anomaly-alarm.ts";
import { createLens } from "./anomaly-lens.ts";
import { createRhythm } from "./anomaly-rhythm.ts";
import { ANOMALY_SETTINGS, type AnomalySettings } from "./anomaly-settings.ts";
import { createStandstill } from "./anomaly-standstill.ts";
import { type AnomalyState, checkState, firstKnowledge, type Knowledge } from "./anomaly-state.ts";

/** Differences of such values, times what a lens may multiply them with, stay finite. */
const LARGEST = 1e150;

/** So many points of the tail must have been seen before an alarm is raised: its index is then known within a third. */
const TAIL_POINTS = 10;

/** Where nine digits agree, the rest is rounding. */
const ROUNDING = 1e-9;

/** A measured point: an instant in ms since 1970, null when unknown (no rhythm is then seen), and a value of magnitude up to 1e150. */
export type AnomalyPoint = { readonly atMs: number | null; readonly value: number };

/** What the detector says of a point, and why. */
export type AnomalyVerdict = {
  /** 0 for the ordinary; else 1 - p, where p is how probable something as unusual was. Below 1. */
  readonly score: number;
  /** An event begins here: true once for each. */
  readonly alarm: boolean;
  /** The event of the last alarm is not over. */
  readonly isOpen: boolean;
  /** The score that a point must exceed to raise an alarm. */
  readonly raiseScore: number;
  /** The value that the past led to expect, and the band in which all but about one point in twenty lies; in the unit of the values. */
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  /** Where the unusual lies: above or below what was expected, or a value that does not move any more; null for the ordinary. */
  readonly direction: "above" | "below" | "stuck" | null;
  /** Too little was seen for a judgement; the score is 0. */
  readonly isLearning: boolean;
};

/** Finds anomalies of one series as its points come; see `createAnomalyDetector`. */
export type AnomalyDetector = {
  observe(point: AnomalyPoint): AnomalyVerdict;
  /** All it knows: what `restoreAnomalyDetector` goes on from, as if it had never stopped. */
  state(): AnomalyState;
};

/**
 * A detector of anomalies that has seen nothing. It takes the points of one series in order, at any distance from each other, judges
 * each by those before it in constant time, and raises one alarm for one event. Multiplying all values by a factor, or adding a number
 * to them, changes no score. `settings` are meant for experiments: one configuration serves all series. `observe` raises `invalid_input`
 * for a value or an instant that is no finite number or too large. Sources stand at the parts, and in anomalies.md.
 *
 * ```ts
 * const detector = createAnomalyDetector();
 * const verdict = detector.observe({ atMs: 1_764_288_000_000, value: 12.5 });
 * const later = restoreAnomalyDetector(detector.state());
 * ```
 */
export function createAnomalyDetector(settings: Partial<AnomalySettings> = {}): AnomalyDetector {
  return detectFrom({ version: 1, points: 0, known: null }, { ...ANOMALY_SETTINGS, ...settings });
}

/** The detector that gave this `state`, also after a journey through JSON. Raises `invalid_input` for a state of another make or settings. */
export function restoreAnomalyDetector(state: AnomalyState, settings: Partial<AnomalySettings> = {}): AnomalyDetector {
  const all = { ...ANOMALY_SETTINGS, ...settings };
  checkState(state, all);
  return detectFrom(state, all);
}

function detectFrom(from: AnomalyState, settings: AnomalySettings): AnomalyDetector {
  const learning = TAIL_POINTS / settings.tailShare;
  let points = from.points;
  let parts = from.known === null ? null : assemble(from.known, settings);
  return {
    observe({ atMs, value }) {
      checkPoint(atMs, value);
      parts ??= assemble(firstKnowledge(value, settings), settings);
      points += 1;
      return judge(parts, {
        instant: atMs ?? 0,
        value,
        gain: 1 / Math.min(points, settings.memory),
        levelGain: 1 / Math.min(points, settings.levelMemory),
        isSettled: points > settings.settling,
        isLearning: points <= learning,
        settings,
      });
    },
    state: () => ({ version: 1, points, known: parts === null ? null : disassemble(parts) }),
  };
}

type Parts = ReturnType<typeof assemble>;

function assemble(known: Knowledge, settings: AnomalySettings) {
  return {
    views: known.views.map((view) => ({
      rhythm: createRhythm(settings, view.rhythm),
      lenses: view.lenses.map((lens, index) => createLens(settings.horizons[index] ?? 1, settings, lens)),
    })),
    standstill: createStandstill(settings, known.standstill),
    alarm: createAlarm(settings, known.alarm),
  };
}

function disassemble({ views, standstill, alarm }: Parts): Knowledge {
  return {
    views: views.map(({ rhythm, lenses }) => ({ rhythm: rhythm.state(), lenses: lenses.map((lens) => lens.state()) })),
    standstill: standstill.state(),
    alarm: alarm.state(),
  };
}

type Moment = {
  readonly instant: number;
  readonly value: number;
  readonly gain: number;
  readonly levelGain: number;
  readonly isSettled: boolean;
  readonly isLearning: boolean;
  readonly settings: AnomalySettings;
};

function judge(parts: Parts, moment: Moment): AnomalyVerdict {
  const { value, gain, isSettled, isLearning } = moment;
  const { expected, reach, surprise: mean, tendency } = lookAt(parts, moment);
  const stuck = parts.standstill.observe(value, gain);
  const surprise = isSettled ? Math.max(mean, stuck) : 0;
  const raiseScore = toScore(parts.alarm.raiseAt);
  // While learning, what would be an alarm is charged to the budget all the same: so the level is ready when learning ends.
  const isRaised = parts.alarm.step(surprise);
  return {
    score: toScore(surprise),
    alarm: isRaised && !isLearning,
    isOpen: parts.alarm.isOpen && !isLearning,
    raiseScore,
    expected,
    low: expected - reach,
    high: expected + reach,
    direction: surprise === 0 ? null : stuck > mean ? "stuck" : tendency < 0 ? "below" : "above",
    isLearning,
  };
}

/** What all lenses say together: the mean of their surprises, which is that of the geometric mean of their probabilities. */
function lookAt({ views }: Parts, { instant, value, gain, isSettled, settings, levelGain }: Moment) {
  let [expected, reach, surprise, tendency] = [0, 0, 0, 0];
  for (const { rhythm, lenses } of views) {
    const own = rhythm.expect(instant);
    const least = Math.max(ROUNDING * Math.abs(own), settings.restless * rhythm.unrest);
    const share = 1 / (views.length * lenses.length);
    for (const [index, lens] of lenses.entries()) {
      lens.look(value - own, least, gain);
      if (index === 0) reach += lens.reach / views.length;
      const part = isSettled ? share * lens.judge() : 0;
      surprise += part;
      tendency += part * Math.sign(lens.mean);
    }
    expected += own / views.length;
    rhythm.learn(value, levelGain);
  }
  return { expected, reach, surprise, tendency };
}

function toScore(surprise: number): number {
  return -Math.expm1(-surprise);
}

function checkPoint(atMs: number | null, value: number): void {
  if (!(Math.abs(value) <= LARGEST)) throw new AppError("invalid_input", `A point has a finite value, not ${value}`);
  if (atMs !== null && !Number.isFinite(atMs)) throw new AppError("invalid_input", `A point has an instant in ms, not ${atMs}`);
}
