import { drawNormal, type Random } from "../../core/seeded-random.ts";
import { bestProbabilities } from "../../stats/best-probability.ts";
import type { Normal } from "../../stats/logistic-moments.ts";

/** One request in ten may serve to learn: what that costs is at most a tenth of the difference, and ends when the agent is known. */
export const EXPLORATION_SHARE = 0.1;
/** Fewer executions than this leave a success ratio too open to be shown without its interval, and an agent too little tried. */
export const ENOUGH_EXECUTIONS = 30;

/** Who may be explored: what is known of it, how many executions that rests on, and how high its success ratio may be. */
export type Explorable = {
  readonly agentId: string;
  readonly apart: Normal;
  readonly high: number;
  readonly successRatio: number;
  readonly effective: number;
};

/**
 * How often each agent is suggested instead of `first`, by id: 0 for most. An agent is explored when it is under-tried (fewer than
 * `ENOUGH_EXECUTIONS` that count) and promising (its interval reaches above the highest success ratio), and then in proportion to the
 * probability that it is the best among these and the first. The sum is at most `EXPLORATION_SHARE`.
 */
export function explorationShares(agents: readonly Explorable[], first: string): ReadonlyMap<string, number> {
  const drawn = contenders(agents, first);
  const chances = bestProbabilities(
    drawn.map(({ apart }) => apart),
    0,
  );
  return new Map(drawn.map(({ agentId }, index) => [agentId, agentId === first ? 0 : EXPLORATION_SHARE * (chances[index] ?? 0)]));
}

/**
 * Whom to use now: `first`, but in a share of `EXPLORATION_SHARE` whoever wins a draw from the posteriors.
 * **Source:** W. R. Thompson, "On the likelihood that one unknown probability exceeds another", Biometrika 25, 1933.
 */
export function drawAgent(agents: readonly Explorable[], first: string, random: Random): string {
  if (random() >= EXPLORATION_SHARE) return first;
  let winner = first;
  let most = Number.NEGATIVE_INFINITY;
  for (const { agentId, apart } of contenders(agents, first)) {
    const draw = drawNormal(random, apart.mean, Math.sqrt(apart.variance));
    if (draw > most) {
      most = draw;
      winner = agentId;
    }
  }
  return winner;
}

function contenders(agents: readonly Explorable[], first: string): readonly Explorable[] {
  const best = agents.reduce((most, { successRatio }) => Math.max(most, successRatio), 0);
  return agents.filter(({ agentId, high, effective }) => agentId === first || (effective < ENOUGH_EXECUTIONS && high > best));
}
