import type { Random } from "../../core/seeded-random.ts";
import type { AgentEvidence, AgentRecommendation, RankedAgent, RecommendationQuestion } from "../../domain/recommendation.ts";
import { drawAgent, type Explorable, explorationShares } from "./explore-agents.ts";
import { type FadedCell, fadeEvidence } from "./fade-evidence.ts";
import { judgeAgents } from "./judge-agents.ts";
import { orderByPreference } from "./order-by-preference.ts";
import { explainExploration, explainRank, type ReasonGround, type Tally } from "./recommendation-reason.ts";

/** The present as epoch ms, and where chance comes from; the ranking takes nothing from chance, only `use` does. */
export type RecommendationContext = { readonly nowMs: number; readonly random: Random };

/**
 * Ranks the agents that can do one task type (those with evidence at it, and those the question declares; where there is neither, all
 * agents): by a posterior of success that fades old evidence and draws thin evidence towards the agent's and the task type's own means,
 * then by what is preferred (`orderByPreference`).
 * `evidence` is a row per agent, task type and day; rows may come in any order and be split or merged. Without a single ended execution
 * the answer is `insufficient`. Raises `invalid_input` for rows that are no evidence. Cost: about a second of CPU for 10,000 pairs of
 * agent and task type, or for a thousand agents at one; some 20 ms for a usual fleet.
 *
 * ```ts
 * const day = { taskType: "review", atMs: 0, durationP50Ms: null, meanCostUsd: null, origin: "own" } as const;
 * const told = recommendAgents(
 *   { taskType: "review", prefer: "reliability" },
 *   [
 *     { ...day, agentId: "atlas", succeeded: 95, failed: 5 },
 *     { ...day, agentId: "borea", succeeded: 60, failed: 40 },
 *   ],
 *   { nowMs: 0, random: () => 0.5 },
 * );
 * const [best] = told.kind === "ranked" ? told.ranking : [];
 * expect(best?.agentId).toBe("atlas");
 * expect(best?.reason).toMatch(/^Succeeded in 95 of 100 executions of review/);
 * ```
 *
 * **Source:** house derivation, see README.md; the model is in `fitTwoWayLogistic`.
 */
export function recommendAgents(
  question: RecommendationQuestion,
  evidence: readonly AgentEvidence[],
  ctx: RecommendationContext,
): AgentRecommendation {
  const { taskType, prefer } = question;
  const cells = fadeEvidence(evidence, ctx.nowMs);
  const counted = cells.reduce((sum, cell) => sum + cell.effective + cell.sibling, 0);
  const agentIds = candidatesFor(question, cells);
  if (counted === 0) return { kind: "insufficient", taskType, prefer, have: 0, need: 1 };
  const ground = groundOf(question, cells);
  const judgements = judgeAgents(agentIds, taskType, cells);
  const best = judgements.reduce((most, { successRatio }) => Math.max(most, successRatio), 0);
  const unordered = judgements.map(({ apart: _, ...judged }): RankedAgent => {
    const own = ground(judged.agentId);
    const agent = { ...judged, ...measured(own.cell), isExploration: false, explorationShare: 0 };
    return { ...agent, reason: explainRank(agent, { ...own, best }) };
  });
  const ordered = orderByPreference(unordered, prefer);
  const firstId = ordered[0]?.agentId ?? "";
  const explorable = judgements.map((judged): Explorable => ({ ...judged, effective: ground(judged.agentId).cell?.effective ?? 0 }));
  const shares = explorationShares(explorable, firstId);
  const ranking = ordered.map((agent) => ({ ...agent, explorationShare: shares.get(agent.agentId) ?? 0 }));
  const use = chosen(ranking, drawAgent(explorable, firstId, ctx.random));
  const isTaskTypeKnown = cells.some((cell) => cell.taskType === taskType && cell.effective + cell.sibling > 0);
  return use === undefined
    ? { kind: "insufficient", taskType, prefer, have: 0, need: 1 }
    : { kind: "ranked", taskType, prefer, isTaskTypeKnown, ranking, use };
}

/** An agent that neither did nor declared such work may well be unable to; where nobody did, any agent is a guess worth naming. */
function candidatesFor({ taskType, declaredAgentIds = [] }: RecommendationQuestion, cells: readonly FadedCell[]): readonly string[] {
  const seen = cells.filter((cell) => cell.taskType === taskType && cell.effective + cell.sibling > 0).map((cell) => cell.agentId);
  const able = [...seen, ...declaredAgentIds];
  return [...new Set(able.length > 0 ? able : cells.map((cell) => cell.agentId))].sort();
}

function chosen(ranking: readonly RankedAgent[], agentId: string): RankedAgent | undefined {
  const [first] = ranking;
  const agent = ranking.find((ranked) => ranked.agentId === agentId);
  if (agent === undefined || first === undefined || agent === first) return first;
  return { ...agent, isExploration: true, reason: explainExploration(agent, first) };
}

function measured(cell: FadedCell | undefined): Pick<RankedAgent, "sample" | "typicalDurationMs" | "typicalCostUsd"> {
  return {
    sample: { raw: cell?.raw ?? 0, effective: cell?.effective ?? 0, sibling: cell?.sibling ?? 0 },
    typicalDurationMs: cell?.typicalDurationMs ?? null,
    typicalCostUsd: cell?.typicalCostUsd ?? null,
  };
}

function groundOf({ taskType, prefer }: RecommendationQuestion, cells: readonly FadedCell[]): (agentId: string) => ReasonGround {
  const byAgent = new Map<string, Tally>();
  const here = new Map<string, FadedCell>();
  for (const cell of cells) {
    byAgent.set(cell.agentId, plus(byAgent.get(cell.agentId), tallyOf(cell)));
    if (cell.taskType === taskType) here.set(cell.agentId, cell);
  }
  const all = [...here.values()].reduce((sum, cell) => plus(sum, tallyOf(cell)), tallyOf(undefined));
  return (agentId) => {
    const cell = here.get(agentId);
    return {
      taskType,
      prefer,
      cell,
      elsewhere: minus(byAgent.get(agentId) ?? tallyOf(undefined), tallyOf(cell)),
      others: minus(all, tallyOf(cell)),
    };
  };
}

function tallyOf(cell: FadedCell | undefined): Tally {
  return { succeeded: cell?.rawSucceeded ?? 0, raw: cell?.raw ?? 0 };
}

function plus(first: Tally | undefined, second: Tally): Tally {
  return { succeeded: (first?.succeeded ?? 0) + second.succeeded, raw: (first?.raw ?? 0) + second.raw };
}

function minus(first: Tally, second: Tally): Tally {
  return { succeeded: first.succeeded - second.succeeded, raw: first.raw - second.raw };
}
