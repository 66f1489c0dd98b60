import { endedCount, type GroupedFigures } from "../domain/execution-figures.ts";
import { type Proportion, proportionDifference } from "../stats/proportion-difference.ts";
import { costEachUsd } from "./agent-rows.ts";
import { CHANGE_CONFIDENCE } from "./figure-change.ts";
import { type ShownRatio, showSuccess } from "./success-text.ts";

/** An agent at one task type, beside the others at the same. */
export type ComparedAgent = {
  readonly agentId: string;
  readonly ended: number;
  readonly success: ShownRatio | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly costEachUsd: number | null;
};

/** The agents that did one task type, surest success first, and a sentence on who is better. */
export type AgentComparison = { readonly agents: readonly ComparedAgent[]; readonly sentence: string };

/** The task types done by two agents or more first, then the rest; each by name. */
export function comparableTaskTypes(
  operations: readonly GroupedFigures[],
): readonly { readonly taskType: string; readonly agents: number }[] {
  const byTask = Map.groupBy(operations, (figures) => figures.taskType);
  return [...byTask]
    .flatMap(([taskType, own]) => (taskType === null ? [] : [{ taskType, agents: own.length }]))
    .sort((a, b) => Number(b.agents > 1) - Number(a.agents > 1) || a.taskType.localeCompare(b.taskType));
}

/** The agents side by side at `taskType`. The sentence claims a difference only where the 95 % interval of the difference excludes none. */
export function compareAgents(operations: readonly GroupedFigures[], taskType: string): AgentComparison {
  const own = operations.filter((figures) => figures.taskType === taskType);
  const agents = own
    .flatMap((figures): readonly ComparedAgent[] => {
      const { agentId, p50Ms, p95Ms } = figures;
      if (agentId === null) return [];
      return [{ agentId, ended: endedCount(figures), success: showSuccess(figures), p50Ms, p95Ms, costEachUsd: costEachUsd(figures) }];
    })
    .sort((a, b) => (b.success?.interval.low ?? -1) - (a.success?.interval.low ?? -1) || a.agentId.localeCompare(b.agentId));
  return { agents, sentence: sentenceOf(agents, own) };
}

/** Where the scale of the agents' bars begins: the tenth below the lowest interval, so that what differs is seen; 0 without any rate. */
export function scaleStart(agents: readonly Pick<ComparedAgent, "success">[]): number {
  const lows = agents.flatMap((agent) => (agent.success === null ? [] : [agent.success.interval.low]));
  return lows.length === 0 ? 0 : Math.floor(Math.min(...lows) * 10) / 10;
}

function sentenceOf(agents: readonly ComparedAgent[], figures: readonly GroupedFigures[]): string {
  const [first, second] = agents;
  if (first === undefined) return "No agent did this in the range.";
  if (second === undefined) return `Only ${first.agentId} did this in the range: there is nothing to compare it with.`;
  const one = outcomeOf(figures, first.agentId);
  const two = outcomeOf(figures, second.agentId);
  if (one.total === 0 || two.total === 0) return "Too little has ended to compare success.";
  const { low, high } = proportionDifference(one, two, CHANGE_CONFIDENCE);
  const points = `95\u202f% interval of the difference ${inPoints(low)} to ${inPoints(high)} points`;
  if (low > 0) return `${first.agentId} succeeds more often than ${second.agentId} (${points}).`;
  return `Between ${first.agentId} and ${second.agentId} no difference in success is certain (${points}).`;
}

function outcomeOf(figures: readonly GroupedFigures[], agentId: string): Proportion {
  const own = figures.find((one) => one.agentId === agentId);
  return own === undefined ? { successes: 0, total: 0 } : { successes: own.succeeded, total: own.succeeded + own.failed };
}

function inPoints(difference: number): string {
  return (difference * 100).toFixed(1).replace("-", "−");
}
