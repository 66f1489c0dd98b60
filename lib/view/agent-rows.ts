import { formatRatio } from "../core/format/format-ratio.ts";
import type { Agent } from "../domain/agent.ts";
import { endedCount, type GroupedFigures } from "../domain/execution-figures.ts";
import type { FleetReading, FleetTrend } from "../domain/fleet-reading.ts";
import type { SearchParameters } from "../domain/time-range.ts";
import { type ShownRatio, showSuccess } from "./success-text.ts";

/** What the table of agents can be sorted by. */
export const AGENT_SORTS = ["agent", "executions", "success", "p50", "p95", "cost", "seen"] as const;

/** A column and a direction. */
export type AgentSort = { readonly by: (typeof AGENT_SORTS)[number]; readonly isDescending: boolean };

/** Most used first: what matters most stands where the eye begins. */
const DEFAULT_SORT: AgentSort = { by: "executions", isDescending: true };

/** An agent with its figures in the span; what is not known is null. */
export type AgentRow = {
  readonly agent: Agent;
  readonly ended: number;
  readonly success: ShownRatio | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly costEachUsd: number | null;
};

/** Reads `sort=success` (falling) or `sort=success-up` (rising). What makes no sense sorts by executions. */
export function parseAgentSort(parameters: SearchParameters): AgentSort {
  const text = parameters["sort"];
  if (typeof text !== "string") return DEFAULT_SORT;
  const by = AGENT_SORTS.find((name) => name === text.replace(/-up$/, ""));
  return by === undefined ? DEFAULT_SORT : { by, isDescending: !text.endsWith("-up") };
}

/** The value of `sort` that {@link parseAgentSort} reads back; null for the default, so that its address stays clean. */
export function writeAgentSort({ by, isDescending }: AgentSort): string | null {
  if (by === DEFAULT_SORT.by && isDescending === DEFAULT_SORT.isDescending) return null;
  return isDescending ? by : `${by}-up`;
}

/** Every agent as a row, also those without executions in the span. */
export function agentRows({ agents, byAgent }: Pick<FleetReading, "agents" | "byAgent">): readonly AgentRow[] {
  const figures = new Map(byAgent.map((one) => [one.agentId, one]));
  return agents.map((agent) => toRow(agent, figures.get(agent.id)));
}

function toRow(agent: Agent, figures: GroupedFigures | undefined): AgentRow {
  const ended = figures === undefined ? 0 : endedCount(figures);
  return {
    agent,
    ended,
    success: figures === undefined ? null : showSuccess(figures),
    p50Ms: figures?.p50Ms ?? null,
    p95Ms: figures?.p95Ms ?? null,
    costEachUsd: costEachUsd(figures),
  };
}

/** US dollars for each execution that ended; null where none ended or no cost was reported. */
export function costEachUsd(figures: GroupedFigures | undefined): number | null {
  if (figures === undefined || figures.costUsd === 0) return null;
  const ended = endedCount(figures);
  return ended === 0 ? null : figures.costUsd / ended;
}

/** The rows in the order of `sort`; what is unknown comes last in either direction, equals by name. */
export function sortAgentRows(rows: readonly AgentRow[], { by, isDescending }: AgentSort): readonly AgentRow[] {
  return [...rows].sort((a, b) => {
    const one = sortKey(a, by);
    const two = sortKey(b, by);
    if (one === null || two === null) return Number(one === null) - Number(two === null) || byName(a, b);
    const order = typeof one === "string" || typeof two === "string" ? String(one).localeCompare(String(two)) : one - two;
    return (isDescending ? -order : order) || byName(a, b);
  });
}

function sortKey(row: AgentRow, by: AgentSort["by"]): number | string | null {
  switch (by) {
    case "agent":
      return row.agent.id;
    case "executions":
      return row.ended;
    // What is sure to be achieved, so that one of one does not lead.
    case "success":
      return row.success?.interval.low ?? null;
    case "p50":
      return row.p50Ms;
    case "p95":
      return row.p95Ms;
    case "cost":
      return row.costEachUsd;
    case "seen":
      return Date.parse(row.agent.lastSeenAt);
  }
}

function byName(a: AgentRow, b: AgentRow): number {
  return a.agent.id.localeCompare(b.agent.id);
}

/** The rows whose name, task types or description hold every word of `words`, upper and lower case alike. */
export function filterAgentRows(rows: readonly AgentRow[], words: string): readonly AgentRow[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(({ agent }) => {
    const text = [agent.id, agent.description, ...agent.taskTypes].join(" ").toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

/** An agent's share of success in each step of the trend; null where it ended nothing. */
export function successTrend(trend: FleetTrend, agentId: string): readonly (number | null)[] {
  return trend.steps.map(({ byAgent }) => {
    const figures = byAgent.find((one) => one.agentId === agentId);
    return figures === undefined ? null : (showSuccess(figures)?.ratio ?? null);
  });
}

/**
 * Where the scale of all agents' {@link successTrend} begins: the lowest share, rounded down to a tenth; 0 where nothing is known. An
 * agent of one step has a point and no course, and stretches nobody's scale.
 */
export function trendStart(trend: FleetTrend): number {
  const byAgent = Map.groupBy(
    trend.steps.flatMap((step) => step.byAgent),
    ({ agentId }) => agentId,
  );
  const drawn = [...byAgent.values()].filter((steps) => steps.length > 1).flat();
  const shares = drawn.flatMap((figures) => showSuccess(figures)?.ratio ?? []);
  return shares.length === 0 ? 0 : Math.min(0.9, Math.floor(Math.min(...shares) * 10) / 10);
}

/** What a sparkline of {@link successTrend} shows, for those who do not see it. */
export function describeTrend(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return "No execution was judged in the range";
  return `Success along the range, between ${formatRatio(Math.min(...known))} and ${formatRatio(Math.max(...known))}`;
}
