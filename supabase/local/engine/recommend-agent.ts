import { parseArgs } from "node:util";
import { z } from "zod";
import { createSeededRandom } from "../../../lib/core/seeded-random.ts";
import { type Preference, preferenceSchema } from "../../../lib/domain/recommendation.ts";
import { recommendAgents } from "../../../lib/learning/execution-feedback/recommend-agents.ts";
import { createEvidenceByDay, type EvidenceByDay, executionLineSchema } from "./evidence-by-day.ts";
import { type Filter, FilterInputError, type FilterLine, FilterUsageError } from "./filter.ts";

const questionSchema = z.object({ taskType: z.string().min(1), agent: z.undefined().optional() });

/** Executions are learnt from as they come; each `{taskType}` without an agent asks who should do such work now. */
export const recommendAgentFilter: Filter = {
  name: "recommend-agent",
  summary: "executions, then {taskType} to {taskType, ranking: [{agent, p, low, high, n, reason}]}; --prefer reliability | speed | cost",
  run: (lines, args) => run(lines, readPreference(args)),
};

async function* run(lines: AsyncIterable<FilterLine>, prefer: Preference): AsyncGenerator<unknown> {
  const seen = createEvidenceByDay();
  for await (const { number, value } of lines) {
    const question = questionSchema.safeParse(value);
    if (question.success) {
      yield answer(question.data.taskType, prefer, seen);
      continue;
    }
    const execution = executionLineSchema.safeParse(value);
    if (!execution.success) throw new FilterInputError(number, "{agent, taskType, success} or {taskType} is expected");
    seen.add(execution.data);
  }
}

function answer(taskType: string, prefer: Preference, seen: EvidenceByDay): unknown {
  const evidence = seen.evidence();
  // Lines declare no capabilities, so any agent of the file may be meant.
  const declaredAgentIds = [...new Set(evidence.map((row) => row.agentId))];
  // The ranking takes nothing from chance, and whom to use now is not told here.
  const told = recommendAgents({ taskType, prefer, declaredAgentIds }, evidence, { nowMs: seen.nowMs(), random: createSeededRandom(0) });
  const ranking = told.kind === "ranked" ? told.ranking : [];
  return {
    taskType,
    ranking: ranking.map(({ agentId, successRatio, low, high, sample, reason }) => {
      return { agent: agentId, p: successRatio, low, high, n: sample.raw, reason };
    }),
  };
}

function readPreference(args: readonly string[]): Preference {
  const { values } = parseArgs({ args: [...args], options: { prefer: { type: "string", default: "reliability" } } });
  const prefer = preferenceSchema.safeParse(values.prefer);
  if (!prefer.success) throw new FilterUsageError(`--prefer ${values.prefer}: reliability, speed or cost is expected.`);
  return prefer.data;
}
