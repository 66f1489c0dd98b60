/** Whether the recommended agent is better than the best single agent and than a plain shrunk mean, on executions of real agents. */
import { recommendAgentFilter } from "../../supabase/local/engine/recommend-agent.ts";
import { LocalError } from "../../supabase/local/local-error.ts";
import { say } from "../../supabase/local/terminal.ts";
import { type Benchmark, round } from "./benchmark.ts";
import { dataFolder, feed, readCollection } from "./scores/collection.ts";
import { type Execution, type Split, splitByBatch, splitByTask, splitByTime } from "./scores/execution-splits.ts";
import { gainInterval } from "./scores/gain-interval.ts";
import { groupBy, type Ranker, rankOracle, rankShrunk, rankSingle, scoreChoices, type Value } from "./scores/recommendation-value.ts";

/** Later cuts leave too little to be predicted, earlier ones too little to learn from. */
const CUTS = [0.5, 0.6, 0.7, 0.8];
const REPEATS = 20;

type Plan = { readonly name: string; readonly how: string; readonly split: (executions: readonly Execution[]) => readonly Split[] };

const PLANS: readonly Plan[] = [
  {
    name: "metr",
    how: `what began in the first ${CUTS.map((cut) => `${cut * 100} %`).join(", ")} of executions predicts the rest; mean of these splits`,
    split: (executions) => splitByTime(executions, CUTS),
  },
  { name: "bfcl", how: "earlier batches predict a later one", split: splitByBatch },
  {
    name: "swebench-pro",
    how: `a random half of the tasks predicts the other half; mean of ${REPEATS} seeded splits`,
    split: (executions) => splitByTask(executions, REPEATS),
  },
];

/** `--data DIR`: DIR/executions holds the sets. */
export const recommendAgentBenchmark: Benchmark = {
  name: "recommend-agent",
  summary: "success of the agent recommended per task type, beside the best single agent and a shrunk mean; --data DIR",
  run: async (args) => {
    const folder = dataFolder(args);
    say("A task type weighs as many as its test executions. A choice is the first of a ranking that was run at the task type in the test.");
    const figures: Record<string, number> = {};
    for (const plan of PLANS) {
      const executions = readCollection(folder, `executions/${plan.name}.jsonl`);
      if (executions === null) continue;
      say(`\n${plan.name}: ${plan.how}`);
      Object.assign(figures, await measure(plan, executions as readonly Execution[]));
    }
    if (Object.keys(figures).length === 0) throw new LocalError(`${folder} has no executions.`);
    return figures;
  },
};

const WAYS = ["engine", "single", "shrunk", "shrunkToType", "oracle"] as const;
type Way = (typeof WAYS)[number];

async function measure({ name, split }: Plan, executions: readonly Execution[]): Promise<Record<string, number>> {
  const splits = split(executions);
  const sums = { engine: 0, single: 0, shrunk: 0, shrunkToType: 0, oracle: 0 };
  for (const part of splits) {
    const values = await valuesOf(part);
    for (const way of WAYS) sums[way] += values[way].value / splits.length;
    tellGains(part, values);
  }
  say(WAYS.map((way) => `${way} ${sums[way].toFixed(4)}`).join("   "));
  const key = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return {
    [key]: round(sums.engine),
    [`${key}Single`]: round(sums.single),
    [`${key}Shrunk`]: round(sums.shrunk),
    [`${key}ShrunkToType`]: round(sums.shrunkToType),
    [`${key}Oracle`]: round(sums.oracle),
    [`${key}Regret`]: round(sums.oracle - sums.engine),
  };
}

async function valuesOf(split: Split): Promise<Readonly<Record<Way, Value>>> {
  return {
    engine: scoreChoices(split.test, await rankByEngine(split)),
    single: scoreChoices(split.test, rankSingle(split)),
    shrunk: scoreChoices(split.test, rankShrunk(split, "agent")),
    shrunkToType: scoreChoices(split.test, rankShrunk(split, "taskType")),
    oracle: scoreChoices(split.test, rankOracle(split)),
  };
}

async function rankByEngine({ train, test }: Split): Promise<Ranker> {
  const taskTypes = [...groupBy(test, ({ taskType }) => taskType).keys()];
  const answers = await feed(recommendAgentFilter, [...train, ...taskTypes.map((taskType) => ({ taskType }))]);
  const rankings = new Map((answers as readonly Answer[]).map(({ taskType, ranking }) => [taskType, ranking.map(({ agent }) => agent)]));
  return (taskType) => rankings.get(taskType) ?? [];
}

type Answer = { readonly taskType: string; readonly ranking: readonly { readonly agent: string }[] };

function tellGains({ train, test }: Split, { engine, single, shrunk }: Readonly<Record<Way, Value>>): void {
  const gains = [single, shrunk].map((rival) => {
    const { low, high, shareAbove } = gainInterval(test, engine.choices, rival.choices);
    return `${(engine.value - rival.value).toFixed(3)} (90 % ${low.toFixed(3)} to ${high.toFixed(3)}, above 0 in ${round(100 * shareAbove)} %)`;
  });
  say(
    `  ${train.length} learnt, ${test.length} predicted: engine ${engine.value.toFixed(3)}, gain over single ${gains[0]}, over shrunk ${gains[1]}`,
  );
}
