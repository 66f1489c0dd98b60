import type { Preference, RankedAgent } from "../../domain/recommendation.ts";
import { NEAR_BEST } from "./judge-agents.ts";

/**
 * Agents best first. For `reliability` that is by success ratio. For `speed` and `cost` it is by what one success is expected to take when
 * failed work is tried again: typical duration (or cost) divided by the success ratio, which is a geometric number of tries; but only
 * among agents whose success ratio is at most five points below the highest. The others follow by success ratio, however fast or cheap
 * they are, and so do, before them, agents whose duration or cost is not known.
 */
export function orderByPreference(agents: readonly RankedAgent[], prefer: Preference): readonly RankedAgent[] {
  const best = agents.reduce((most, { successRatio }) => Math.max(most, successRatio), 0);
  const rank = (agent: RankedAgent): { readonly tier: number; readonly perSuccess: number } => {
    if (prefer === "reliability") return { tier: 0, perSuccess: 0 };
    if (!isNearBest(agent.successRatio, best)) return { tier: 2, perSuccess: 0 };
    const perSuccess = spentPerSuccess(agent, prefer);
    return perSuccess === null ? { tier: 1, perSuccess: 0 } : { tier: 0, perSuccess };
  };
  const ranked = agents.map((agent) => ({ agent, ...rank(agent) }));
  ranked.sort(
    (a, b) =>
      a.tier - b.tier ||
      a.perSuccess - b.perSuccess ||
      b.agent.successRatio - a.agent.successRatio ||
      (a.agent.agentId < b.agent.agentId ? -1 : 1),
  );
  return ranked.map(({ agent }) => agent);
}

/** Whether a success ratio is near enough to the highest for speed or cost to decide. */
export function isNearBest(successRatio: number, best: number): boolean {
  return successRatio >= best - NEAR_BEST;
}

/** What one success is expected to take, in ms for `speed` and US dollars for `cost`; null when that is not known. */
export function spentPerSuccess(
  { successRatio, typicalDurationMs, typicalCostUsd }: Pick<RankedAgent, "successRatio" | "typicalDurationMs" | "typicalCostUsd">,
  prefer: "speed" | "cost",
): number | null {
  const spent = prefer === "speed" ? typicalDurationMs : typicalCostUsd;
  return spent === null || !(successRatio > 0) ? null : spent / successRatio;
}
