import type { Random } from "../../core/seeded-random.ts";
import type { AgentEvidence, AgentRecommendation, RankedAgent, RecommendationQuestion } from "../../domain/recommendation.ts";
import { proportionInterval } from "../../stats/proportion-interval.ts";

/** The present as epoch ms, and where chance comes from. */
export type RecommendationContext = { readonly nowMs: number; readonly random: Random };

/** Agents ranked for `question` by `evidence`. */
export function recommendAgents(
  question: RecommendationQuestion,
  evidence: readonly AgentEvidence[],
  ctx: RecommendationContext,
): AgentRecommendation {
  const { taskType, prefer } = question;
  const ids = [...new Set([...evidence.map((row) => row.agentId), ...(question.declaredAgentIds ?? [])])].sort();
  const ranking = ids.map((id): RankedAgent => {
    const rows = evidence.filter((row) => row.agentId === id && row.taskType === taskType && row.atMs <= ctx.nowMs);
    const succeeded = rows.reduce((sum, row) => sum + row.succeeded, 0);
    const raw = rows.reduce((sum, row) => sum + row.succeeded + row.failed, 0);
    const last = rows.at(-1);
    return {
      agentId: id,
      successRatio: (succeeded + 1) / (raw + 2),
      ...proportionInterval(succeeded, raw),
      sample: { raw, effective: raw, sibling: 0 },
      typicalDurationMs: last?.durationP50Ms ?? null,
      typicalCostUsd: last?.meanCostUsd ?? null,
      confidence: 0,
      reason: `${id} succeeded in ${succeeded} of ${raw} executions.`,
      isExploration: false,
      explorationShare: 0,
    };
  });
  ranking.sort((a, b) => b.successRatio - a.successRatio);
  const [use] = ranking;
  if (use === undefined) return { kind: "insufficient", taskType, prefer, have: 0, need: 1 };
  return { kind: "ranked", taskType, prefer, isTaskTypeKnown: evidence.some((row) => row.taskType === taskType), ranking, use };
}
