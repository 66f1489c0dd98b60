/** What a recommendation was worth: success, on the part kept for the test, of the agent chosen for each task type. */
import type { Execution, Split } from "./execution-splits.ts";

/** Agents of one task type, best first, as somebody ranked them. */
export type Ranker = (taskType: string) => readonly string[];

/** Success of the chosen agents, 0 to 1, and the choices; a task type weighs as many as there are test executions of it. */
export type Value = { readonly value: number; readonly choices: ReadonlyMap<string, string> };

/** Of how many executions a plain mean's prior counts; the customary choice, and the ranking hardly moves between 2 and 20. */
const PRIOR_EXECUTIONS = 5;

/** For each task type of the test, the first of its ranking that was run there is chosen; nobody else can be scored. */
export function scoreChoices(test: readonly Execution[], rank: Ranker): Value {
  const choices = new Map<string, string>();
  let sum = 0;
  let weights = 0;
  for (const [taskType, executions] of groupBy(test, ({ taskType: name }) => name)) {
    const rates = groupBy(executions, ({ agent }) => agent);
    const chosen = rank(taskType).find((agent) => rates.has(agent));
    if (chosen === undefined) continue;
    choices.set(taskType, chosen);
    sum += executions.length * meanSuccess(rates.get(chosen) ?? []);
    weights += executions.length;
  }
  return { value: weights > 0 ? sum / weights : 0, choices };
}

/** One agent for everything: the one with the highest success ratio in training. */
export function rankSingle({ train }: Split): Ranker {
  const ranking = byScore(
    groupBy(train, ({ agent }) => agent),
    meanSuccess,
  );
  return () => ranking;
}

/**
 * The plain shrunk mean of each agent at each task type: (successes + 5 m) / (executions + 5), where m is the agent's own mean over all task
 * types, or the task type's over all agents.
 */
export function rankShrunk({ train }: Split, towards: "agent" | "taskType"): Ranker {
  const agents = groupBy(train, ({ agent }) => agent);
  const types = groupBy(train, ({ taskType }) => taskType);
  const cells = groupBy(train, ({ agent, taskType }) => JSON.stringify([agent, taskType]));
  const overall = meanSuccess(train);
  return (taskType) => {
    const typeMean = types.has(taskType) ? meanSuccess(types.get(taskType) ?? []) : overall;
    return [
      ...byScore(agents, (executions, agent) => {
        const own = cells.get(JSON.stringify([agent, taskType])) ?? [];
        const prior = towards === "agent" ? meanSuccess(executions) : typeMean;
        return (own.length * meanSuccess(own) + PRIOR_EXECUTIONS * prior) / (own.length + PRIOR_EXECUTIONS);
      }),
    ];
  };
}

/** Who turned out best at each task type in the test itself: what nobody can know before. */
export function rankOracle({ test }: Split): Ranker {
  const types = groupBy(test, ({ taskType }) => taskType);
  return (taskType) =>
    byScore(
      groupBy(types.get(taskType) ?? [], ({ agent }) => agent),
      meanSuccess,
    );
}

/** Executions by a key, in order of the keys. */
export function groupBy(executions: readonly Execution[], keyOf: (execution: Execution) => string): ReadonlyMap<string, Execution[]> {
  const groups = new Map<string, Execution[]>();
  for (const execution of executions) {
    const key = keyOf(execution);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [execution]);
    else group.push(execution);
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function byScore(
  groups: ReadonlyMap<string, readonly Execution[]>,
  score: (executions: readonly Execution[], key: string) => number,
): readonly string[] {
  const scored = [...groups].map(([key, executions]) => ({ key, score: score(executions, key) }));
  return scored.sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1)).map(({ key }) => key);
}

function meanSuccess(executions: readonly Execution[]): number {
  return executions.length === 0 ? 0 : executions.reduce((sum, { success }) => sum + success, 0) / executions.length;
}
