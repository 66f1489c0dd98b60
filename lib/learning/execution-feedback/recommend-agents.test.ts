import { describe, expect, test } from "vitest";
import { createSeededRandom, drawInt, type Random } from "../../core/seeded-random.ts";
import type { AgentEvidence, AgentRecommendation, RankedAgent, RecommendationQuestion } from "../../domain/recommendation.ts";
import { recommendAgents } from "./recommend-agents.ts";

const DAY_MS = 86_400_000;
const NOW_MS = 20_000 * DAY_MS;
const review: RecommendationQuestion = { taskType: "review", prefer: "reliability" };
const blank = { taskType: "review", atMs: NOW_MS, durationP50Ms: null, meanCostUsd: null, origin: "own" } as const;

function ask(question: RecommendationQuestion, evidence: readonly AgentEvidence[], random: Random = () => 0.5): AgentRecommendation {
  return recommendAgents(question, evidence, { nowMs: NOW_MS, random });
}

function rankingOf(question: RecommendationQuestion, evidence: readonly AgentEvidence[]): readonly RankedAgent[] {
  const told = ask(question, evidence);
  if (told.kind !== "ranked") throw new Error("nobody was ranked");
  return told.ranking;
}

function find(ranking: readonly RankedAgent[], agentId: string): RankedAgent {
  const agent = ranking.find((ranked) => ranked.agentId === agentId);
  if (agent === undefined) throw new Error(`${agentId} is not ranked`);
  return agent;
}

function drawEvidence(random: Random): AgentEvidence[] {
  const agents = drawInt(random, 1, 6);
  const taskTypes = ["review", "build", "deploy"].slice(0, drawInt(random, 1, 3));
  return Array.from({ length: agents }, (_, agent) => `agent-${agent}`).flatMap((agentId) =>
    taskTypes.map((taskType) => ({
      agentId,
      taskType,
      atMs: NOW_MS - drawInt(random, 0, 60) * DAY_MS,
      succeeded: drawInt(random, 0, 20),
      failed: drawInt(random, 0, 20),
      durationP50Ms: random() < 0.5 ? null : 1000 * random(),
      meanCostUsd: random() < 0.5 ? null : random(),
      origin: random() < 0.8 ? "own" : "sibling",
    })),
  );
}

