import { z } from "zod";

/** What a caller may prefer among agents that succeed alike: see lib/learning/execution-feedback/README.md for how each is weighed. */
export const PREFERENCES = ["reliability", "speed", "cost"] as const;

/** One of `PREFERENCES`, as it arrives in an address or a call. */
export const preferenceSchema = z.enum(PREFERENCES);

/** One of `PREFERENCES`. */
export type Preference = z.infer<typeof preferenceSchema>;

/**
 * What one agent did at one task type on one day. `atMs` is any instant of that day (epoch ms); counts are whole and 0 or more, cancelled
 * executions are in neither; `meanCostUsd` is over all that ended that day, `durationP50Ms` too, or over some weeks where the other rows of
 * the pair have none; null when not known. `sibling` is what another workspace of the same owner saw.
 */
export type AgentEvidence = {
  readonly agentId: string;
  readonly taskType: string;
  readonly atMs: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly durationP50Ms: number | null;
  readonly meanCostUsd: number | null;
  readonly origin: "own" | "sibling";
};

/**
 * Who should do work of this type? `declaredAgentIds` names agents that say they can do it, so that those without a single execution are
 * ranked too (by what is known in general), beside those with evidence at it; only where there is neither, all agents are.
 */
export type RecommendationQuestion = {
  readonly taskType: string;
  readonly prefer: Preference;
  readonly declaredAgentIds?: readonly string[];
};

/** How much of this agent at this task type was seen: executions as counted, with old ones faded, and what siblings' count for. */
export type EvidenceSample = { readonly raw: number; readonly effective: number; readonly sibling: number };

/**
 * One agent in a ranking. `successRatio` is the mean of the posterior and `low` to `high` hold nine tenths of it; `confidence` is the
 * posterior probability (0 to 1) that no other agent's success ratio is higher by more than five points. `typical...` are of this task
 * type, null when not known. `explorationShare` is how often (0 to 1) a caller is sent to it although it does not stand first.
 */
export type RankedAgent = {
  readonly agentId: string;
  readonly successRatio: number;
  readonly low: number;
  readonly high: number;
  readonly sample: EvidenceSample;
  readonly typicalDurationMs: number | null;
  readonly typicalCostUsd: number | null;
  readonly confidence: number;
  readonly reason: string;
  readonly isExploration: boolean;
  readonly explorationShare: number;
};

/**
 * The answer. `ranking` is the same for the same evidence, best first, and none of it is exploration; `use` is whom to send the work to
 * now: the first, or with a small probability a promising agent that was tried too little, then marked and explained.
 * `insufficient`: no agent has ended anything (`need` is how many executions would do).
 */
export type AgentRecommendation =
  | {
      readonly kind: "ranked";
      readonly taskType: string;
      readonly prefer: Preference;
      readonly isTaskTypeKnown: boolean;
      readonly ranking: readonly RankedAgent[];
      readonly use: RankedAgent;
    }
  | {
      readonly kind: "insufficient";
      readonly taskType: string;
      readonly prefer: Preference;
      readonly have: number;
      readonly need: number;
    };
