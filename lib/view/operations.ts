import { endedCount, type GroupedFigures } from "../domain/execution-figures.ts";
import { proportionInterval } from "../stats/proportion-interval.ts";
import { type ShownRatio, showFailure } from "./success-text.ts";

/** A p95 of fewer is hardly more than their slowest. */
export const ENOUGH_FOR_P95 = 20;
/** Surer than the intervals on screen: at 90 % one failure of one would still stand before sixty of two hundred. */
const RANKING_CONFIDENCE = 0.95;

/** An operation is an agent at a task type; with how often it fails. */
export type FailingOperation = {
  readonly agentId: string;
  readonly taskType: string;
  readonly failed: number;
  readonly failure: ShownRatio;
};

/** An operation with what its slowest twentieth takes at least, ms. */
export type SlowOperation = {
  readonly agentId: string;
  readonly taskType: string;
  readonly p50Ms: number | null;
  readonly p95Ms: number;
  readonly ended: number;
};

/**
 * The operations with failures, by evidence: highest first by the lower end of the 95 % interval of their failure ratio, so that one
 * failure of one does not stand before sixty of two hundred. At most `most`.
 */
export function topFailing(operations: readonly GroupedFigures[], most: number): readonly FailingOperation[] {
  return operations
    .flatMap((figures) => {
      const failure = showFailure(figures);
      if (figures.agentId === null || figures.taskType === null || failure === null || figures.failed === 0) return [];
      const atLeast = proportionInterval(figures.failed, figures.succeeded + figures.failed, RANKING_CONFIDENCE).low;
      return [{ agentId: figures.agentId, taskType: figures.taskType, failed: figures.failed, failure, atLeast }];
    })
    .sort((a, b) => b.atLeast - a.atLeast || b.failed - a.failed || byName(a, b))
    .slice(0, most)
    .map(({ atLeast: _, ...operation }) => operation);
}

/** The operations of which at least {@link ENOUGH_FOR_P95} ended, slowest p95 first. At most `most`. */
export function slowest(operations: readonly GroupedFigures[], most: number): readonly SlowOperation[] {
  return operations
    .flatMap((figures) => {
      const ended = endedCount(figures);
      const { agentId, taskType, p50Ms, p95Ms } = figures;
      if (agentId === null || taskType === null || p95Ms === null || ended < ENOUGH_FOR_P95) return [];
      return [{ agentId, taskType, p50Ms, p95Ms, ended }];
    })
    .sort((a, b) => b.p95Ms - a.p95Ms || byName(a, b))
    .slice(0, most);
}

/** Where the scale of the operations' bars ends: the tenth above the highest interval, so that what differs is seen; 1 without any. */
export function failureScaleEnd(operations: readonly FailingOperation[]): number {
  return operations.length === 0 ? 1 : Math.ceil(Math.max(...operations.map((one) => one.failure.interval.high)) * 10) / 10;
}

/** One name for an operation, the same for the same one and different for different ones. */
export function operationKey(operation: { readonly agentId: string | null; readonly taskType: string | null }): string {
  return JSON.stringify([operation.agentId, operation.taskType]);
}

function byName(a: { readonly agentId: string; readonly taskType: string }, b: typeof a): number {
  return a.agentId.localeCompare(b.agentId) || a.taskType.localeCompare(b.taskType);
}
