import { bestProbabilities } from "../../stats/best-probability.ts";
import { logistic, logisticMoments, type Normal } from "../../stats/logistic-moments.ts";
import { quantileOf, SHOWN_CONFIDENCE } from "../../stats/proportion-interval.ts";
import { fitTwoWayLogistic } from "../../stats/two-way-logistic.ts";
import type { FadedCell } from "./fade-evidence.ts";

/** Five points of success: nobody moves work for less, and less is given up for speed or cost. */
export const NEAR_BEST = 0.05;

/**
 * What is believed of one agent at the task type in question: success ratio with its interval, the probability that it is within
 * `NEAR_BEST` of the best, and `apart`: its log odds without what all agents share at this task type, which is what sets them apart.
 */
export type Judgement = {
  readonly agentId: string;
  readonly successRatio: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
  readonly apart: Normal;
};

/**
 * The posterior of each of `agentIds` (at least one) at `taskType`, from the cells of all agents and task types together; agents and task
 * types without cells are judged by what is common to the others.
 */
export function judgeAgents(agentIds: readonly string[], taskType: string, cells: readonly FadedCell[]): readonly Judgement[] {
  const taskTypes = [...new Set([...cells.map((cell) => cell.taskType), taskType])].sort();
  const rowOf = new Map(agentIds.map((id, index) => [id, index]));
  const columnOf = new Map(taskTypes.map((name, index) => [name, index]));
  const column = columnOf.get(taskType) ?? 0;
  const fit = fitTwoWayLogistic({
    rows: agentIds.length,
    columns: taskTypes.length,
    counts: cells.flatMap((cell) => {
      const row = rowOf.get(cell.agentId);
      const successes = cell.succeeded + cell.siblingSucceeded;
      const trials = cell.effective + cell.sibling;
      // A sum of weighted parts may pass the weighted whole in the last bit.
      return row === undefined ? [] : [{ row, column: columnOf.get(cell.taskType) ?? 0, successes: Math.min(successes, trials), trials }];
    }),
  });
  const beliefs = agentIds.map((_, row) => fit.cell(row, column));
  const shared = sharedVariance(beliefs, (first, second) => fit.additiveCovariance({ row: first, column }, { row: second, column }));
  const aparts = beliefs.map(({ mean, variance }) => ({ mean, variance: Math.max(variance - shared, 0) }));
  const confidences = bestProbabilities(aparts, NEAR_BEST);
  const z = quantileOf(SHOWN_CONFIDENCE);
  return agentIds.map((agentId, row) => {
    const { mean, variance } = beliefs[row] ?? { mean: 0, variance: 0 };
    const successRatio = logisticMoments({ mean, variance }).mean;
    return {
      agentId,
      successRatio,
      // Near 0 and 1 a long tail may take the mean out of the middle nine tenths; the interval then reaches to it.
      low: Math.min(successRatio, logistic(mean - z * Math.sqrt(variance))),
      high: Math.max(successRatio, logistic(mean + z * Math.sqrt(variance))),
      confidence: confidences[row] ?? 0,
      apart: aparts[row] ?? { mean, variance },
    };
  });
}

/** The mean covariance of two agents: how much is unknown of all of them alike, which no comparison needs to know. */
function sharedVariance(beliefs: readonly Normal[], covariance: (first: number, second: number) => number): number {
  let sum = 0;
  let pairs = 0;
  for (let first = 0; first < beliefs.length; first += 1) {
    for (let second = 0; second < first; second += 1) {
      sum += covariance(first, second);
      pairs += 1;
    }
  }
  // Never so much that an agent would be known exactly.
  const most = 0.9 * beliefs.reduce((least, { variance }) => Math.min(least, variance), Number.POSITIVE_INFINITY);
  return pairs === 0 ? 0 : Math.min(Math.max(sum / pairs, 0), most);
}