describe("recommendAgents", () => {
  test("the example of its docstring", () => {
    const day = { taskType: "review", atMs: 0, durationP50Ms: null, meanCostUsd: null, origin: "own" } as const;
    const told = recommendAgents(
      { taskType: "review", prefer: "reliability" },
      [
        { ...day, agentId: "atlas", succeeded: 95, failed: 5 },
        { ...day, agentId: "borea", succeeded: 60, failed: 40 },
      ],
      { nowMs: 0, random: () => 0.5 },
    );
    const [best] = told.kind === "ranked" ? told.ranking : [];
    expect(best?.agentId).toBe("atlas");
    expect(best?.reason).toMatch(/^Succeeded in 95 of 100 executions of review/);
  });

  test("one more success never lowers an agent, one more failure never raises it", () => {
    const random = createSeededRandom(20261122);
    for (let round = 0; round < 60; round += 1) {
      const evidence = drawEvidence(random);
      const index = drawInt(random, 0, evidence.length - 1);
      const changed = (change: Partial<AgentEvidence>) => evidence.map((row, other) => (other === index ? { ...row, ...change } : row));
      const row = evidence[index] ?? { ...blank, agentId: "", succeeded: 0, failed: 0 };
      const question = { ...review, taskType: row.taskType, declaredAgentIds: [row.agentId] };
      if (ask(question, evidence).kind === "insufficient") continue;
      const before = find(rankingOf(question, evidence), row.agentId).successRatio;
      const better = find(rankingOf(question, changed({ succeeded: row.succeeded + 1 })), row.agentId).successRatio;
      const worse = find(rankingOf(question, changed({ failed: row.failed + 1 })), row.agentId).successRatio;
      expect(better, `round ${round}`).toBeGreaterThan(before - 1e-3);
      expect(worse, `round ${round}`).toBeLessThan(before + 1e-3);
    }
  });

  test("older evidence counts less: yesterday's failures weigh more than those of three months ago", () => {
    const rivals = [{ ...blank, agentId: "rival", succeeded: 50, failed: 50 }];
    const course = (failedAtMs: number, succeededAtMs: number) => [
      ...rivals,
      { ...blank, agentId: "atlas", atMs: failedAtMs, succeeded: 0, failed: 40 },
      { ...blank, agentId: "atlas", atMs: succeededAtMs, succeeded: 40, failed: 0 },
    ];
    const recovered = find(rankingOf(review, course(NOW_MS - 90 * DAY_MS, NOW_MS)), "atlas");
    const declined = find(rankingOf(review, course(NOW_MS, NOW_MS - 90 * DAY_MS)), "atlas");
    expect(recovered.successRatio).toBeGreaterThan(declined.successRatio + 0.3);
    // Three half-lives of thirty days leave an eighth.
    expect(recovered.sample).toEqual({ raw: 80, effective: expect.closeTo(40 + 40 / 8, 9), sibling: 0 });
  });

  test("the order of rows changes nothing, and neither does splitting a row into parts", () => {
    const random = createSeededRandom(5);
    for (let round = 0; round < 20; round += 1) {
      const evidence = drawEvidence(random);
      const mixed = [...evidence].map((row) => ({ row, at: random() })).sort((a, b) => a.at - b.at);
      expect(
        ask(
          review,
          mixed.map(({ row }) => row),
        ),
      ).toEqual(ask(review, evidence));
      const split = evidence.flatMap((row) => {
        const part = drawInt(random, 0, row.succeeded);
        return [
          { ...row, succeeded: part, failed: 0 },
          { ...row, succeeded: row.succeeded - part },
        ];
      });
      const [whole, parts] = [ask(review, evidence), ask(review, split)];
      if (whole.kind === "insufficient" || parts.kind === "insufficient") continue;
      expect(parts.ranking.map(({ successRatio }) => successRatio)).toEqual(
        whole.ranking.map(({ successRatio }) => expect.closeTo(successRatio, 9)),
      );
    }
  });

  test("three of three does not beat ninety-five of a hundred, and is said to be little", () => {
    const ranking = rankingOf(review, [
      { ...blank, agentId: "lucky", succeeded: 3, failed: 0 },
      { ...blank, agentId: "proven", succeeded: 95, failed: 5 },
      { ...blank, agentId: "other", succeeded: 70, failed: 30 },
    ]);
    expect(ranking.map(({ agentId }) => agentId)).toEqual(["proven", "lucky", "other"]);
    expect(find(ranking, "lucky").reason).toMatch(
      /^Succeeded in 3 of 3 executions of review; as that is little, success is put at .*drawn towards/,
    );
    expect(find(ranking, "lucky").high - find(ranking, "lucky").low).toBeGreaterThan(0.2);
  });

  test("an agent that is good elsewhere is expected to be good here", () => {
    const build = { ...blank, taskType: "build" };
    const ranking = rankingOf({ ...review, declaredAgentIds: ["new", "good"] }, [
      ...["a", "b", "c", "d"].map((agentId, index) => ({ ...blank, agentId, succeeded: 20 + 15 * index, failed: 80 - 15 * index })),
      ...["a", "b", "c", "d"].map((agentId, index) => ({ ...build, agentId, succeeded: 30 + 15 * index, failed: 70 - 15 * index })),
      { ...build, agentId: "good", succeeded: 90, failed: 10 },
    ]);
    expect(ranking[0]?.agentId).toBe("good");
    expect(find(ranking, "good").reason).toMatch(
      /^No execution of review yet; success is put at .* drawn towards its 90\.0\s% at other task types/,
    );
    const unseen = find(ranking, "new");
    expect(unseen.high - unseen.low).toBeGreaterThan(find(ranking, "a").high - find(ranking, "a").low);
    expect(unseen.sample).toEqual({ raw: 0, effective: 0, sibling: 0 });
  });

  test("an agent that neither did nor declared such work is not considered where others did", () => {
    const evidence = [
      { ...blank, agentId: "able", succeeded: 60, failed: 40 },
      { ...blank, agentId: "other", taskType: "build", succeeded: 100, failed: 0 },
    ];
    expect(rankingOf(review, evidence).map(({ agentId }) => agentId)).toEqual(["able"]);
    expect(rankingOf({ ...review, declaredAgentIds: ["other"] }, evidence)).toHaveLength(2);
  });

  test("a task type that nobody did is ranked by what agents do in general, and says so", () => {
    const told = ask({ ...review, taskType: "never seen" }, [
      { ...blank, agentId: "weak", succeeded: 10, failed: 90 },
      { ...blank, agentId: "strong", succeeded: 90, failed: 10 },
    ]);
    expect(told).toMatchObject({ kind: "ranked", isTaskTypeKnown: false, ranking: [{ agentId: "strong" }, { agentId: "weak" }] });
    expect(told.kind === "ranked" && told.use.reason).toMatch(/^No execution of never seen yet/);
  });

  test("without an execution there is no answer: no rows, rows of zero, or declared agents alone", () => {
    const insufficient = { kind: "insufficient", taskType: "review", prefer: "reliability", have: 0, need: 1 };
    expect(ask(review, [])).toEqual(insufficient);
    expect(ask({ ...review, declaredAgentIds: ["new"] }, [{ ...blank, agentId: "idle", succeeded: 0, failed: 0 }])).toEqual(insufficient);
  });

  test("siblings help as a prior does: they move an agent without evidence, and hardly one with much", () => {
    const own = { ...blank, agentId: "known", succeeded: 60, failed: 40 };
    const sibling = (agentId: string) => ({ ...blank, agentId, origin: "sibling" as const, succeeded: 4, failed: 4000 });
    const question = { ...review, declaredAgentIds: ["fresh"] };
    const alone = rankingOf(question, [own]);
    const helped = rankingOf(question, [own, sibling("known"), sibling("fresh")]);
    expect(find(alone, "fresh").successRatio - find(helped, "fresh").successRatio).toBeGreaterThan(0.2);
    expect(find(helped, "known").successRatio).toBeGreaterThan(0.4);
    expect(find(helped, "fresh").sample).toEqual({ raw: 0, effective: 0, sibling: 20 });
  });

  test("every figure is a number, whatever the evidence", () => {
    const random = createSeededRandom(9);
    for (let round = 0; round < 40; round += 1) {
      const evidence = drawEvidence(random).map((row) => ({ ...row, succeeded: row.succeeded * 10 ** drawInt(random, 0, 6) }));
      for (const agent of rankingOf({ ...review, declaredAgentIds: ["new"] }, [
        ...evidence,
        { ...blank, agentId: "x", succeeded: 1, failed: 0 },
      ])) {
        const { low, successRatio, high, confidence, explorationShare } = agent;
        for (const ratio of [low, successRatio, high, confidence, explorationShare]) {
          expect(ratio, agent.reason).toBeGreaterThanOrEqual(0);
          expect(ratio, agent.reason).toBeLessThanOrEqual(1);
        }
        expect(low <= successRatio && successRatio <= high, agent.reason).toBe(true);
      }
    }
  });

  test.each([{ succeeded: -1 }, { failed: 0.5 }, { atMs: Number.NaN }, { succeeded: Number.POSITIVE_INFINITY }])(
    "evidence that is none is refused: %o",
    (change) => {
      expect(() => ask(review, [{ ...blank, agentId: "a", succeeded: 1, failed: 1, ...change }])).toThrow(/no evidence/);
    },
  );
});

