/** Whether one set of choices beats another by more than the luck of the tasks. */
import { createSeededRandom, drawItem } from "../../../lib/core/seeded-random.ts";
import { quantile } from "../benchmark.ts";
import type { Execution } from "./execution-splits.ts";
import { groupBy } from "./recommendation-value.ts";

const RESAMPLES = 500;

/** The middle nine tenths of a gain over resamples, and the share of them in which there is one. */
export type GainInterval = { readonly low: number; readonly high: number; readonly shareAbove: number };

/**
 * The gain of `choices` over `rivals` (agents by task type) when the tasks of each task type in the test are drawn anew, with replacement; the
 * choices stay. Tasks, not executions: agents meet the same tasks. **Source:** the bootstrap over clusters, A. C. Davison and D. V. Hinkley,
 * "Bootstrap Methods and their Application", 1997, section 3.8.
 */
export function gainInterval(
  test: readonly Execution[],
  choices: ReadonlyMap<string, string>,
  rivals: ReadonlyMap<string, string>,
): GainInterval {
  const random = createSeededRandom(1);
  const types = [...groupBy(test, ({ taskType }) => taskType)].map(([taskType, executions]) => ({
    weight: executions.length / test.length,
    tasks: [...groupBy(executions, ({ taskId }) => taskId).values()].map((task) => [
      tally(task, choices.get(taskType)),
      tally(task, rivals.get(taskType)),
    ]),
  }));
  const gains = Array.from({ length: RESAMPLES }, () =>
    types.reduce((sum, { weight, tasks }) => {
      const drawn = tasks.map(() => drawItem(random, tasks));
      return sum + weight * (rate(drawn.map(([own]) => own)) - rate(drawn.map(([, rival]) => rival)));
    }, 0),
  );
  return {
    low: quantile(gains, 0.05),
    high: quantile(gains, 0.95),
    shareAbove: gains.filter((gain) => gain > 0).length / gains.length,
  };
}

type Tally = { readonly succeeded: number; readonly total: number };

function tally(task: readonly Execution[], agent: string | undefined): Tally {
  const own = task.filter((execution) => execution.agent === agent);
  return { succeeded: own.reduce((sum, { success }) => sum + success, 0), total: own.length };
}

function rate(tallies: readonly (Tally | undefined)[]): number {
  const total = tallies.reduce((sum, part) => sum + (part?.total ?? 0), 0);
  return total === 0 ? 0 : tallies.reduce((sum, part) => sum + (part?.succeeded ?? 0), 0) / total;
}
