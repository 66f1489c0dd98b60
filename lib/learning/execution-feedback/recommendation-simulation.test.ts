import { describe, expect, test } from "vitest";
import { createSeededRandom, drawInt, drawNormal, type Random } from "../../core/seeded-random.ts";
import type { AgentEvidence } from "../../domain/recommendation.ts";
import { logistic } from "../../stats/logistic-moments.ts";
import { EXPLORATION_SHARE } from "./explore-agents.ts";
import { recommendAgents } from "./recommend-agents.ts";

const blank = { atMs: 0, durationP50Ms: null, meanCostUsd: null, origin: "own" } as const;

function countSuccesses(random: Random, trials: number, p: number): number {
  return Array.from({ length: trials }, () => random()).filter((draw) => draw < p).length;
}

describe("in worlds where agents and task types vary", () => {
  const worlds = [
    { agentSd: 1, typeSd: 1, ownSd: 0.5, agents: 8, types: 6, most: 60 },
    { agentSd: 1, typeSd: 1, ownSd: 1, agents: 5, types: 4, most: 200 },
    { agentSd: 1.5, typeSd: 2, ownSd: 0.8, agents: 10, types: 20, most: 16 },
  ];

  test("nine of ten intervals hold the true success ratio", () => {
    const random = createSeededRandom(20261122);
    let held = 0;
    let all = 0;
    for (let round = 0; round < 90; round += 1) {
      const world = worlds[round % worlds.length] ?? { agentSd: 1, typeSd: 1, ownSd: 1, agents: 5, types: 4, most: 200 };
      const types = Array.from({ length: world.types }, () => drawNormal(random, 0, world.typeSd));
      const truth = new Map<string, number>();
      const evidence = Array.from({ length: world.agents }, (_, agent) => agent).flatMap((agent): AgentEvidence[] => {
        const ability = drawNormal(random, 0, world.agentSd);
        return types.map((ease, type) => {
          const p = logistic(ability + ease + drawNormal(random, 0, world.ownSd));
          if (type === 0) truth.set(`agent-${agent}`, p);
          const trials = Math.floor(random() * random() * world.most);
          const succeeded = countSuccesses(random, trials, p);
          return { ...blank, agentId: `agent-${agent}`, taskType: `type-${type}`, succeeded, failed: trials - succeeded };
        });
      });
      const declaredAgentIds = [...truth.keys()];
      const told = recommendAgents({ taskType: "type-0", prefer: "reliability", declaredAgentIds }, evidence, { nowMs: 0, random });
      for (const { agentId, low, high } of told.kind === "ranked" ? told.ranking : []) {
        const p = truth.get(agentId) ?? Number.NaN;
        all += 1;
        if (low <= p && p <= high) held += 1;
      }
    }
    // 690 intervals: chance alone moves their share by about two points.
    expect(all).toBe(690);
    expect(held / all).toBeGreaterThan(0.86);
    expect(held / all).toBeLessThan(0.95);
  });
});