describe("speed and cost", () => {
  const fleet = [
    { ...blank, agentId: "sure", succeeded: 960, failed: 40, durationP50Ms: 9000, meanCostUsd: 0.09 },
    { ...blank, agentId: "swift", succeeded: 940, failed: 60, durationP50Ms: 2000, meanCostUsd: 0.1 },
    { ...blank, agentId: "cheap", succeeded: 500, failed: 500, durationP50Ms: 100, meanCostUsd: 0.0001 },
    { ...blank, agentId: "silent", succeeded: 945, failed: 55 },
  ];
  const order = (prefer: RecommendationQuestion["prefer"]) => rankingOf({ ...review, prefer }, fleet).map(({ agentId }) => agentId);

  // By hand: 2000 / .94 is less than 9000 / .96, and .09 / .96 less than .1 / .94; half the success is no bargain at any price.
  test("among agents about as reliable the quickest, or cheapest, success wins; never one that fails twice as often", () => {
    expect(order("reliability")).toEqual(["sure", "silent", "swift", "cheap"]);
    expect(order("speed")).toEqual(["swift", "sure", "silent", "cheap"]);
    expect(order("cost")).toEqual(["sure", "swift", "silent", "cheap"]);
  });

  test("the reason names what one success takes", () => {
    expect(find(rankingOf({ ...review, prefer: "speed" }, fleet), "swift").reason).toMatch(/; one success takes 2\.1\d\ss of work\.$/);
    expect(find(rankingOf({ ...review, prefer: "cost" }, fleet), "silent").reason).toMatch(/; its cost is not known\.$/);
    expect(find(rankingOf({ ...review, prefer: "cost" }, fleet), "cheap").reason).toMatch(
      /; one success costs \$\S+, which does not count while others succeed in 9\d\.\d\s%\.$/,
    );
  });

  test("the typical duration is the geometric mean of the days' medians by weight", () => {
    const [agent] = rankingOf(review, [
      { ...blank, agentId: "a", succeeded: 3, failed: 0, durationP50Ms: 1000 },
      { ...blank, agentId: "a", succeeded: 0, failed: 3, durationP50Ms: 4000 },
    ]);
    expect(agent?.typicalDurationMs).toBeCloseTo(2000, 2);
  });
});
