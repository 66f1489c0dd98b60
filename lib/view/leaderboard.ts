import { formatRatio, formatRatioOfFew } from "../core/format/format-ratio.ts";
import type { AgentEvidence, AgentRecommendation, Preference, RankedAgent } from "../domain/recommendation.ts";
import { PREFERENCES } from "../domain/recommendation.ts";
import type { TimeRange } from "../domain/time-range.ts";
import type { ShownRatio } from "./success-text.ts";

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** A Monday at midnight UTC: weeks of evidence begin on Mondays. */
const MONDAY_MS = Date.UTC(2024, 0, 1);
/** Evidence is by the day so far back, and by the week before. */
const DAYS_BY_DAY = 14;

/** A task type that something was counted of: how many executions, by how many agents. */
export type EvidencedTaskType = { readonly taskType: string; readonly executions: number; readonly agents: number };

/** An agent's place in a ranking, from 1. `hasTried`: it was seen at the task type, here or in a sibling. */
export type Leader = {
  readonly place: number;
  readonly agent: RankedAgent;
  readonly success: ShownRatio;
  /** `7 of 9`: what was counted, without fading and shrinking. */
  readonly sampleText: string;
  readonly hasTried: boolean;
};

/** So many succeeded of so many that succeeded or failed. */
export type Tally = { readonly succeeded: number; readonly judged: number };

/** A day or week behind an estimate; `range` leads to its executions. */
export type EvidencePeriod = Tally & { readonly atMs: number; readonly isWeek: boolean; readonly range: TimeRange };

/** What stands behind an agent's place: its own days, newest first, and what thin evidence is pulled towards. */
export type RankingEvidence = {
  readonly periods: readonly EvidencePeriod[];
  readonly total: Tally;
  readonly elsewhere: Tally;
  readonly others: Tally;
  readonly siblings: Tally;
};

/** Reads `prefer` of an address; what makes no sense is reliability. */
export function parsePreference(text: string | null): Preference {
  return PREFERENCES.find((preference) => preference === text) ?? "reliability";
}

/** The task types of the workspace's own evidence, most used first. */
export function evidencedTaskTypes(evidence: readonly AgentEvidence[]): readonly EvidencedTaskType[] {
  const own = evidence.filter((row) => row.origin === "own" && row.succeeded + row.failed > 0);
  return [...Map.groupBy(own, (row) => row.taskType)]
    .map(([taskType, rows]) => ({ taskType, executions: tally(rows).judged, agents: new Set(rows.map((row) => row.agentId)).size }))
    .sort((a, b) => b.executions - a.executions || a.taskType.localeCompare(b.taskType));
}

/** The ranking as rows; empty where there is not enough to rank. */
export function leadersOf(recommendation: AgentRecommendation, evidence: readonly AgentEvidence[]): readonly Leader[] {
  if (recommendation.kind === "insufficient") return [];
  return recommendation.ranking.map((agent, index) => {
    const rows = evidence.filter((row) => row.agentId === agent.agentId && row.taskType === recommendation.taskType);
    const { succeeded, judged } = tally(rows.filter((row) => row.origin === "own"));
    return {
      place: index + 1,
      agent,
      success: showEstimate(agent),
      sampleText: judged === 0 ? "none" : formatRatioOfFew(succeeded, judged),
      hasTried: tally(rows).judged > 0,
    };
  });
}

/** The estimate with its interval; a share of the posterior, so never of few. */
export function showEstimate({ successRatio, low, high }: Pick<RankedAgent, "successRatio" | "low" | "high">): ShownRatio {
  const intervalText = `${formatRatio(low).replace(/\u202f%$/, "")} to ${formatRatio(high)}`;
  return { ratio: successRatio, text: formatRatio(successRatio), interval: { low, high }, intervalText };
}

/** What is behind an agent's place at a task type, as seen at `nowMs`. */
export function rankingEvidence(
  evidence: readonly AgentEvidence[],
  { agentId, taskType, nowMs }: { readonly agentId: string; readonly taskType: string; readonly nowMs: number },
): RankingEvidence {
  const own = evidence.filter((row) => row.origin === "own");
  const here = own.filter((row) => row.agentId === agentId && row.taskType === taskType);
  const firstDayMs = Math.floor(nowMs / DAY_MS) * DAY_MS - (DAYS_BY_DAY - 1) * DAY_MS;
  return {
    periods: here
      .filter((row) => row.succeeded + row.failed > 0)
      .toSorted((a, b) => b.atMs - a.atMs)
      .map((row) => {
        const isWeek = row.atMs < firstDayMs;
        const fromMs = isWeek ? MONDAY_MS + Math.floor((row.atMs - MONDAY_MS) / WEEK_MS) * WEEK_MS : Math.floor(row.atMs / DAY_MS) * DAY_MS;
        const toMs = isWeek ? Math.min(fromMs + WEEK_MS, firstDayMs) : fromMs + DAY_MS;
        return { ...tally([row]), atMs: fromMs, isWeek, range: { kind: "between", fromMs, toMs } };
      }),
    total: tally(here),
    elsewhere: tally(own.filter((row) => row.agentId === agentId && row.taskType !== taskType)),
    others: tally(own.filter((row) => row.agentId !== agentId && row.taskType === taskType)),
    siblings: tally(evidence.filter((row) => row.origin === "sibling" && row.agentId === agentId && row.taskType === taskType)),
  };
}

/** `7 of 9 (77.8 %)`; "nothing yet" of nothing. */
export function tallyText({ succeeded, judged }: Tally): string {
  return judged === 0 ? "nothing yet" : `${formatRatioOfFew(succeeded, judged)} (${formatRatio(succeeded / judged)})`;
}

/** Where the bars of a ranking begin: the tenth below the lowest interval, so that what differs is seen. */
export function leaderScaleStart(leaders: readonly Leader[]): number {
  return leaders.length === 0 ? 0 : Math.floor(Math.min(...leaders.map(({ success }) => success.interval.low)) * 10) / 10;
}

function tally(rows: readonly AgentEvidence[]): Tally {
  const succeeded = rows.reduce((sum, row) => sum + row.succeeded, 0);
  return { succeeded, judged: rows.reduce((sum, row) => sum + row.failed, succeeded) };
}
