import { figuresSpan } from "../domain/figures-span.ts";
import type { HealthReading, RunningCount } from "../domain/fleet-reading.ts";
import { seriesStepMs, type TimeRange } from "../domain/time-range.ts";
import { listAgents } from "./agents.ts";
import type { Client } from "./client.ts";
import { listExecutions } from "./list-executions.ts";
import { readExecutionSeries, readExecutionTotals } from "./read-execution-figures.ts";

/** Of which workspace, over which range, as seen at which epoch ms. */
export type ReadingArguments = { readonly workspaceId: string; readonly range: TimeRange; readonly nowMs: number };

/** What began longer ago and has not ended since was lost rather than is running. */
const RUNNING_FOR_MS = 86_400_000;
/** Enough to say how busy a fleet is; beyond, "more than" does. */
const MOST_RUNNING = 100;

/** A workspace's health over a range; reads rollups and, for what runs now, at most a hundred rows by index. Raises as `unwrap` does. */
export async function readHealth(client: Client, args: ReadingArguments): Promise<HealthReading> {
  const { workspaceId, range, nowMs } = args;
  const basis = figuresSpan(range, nowMs);
  const now = { workspaceId, ...basis.span };
  const before = { workspaceId, ...basis.before };
  const stepMs = seriesStepMs(basis.span);
  const [totals, totalsBefore, operations, operationsBefore, series, running, agents] = await Promise.all([
    readExecutionTotals(client, { ...now, by: [] }),
    readExecutionTotals(client, { ...before, by: [] }),
    readExecutionTotals(client, { ...now, by: ["agent", "task_type"] }),
    readExecutionTotals(client, { ...before, by: ["agent", "task_type"] }),
    readExecutionSeries(client, { ...now, stepMs }),
    countRunning(client, args),
    listAgents(client, workspaceId),
  ]);
  return {
    ...basis,
    readAtMs: nowMs,
    totals: totals[0] ?? null,
    totalsBefore: totalsBefore[0] ?? null,
    operations,
    operationsBefore,
    stepMs,
    series,
    running,
    agentCount: agents.length,
  };
}

async function countRunning(client: Client, { workspaceId, nowMs }: ReadingArguments): Promise<RunningCount> {
  const rows = await listExecutions(client, {
    workspaceId,
    fromMs: nowMs - RUNNING_FOR_MS,
    statuses: ["running"],
    limit: MOST_RUNNING + 1,
  });
  return { count: Math.min(rows.length, MOST_RUNNING), isMore: rows.length > MOST_RUNNING };
}
