import { AppError } from "../../core/app-error.ts";
import type { AgentEvidence } from "../../domain/recommendation.ts";

/** Retention keeps 90 days by default: evidence has lost seven eighths of its weight, and no longer moves a ranking, when it is dropped. */
export const HALF_LIFE_DAYS = 30;
/**
 * A sibling workspace's agent of the same name does similar work for other inputs: four of its executions say as much as one of our own
 * (a power prior, J. Ibrahim and M.-H. Chen, Statistical Science 15, 2000), and all of them no more than `SIBLING_MOST`.
 */
export const SIBLING_WEIGHT = 0.25;
/** About as many executions as leave a success ratio open by fifteen points each way: a few days of our own outweigh it. */
export const SIBLING_MOST = 20;

const DAY_MS = 86_400_000;

/** One agent at one task type: what the evidence counts for now, and what was counted. Duration and cost are null when not known. */
export type FadedCell = {
  readonly agentId: string;
  readonly taskType: string;
  readonly raw: number;
  readonly rawSucceeded: number;
  readonly effective: number;
  readonly succeeded: number;
  readonly sibling: number;
  readonly siblingSucceeded: number;
  readonly typicalDurationMs: number | null;
  readonly typicalCostUsd: number | null;
};

/**
 * Evidence joined per agent and task type, sorted by both, each day weighing half of what it did `HALF_LIFE_DAYS` ago; a day in the
 * future (a clock is ahead) weighs as now. The order of rows does not matter, to the last bit. The typical duration is the weighted
 * geometric mean of the days' medians, the typical cost the weighted mean; both of our own executions alone.
 * Raises `invalid_input` for counts or instants that are none.
 */
export function fadeEvidence(evidence: readonly AgentEvidence[], nowMs: number): readonly FadedCell[] {
  for (const row of evidence) check(row);
  const sorted = [...evidence].sort(compareRows);
  const cells: FadedCell[] = [];
  for (let start = 0; start < sorted.length; ) {
    const first = sorted[start];
    if (first === undefined) break;
    let end = start + 1;
    while (sorted[end]?.agentId === first.agentId && sorted[end]?.taskType === first.taskType) end += 1;
    cells.push(join(first, sorted.slice(start, end), nowMs));
    start = end;
  }
  return cells;
}

function check({ agentId, taskType, atMs, succeeded, failed }: AgentEvidence): void {
  const isCount = (value: number): boolean => value >= 0 && Number.isSafeInteger(value);
  if (isCount(succeeded) && isCount(failed) && Number.isFinite(atMs)) return;
  throw new AppError("invalid_input", `Evidence of ${agentId} at ${taskType} is no evidence: ${succeeded}, ${failed} at ${atMs}`);
}

function compareRows(a: AgentEvidence, b: AgentEvidence): number {
  return (
    compareText(a.agentId, b.agentId) ||
    compareText(a.taskType, b.taskType) ||
    compareText(a.origin, b.origin) ||
    a.atMs - b.atMs ||
    a.succeeded - b.succeeded ||
    a.failed - b.failed ||
    (a.durationP50Ms ?? -1) - (b.durationP50Ms ?? -1) ||
    (a.meanCostUsd ?? -1) - (b.meanCostUsd ?? -1)
  );
}

/** By code units: the same everywhere, whatever the language of the machine. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function join({ agentId, taskType }: AgentEvidence, rows: readonly AgentEvidence[], nowMs: number): FadedCell {
  const weighted = rows.map((row) => ({ row, weight: 2 ** (-Math.max(0, nowMs - row.atMs) / (HALF_LIFE_DAYS * DAY_MS)) }));
  const own = weighted.filter(({ row }) => row.origin === "own");
  const siblings = weighted.filter(({ row }) => row.origin === "sibling");
  const count = (part: typeof own, of: (row: AgentEvidence) => number) => part.reduce((sum, { row, weight }) => sum + weight * of(row), 0);
  const siblingTotal = SIBLING_WEIGHT * count(siblings, total);
  const siblingShare = siblingTotal > SIBLING_MOST ? SIBLING_MOST / siblingTotal : 1;
  const logDuration = weightedMean(own, (row) => (row.durationP50Ms === null ? null : Math.log(Math.max(row.durationP50Ms, 1e-3))));
  return {
    agentId,
    taskType,
    raw: own.reduce((sum, { row }) => sum + total(row), 0),
    rawSucceeded: own.reduce((sum, { row }) => sum + row.succeeded, 0),
    effective: count(own, total),
    succeeded: count(own, (row) => row.succeeded),
    sibling: siblingShare * siblingTotal,
    siblingSucceeded: siblingShare * SIBLING_WEIGHT * count(siblings, (row) => row.succeeded),
    typicalDurationMs: logDuration === null ? null : Math.round(Math.exp(logDuration) * 1000) / 1000,
    typicalCostUsd: weightedMean(own, (row) => row.meanCostUsd),
  };
}

function total({ succeeded, failed }: AgentEvidence): number {
  return succeeded + failed;
}

function weightedMean(
  part: readonly { readonly row: AgentEvidence; readonly weight: number }[],
  of: (row: AgentEvidence) => number | null,
): number | null {
  let sum = 0;
  let weights = 0;
  for (const { row, weight } of part) {
    const value = of(row);
    if (value === null) continue;
    sum += weight * total(row) * value;
    weights += weight * total(row);
  }
  return weights > 0 ? sum / weights : null;
}
