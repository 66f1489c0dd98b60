import { formatCost } from "../../core/format/format-cost.ts";
import { formatExactCount } from "../../core/format/format-count.ts";
import { formatDuration } from "../../core/format/format-duration.ts";
import { formatRatio } from "../../core/format/format-ratio.ts";
import type { Preference, RankedAgent } from "../../domain/recommendation.ts";
import { ENOUGH_EXECUTIONS } from "./explore-agents.ts";
import type { FadedCell } from "./fade-evidence.ts";
import { isNearBest, spentPerSuccess } from "./order-by-preference.ts";

/** What stands behind one agent's figures: its own cell if it has one, and what the two means it leans on were counted from. */
export type ReasonGround = {
  readonly taskType: string;
  readonly prefer: Preference;
  readonly cell: FadedCell | undefined;
  /** Of this agent at its other task types. */
  readonly elsewhere: Tally;
  /** Of the other agents at this task type. */
  readonly others: Tally;
};

/** With the highest success ratio among the agents, which decides whose speed and cost count at all. */
type RankGround = ReasonGround & { readonly best: number };

/** Succeeded among executions, as counted. */
export type Tally = { readonly succeeded: number; readonly raw: number };

/**
 * One plain sentence: what was seen, what it is taken to mean and, when little was seen, what it was drawn towards; for speed and cost
 * also what one success takes, and why that does not count for an agent that succeeds much less often than the best.
 */
export function explainRank(agent: Omit<RankedAgent, "reason">, ground: RankGround): string {
  return `${seen(ground)}${estimate(agent, ground)}${spent(agent, ground)}.`;
}

/** The sentence of an agent that is used now although `first` stands before it. */
export function explainExploration(agent: RankedAgent, first: RankedAgent): string {
  const chance = `${formatRatio(agent.low)} to ${formatRatio(agent.high)}`;
  const share = formatRatio(agent.explorationShare);
  return `Exploration: ${agent.agentId} was tried too little to be ruled out (success of ${chance}) and may be better than ${first.agentId} at ${formatRatio(first.successRatio)}, so it gets ${share} of the work; ${lower(agent.reason)}`;
}

function seen({ taskType, cell }: ReasonGround): string {
  if (cell === undefined || cell.raw === 0) return `No execution of ${taskType} yet`;
  const executions = cell.raw === 1 ? "execution" : "executions";
  return `Succeeded in ${formatExactCount(cell.rawSucceeded)} of ${formatExactCount(cell.raw)} ${executions} of ${taskType}`;
}

function estimate({ successRatio, low, high, sample }: Omit<RankedAgent, "reason">, ground: ReasonGround): string {
  const figures = `${formatRatio(successRatio)} (90 % interval ${formatRatio(low)} to ${formatRatio(high)})`;
  if (sample.effective >= ENOUGH_EXECUTIONS) return `, which puts success at ${figures}`;
  const few = sample.raw >= ENOUGH_EXECUTIONS ? "as most of that is old, " : sample.raw > 0 ? "as that is little, " : "";
  return `; ${few}success is put at ${figures}, drawn towards ${leaning(ground, sample.sibling)}`;
}

function leaning({ taskType, elsewhere, others }: ReasonGround, sibling: number): string {
  const parts = [
    elsewhere.raw > 0 ? `its ${ratioOf(elsewhere)} at other task types` : "",
    others.raw > 0 ? `the ${ratioOf(others)} of other agents at ${taskType}` : "",
    sibling > 0 ? "what sibling workspaces saw" : "",
  ].filter((part) => part !== "");
  return parts.length > 0 ? parts.join(" and ") : "the success of the fleet as a whole";
}

function spent(agent: Omit<RankedAgent, "reason">, { prefer, best }: RankGround): string {
  if (prefer === "reliability") return "";
  const perSuccess = spentPerSuccess(agent, prefer);
  if (perSuccess === null) return prefer === "speed" ? "; its duration is not known" : "; its cost is not known";
  const words =
    prefer === "speed" ? `one success takes ${formatDuration(perSuccess)} of work` : `one success costs ${formatCost(perSuccess)}`;
  if (isNearBest(agent.successRatio, best)) return `; ${words}`;
  return `; ${words}, which does not count while others succeed in ${formatRatio(best)}`;
}

function ratioOf({ succeeded, raw }: Tally): string {
  return formatRatio(succeeded / raw);
}

function lower(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
