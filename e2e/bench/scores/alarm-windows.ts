/** Alarms of a series against the windows in which something was labelled: the score of the Numenta Anomaly Benchmark, and events. */

/** First and last index, both included. */
export type LabelledWindow = { readonly left: number; readonly right: number };

/** What one series adds to the figures; `raw` is in units of one perfectly detected window. */
export type AlarmScore = {
  readonly raw: number;
  readonly windows: number;
  readonly found: number;
  readonly falseEpisodes: number;
  readonly scoredPoints: number;
};

const LEARNT_SHARE = 0.15;
const LEARNT_AT_MOST = 750;
const FALSE_ALARM = 0.11;

/** How many points of a series of `length` come before the first that is scored. */
export function unscoredPoints(length: number): number {
  return Math.min(Math.floor(LEARNT_SHARE * length), LEARNT_AT_MOST);
}

/**
 * Scores the points at which an alarm was raised. `windows` ascend and do not overlap. The first alarm in a window counts, the more the
 * earlier, and more of them count nothing; a window without one costs 1; each alarm elsewhere costs up to 0.11, the less the shorter
 * ago the last window ended. A false episode is a run of alarms at consecutive points outside windows.
 * Source: A. Lavin and S. Ahmad, "Evaluating real-time anomaly detection algorithms", ICMLA 2015; profile "standard".
 */
export function scoreAlarms(alarms: readonly boolean[], windows: readonly LabelledWindow[]): AlarmScore {
  const start = unscoredPoints(alarms.length);
  const found = new Set<LabelledWindow>();
  let [raw, falseEpisodes, lastFalse] = [0, 0, -2];
  for (let index = start; index < alarms.length; index += 1) {
    if (alarms[index] !== true) continue;
    const window = windows.find(({ left, right }) => left <= index && index <= right);
    if (window === undefined) {
      raw -= costOf(index, windows);
      if (lastFalse !== index - 1) falseEpisodes += 1;
      lastFalse = index;
    } else if (!found.has(window)) {
      found.add(window);
      raw += worthOf(index, window);
    }
  }
  raw -= windows.length - found.size;
  return { raw, windows: windows.length, found: found.size, falseEpisodes, scoredPoints: alarms.length - start };
}

/** All series as one: 100 is every window found at its start without a false alarm, 0 is never to raise an alarm. */
export function joinAlarmScores(scores: readonly AlarmScore[]): {
  readonly nabStandard: number;
  readonly windowRecall: number;
  readonly falseAlarmsPer1000: number;
} {
  const sum = (pick: (score: AlarmScore) => number): number => scores.reduce((total, score) => total + pick(score), 0);
  const windows = sum((score) => score.windows);
  return {
    nabStandard: (100 * (sum((score) => score.raw) + windows)) / (2 * windows),
    windowRecall: sum((score) => score.found) / windows,
    falseAlarmsPer1000: (1000 * sum((score) => score.falseEpisodes)) / sum((score) => score.scoredPoints),
  };
}

/** 2 / (1 + e^(5y)) - 1. */
function sigmoid(y: number): number {
  return 2 / (1 + Math.exp(5 * y)) - 1;
}

function worthOf(index: number, { left, right }: LabelledWindow): number {
  return sigmoid(-(right - index + 1) / (right - left + 1)) / sigmoid(-1);
}

function costOf(index: number, windows: readonly LabelledWindow[]): number {
  const last = windows.findLast(({ right }) => right < index);
  return last === undefined ? FALSE_ALARM : -FALSE_ALARM * sigmoid((index - last.right) / (last.right - last.left));
}