describe("exploration", () => {
  const use = (evidence: readonly AgentEvidence[], random: Random, declaredAgentIds: readonly string[] = []) =>
    recommendAgents({ taskType: "review", prefer: "reliability", declaredAgentIds }, evidence, { nowMs: 0, random });

  test("an agent without executions is explored as often as its share says, at most in the stated share, and is marked", () => {
    const random = createSeededRandom(3);
    const evidence = [
      { ...blank, taskType: "review", agentId: "good", succeeded: 70, failed: 30 },
      { ...blank, taskType: "review", agentId: "fair", succeeded: 60, failed: 40 },
    ];
    const rounds = 1500;
    let explored = 0;
    let share = 0;
    for (let round = 0; round < rounds; round += 1) {
      const told = use(evidence, random, ["new"]);
      if (told.kind !== "ranked") throw new Error("nobody was ranked");
      expect(told.ranking.map(({ isExploration }) => isExploration)).toEqual([false, false, false]);
      share = told.ranking.find(({ agentId }) => agentId === "new")?.explorationShare ?? 0;
      if (told.use.agentId === "good") continue;
      expect(told.use).toMatchObject({ agentId: "new", isExploration: true });
      expect(told.use.reason).toMatch(/^Exploration: new was tried too little to be ruled out/);
      explored += 1;
    }
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThanOrEqual(EXPLORATION_SHARE);
    // Three standard errors of a share of 1500.
    expect(Math.abs(explored / rounds - share)).toBeLessThan(3 * Math.sqrt(share / rounds));
  });

  test("an agent that is known to be worse is never explored", () => {
    const random = createSeededRandom(4);
    const evidence = [
      { ...blank, taskType: "review", agentId: "good", succeeded: 90, failed: 10 },
      { ...blank, taskType: "review", agentId: "bad", succeeded: 50, failed: 50 },
    ];
    for (let round = 0; round < 300; round += 1) {
      const told = use(evidence, random);
      expect(told.kind === "ranked" && told.use.agentId).toBe("good");
    }
  });

  test("the same evidence gives the same ranking, whatever chance says", () => {
    const evidence = [
      { ...blank, taskType: "review", agentId: "a", succeeded: 7, failed: 3 },
      { ...blank, taskType: "review", agentId: "b", succeeded: 1, failed: 1 },
    ];
    const [lucky, unlucky] = [use(evidence, () => 0), use(evidence, () => 0.999)];
    expect(lucky.kind === "ranked" && lucky.ranking).toEqual(unlucky.kind === "ranked" && unlucky.ranking);
  });
});

describe("in a bandit that runs for long", () => {
  const HORIZON = 600;
  type Counts = { succeeded: number; failed: number };
  type Policy = (counts: readonly Counts[], random: Random) => number;

  const engine: Policy = (counts, random) => {
    const evidence = counts.map((count, agent) => ({ ...blank, taskType: "review", agentId: String(agent), ...count }));
    const declaredAgentIds = evidence.map(({ agentId }) => agentId);
    const told = recommendAgents({ taskType: "review", prefer: "reliability", declaredAgentIds }, evidence, { nowMs: 0, random });
    return told.kind === "ranked" ? Number(told.use.agentId) : drawInt(random, 0, counts.length - 1);
  };
  const uniform: Policy = (counts, random) => drawInt(random, 0, counts.length - 1);
  /** Whoever has the highest observed ratio, after each was tried once. */
  const greedy: Policy = (counts) => {
    const ratios = counts.map(({ succeeded, failed }) => (succeeded + failed === 0 ? 2 : succeeded / (succeeded + failed)));
    return ratios.indexOf(Math.max(...ratios));
  };

  /** The success lost against always using the best agent, per execution. */
  function regretOf(policy: Policy): number {
    const random = createSeededRandom(11);
    let lost = 0;
    const worlds = 16;
    for (let world = 0; world < worlds; world += 1) {
      const truth = Array.from({ length: 5 }, () => logistic(drawNormal(random, 0, 1)));
      const counts = truth.map((): Counts => ({ succeeded: 0, failed: 0 }));
      for (let step = 0; step < HORIZON; step += 1) {
        const agent = policy(counts, random);
        const [count, p] = [counts[agent], truth[agent]];
        if (count === undefined || p === undefined) throw new Error(`there is no agent ${agent}`);
        if (random() < p) count.succeeded += 1;
        else count.failed += 1;
        lost += Math.max(...truth) - p;
      }
    }
    return lost / (worlds * HORIZON);
  }

  test("less is lost than by always using whoever did best so far, and than by taking turns", () => {
    const [ours, rigid, even] = [regretOf(engine), regretOf(greedy), regretOf(uniform)];
    expect(ours).toBeLessThan(rigid);
    expect(ours).toBeLessThan(0.4 * even);
  }, 30_000);
});
