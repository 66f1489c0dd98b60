/** What a caller may prefer among agents that succeed alike. */
export type Preference = "reliability" | "speed" | "cost";

/**
 * One agent for work of a type. `successRate` is the mean of what is believed of it and `low` to `high` hold nine tenths of that (0 to 1);
 * `sample` is how many executions that rests on, and `effectiveSample` the same with old ones faded; `confidence` (0 to 1) is how sure the
 * choice is; null is not known. `isExploration`: suggested for a small share of questions because it was tried too little.
 */
export type AgentAdvice = {
  readonly agentId: string;
  readonly confidence: number;
  readonly reason: string;
  readonly successRate: number;
  readonly low: number;
  readonly high: number;
  readonly sample: number;
  readonly effectiveSample: number;
  readonly typicalDurationMs: number | null;
  readonly typicalCostUsd: number | null;
  readonly isExploration: boolean;
  readonly explorationShare: number;
};

/** Agents for a task type, the one to use first; empty when no agent has shown anything yet. */
export type AgentAdviceList = { readonly taskType: string; readonly prefer: Preference; readonly recommendations: readonly AgentAdvice[] };

/** Errors that are alike: their template, how many, and where. Instants are ISO 8601. */
export type ErrorPattern = {
  readonly id: string;
  readonly pattern: string;
  readonly count: number;
  readonly agents: readonly string[];
  readonly taskTypes: readonly string[];
  readonly exampleMessage: string;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly state: string;
};

/** What is preferred (reliability), and how long an answer may take (10 s). */
export type RecommendOptions = { readonly prefer?: Preference | undefined; readonly timeoutMs?: number | undefined };

/** How long an answer may take (10 s). */
export type QuestionOptions = { readonly timeoutMs?: number | undefined };
