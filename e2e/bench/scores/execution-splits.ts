/** How a set of executions is divided into what is learnt from and what is predicted. */
import { createSeededRandom, drawInt } from "../../../lib/core/seeded-random.ts";

/** One execution of a set; what else its line holds is passed on to the engine. */
export type Execution = {
  readonly agent: string;
  readonly taskType: string;
  readonly taskId: string;
  readonly success: 0 | 1;
  readonly startedAtMs?: number;
  readonly batch?: string;
};

/** Lines to learn from, and lines to be predicted. */
export type Split = { readonly train: readonly Execution[]; readonly test: readonly Execution[] };

/**
 * By time, with a rolling origin: the executions that began before each of `cuts` (shares of all, 0 to 1, in order of their start) are
 * learnt from, all later ones are predicted. **Source:** L. J. Tashman, "Out-of-sample tests of forecasting accuracy", Int. J. Forecasting 16, 2000.
 */
export function splitByTime(executions: readonly Execution[], cuts: readonly number[]): readonly Split[] {
  const ordered = [...executions].sort((a, b) => (a.startedAtMs ?? 0) - (b.startedAtMs ?? 0));
  return cuts.map((cut) => {
    const at = Math.floor(cut * ordered.length);
    return { train: ordered.slice(0, at), test: ordered.slice(at) };
  });
}

/** By batch: for every batch but the first, all earlier ones are learnt from. */
export function splitByBatch(executions: readonly Execution[]): readonly Split[] {
  const batches = [...new Set(executions.map(({ batch }) => batch ?? ""))].sort();
  return batches.slice(1).map((later) => ({
    train: executions.filter(({ batch }) => (batch ?? "") < later),
    test: executions.filter(({ batch }) => (batch ?? "") === later),
  }));
}

/** By task: `repeats` times a random half of the tasks is learnt from and the other half predicted; seeds are 1 to `repeats`. */
export function splitByTask(executions: readonly Execution[], repeats: number): readonly Split[] {
  const tasks = [...new Set(executions.map(({ taskId }) => taskId))].sort();
  return Array.from({ length: repeats }, (_, repeat) => {
    const learnt = new Set(shuffled(tasks, repeat + 1).slice(0, Math.floor(tasks.length / 2)));
    return {
      train: executions.filter(({ taskId }) => learnt.has(taskId)),
      test: executions.filter(({ taskId }) => !learnt.has(taskId)),
    };
  });
}

/** Each order equally likely (R. A. Fisher and F. Yates, "Statistical tables", 1938). */
function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  const random = createSeededRandom(seed);
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = drawInt(random, 0, last);
    const [kept] = mixed.splice(other, 1, ...mixed.slice(last, last + 1));
    if (kept !== undefined) mixed[last] = kept;
  }
  return mixed;
}
