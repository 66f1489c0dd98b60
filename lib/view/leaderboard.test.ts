import { describe, expect, test } from "vitest";
import type { AgentEvidence, RankedAgent } from "../domain/recommendation.ts";
import { evidencedTaskTypes, leaderScaleStart, leadersOf, parsePreference, rankingEvidence, tallyText } from "./leaderboard.ts";

const DAY_MS = 86_400_000;
/** A Wednesday. */
const NOW_MS = Date.UTC(2026, 10, 18, 15);
const TODAY_MS = Date.UTC(2026, 10, 18);

function row(parts: Partial<AgentEvidence> = {}): AgentEvidence {
  const counts = { succeeded: 7, failed: 2, durationP50Ms: null, meanCostUsd: null };
  return { agentId: "a", taskType: "send", atMs: TODAY_MS, origin: "own", ...counts, ...parts };
}

function ranked(agentId: string): RankedAgent {
  const sample = { raw: 9, effective: 8.5, sibling: 0 };
  const typical = { typicalDurationMs: null, typicalCostUsd: null };
  return {
    agentId,
    successRatio: 0.7,
    low: 0.43,
    high: 0.9,
    sample,
    ...typical,
    confidence: 0.5,
    reason: "",
    isExploration: false,
    explorationShare: 0,
  };
}

describe("the task types", () => {
  test("are those of one's own evidence, most used first", () => {
    const evidence = [
      row(),
      row({ agentId: "b", atMs: TODAY_MS - DAY_MS }),
      row({ taskType: "draw", succeeded: 100, failed: 0 }),
      row({ taskType: "only a sibling's", origin: "sibling" }),
      row({ taskType: "only cancelled", succeeded: 0, failed: 0 }),
    ];
    expect(evidencedTaskTypes(evidence)).toEqual([
      { taskType: "draw", executions: 100, agents: 1 },
      { taskType: "send", executions: 18, agents: 2 },
    ]);
  });
});

describe("the rows of a ranking", () => {
  const told = { kind: "ranked", taskType: "send", prefer: "reliability", isTaskTypeKnown: true } as const;

  test("bear their place, what was counted here, and whether the agent ever did it", () => {
    const ranking = [ranked("a"), ranked("b"), ranked("c")];
    const evidence = [
      row(),
      row({ atMs: TODAY_MS - DAY_MS, failed: 0 }),
      row({ agentId: "b", origin: "sibling" }),
      row({ agentId: "c", taskType: "draw" }),
    ];
    const leaders = leadersOf({ ...told, ranking, use: ranked("a") }, evidence);
    expect(leaders.map(({ place, sampleText, hasTried }) => [place, sampleText, hasTried])).toEqual([
      [1, "14 of 16", true],
      [2, "none", true],
      [3, "none", false],
    ]);
    expect(leaders[0]?.success).toMatchObject({ ratio: 0.7, interval: { low: 0.43, high: 0.9 } });
    expect(leaderScaleStart(leaders)).toBe(0.4);
  });

  test("of too little are none", () => {
    expect(leadersOf({ kind: "insufficient", taskType: "send", prefer: "cost", have: 0, need: 1 }, [])).toEqual([]);
    expect(leaderScaleStart([])).toBe(0);
  });
});

describe("what is behind a place", () => {
  const seen = { agentId: "a", taskType: "send", nowMs: NOW_MS };

  test("is every day of two weeks and every week before, newest first, each leading to its executions", () => {
    const weekMs = Date.UTC(2026, 9, 19);
    const evidence = [
      row({ atMs: weekMs + 3 * DAY_MS }),
      row({ atMs: TODAY_MS - 13 * DAY_MS }),
      row({ atMs: TODAY_MS, succeeded: 1, failed: 0 }),
    ];
    const { periods, total } = rankingEvidence(evidence, seen);
    expect(periods).toEqual([
      { succeeded: 1, judged: 1, atMs: TODAY_MS, isWeek: false, range: { kind: "between", fromMs: TODAY_MS, toMs: TODAY_MS + DAY_MS } },
      {
        ...{ succeeded: 7, judged: 9, isWeek: false, atMs: TODAY_MS - 13 * DAY_MS },
        range: { kind: "between", fromMs: TODAY_MS - 13 * DAY_MS, toMs: TODAY_MS - 12 * DAY_MS },
      },
      { succeeded: 7, judged: 9, atMs: weekMs, isWeek: true, range: { kind: "between", fromMs: weekMs, toMs: weekMs + 7 * DAY_MS } },
    ]);
    expect(total).toEqual({ succeeded: 15, judged: 19 });
  });

  test("of the week in which the days begin ends where they begin: no execution stands in two of them", () => {
    // The first of the 14 days is Thursday, 5 November; its week began on Monday, the 2nd.
    const { periods } = rankingEvidence([row({ atMs: Date.UTC(2026, 10, 3) })], seen);
    expect(periods[0]?.range).toEqual({ kind: "between", fromMs: Date.UTC(2026, 10, 2), toMs: Date.UTC(2026, 10, 5) });
  });

  test("names what thin evidence is pulled towards, and keeps siblings apart", () => {
    const evidence = [
      row(),
      row({ taskType: "draw", succeeded: 3, failed: 0 }),
      row({ agentId: "b", succeeded: 0, failed: 5 }),
      row({ origin: "sibling" }),
    ];
    const { total, elsewhere, others, siblings } = rankingEvidence(evidence, seen);
    expect([total, elsewhere, others, siblings].map((one) => [one.succeeded, one.judged])).toEqual([
      [7, 9],
      [3, 3],
      [0, 5],
      [7, 9],
    ]);
  });
});

test("a preference is read from the address; what makes no sense is reliability", () => {
  expect(["speed", "cost", "beauty", null].map(parsePreference)).toEqual(["speed", "cost", "reliability", "reliability"]);
});

test("a tally shows its sample beside its share", () => {
  expect(tallyText({ succeeded: 7, judged: 9 })).toBe("7 of 9 (77.8\u202f%)");
  expect(tallyText({ succeeded: 0, judged: 0 })).toBe("nothing yet");
});
