import { figuresSpan } from "../domain/figures-span.ts";
import type { AgentReading, FleetReading, FleetTrend } from "../domain/fleet-reading.ts";
import { seriesStepMs } from "../domain/time-range.ts";
import { listAgents } from "./agents.ts";
import type { Client } from "./client.ts";
import { listExecutions } from "./list-executions.ts";
import { readExecutionSeries, readExecutionTotals } from "./read-execution-figures.ts";
import type { ReadingArguments } from "./read-health.ts";

/** A sparkline is 96 pixels wide. */
const TREND_STEPS = 12;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const FAILURES_SHOWN = 10;

/** Every agent of a workspace, and what those with executions in the range did, in all and by task type. Raises as `unwrap` does. */
export async function readFleet(client: Client, { workspaceId, range, nowMs }: ReadingArguments): Promise<FleetReading> {
  const basis = figuresSpan(range, nowMs);
  const now = { workspaceId, ...basis.span };
  const [agents, byAgent, operations] = await Promise.all([
    listAgents(client, workspaceId),
    readExecutionTotals(client, { ...now, by: ["agent"] }),
    readExecutionTotals(client, { ...now, by: ["agent", "task_type"] }),
  ]);
  return { ...basis, readAtMs: nowMs, agents, byAgent, operations };
}

/**
 * How all agents fared along the range, in about twelve steps: as many queries, however many agents there are. Raises as `unwrap` does.
 */
export async function readFleetTrend(client: Client, { workspaceId, range, nowMs }: ReadingArguments): Promise<FleetTrend> {
  const { span } = figuresSpan(range, nowMs);
  // Steps of whole hours read hours; only short ranges need minutes.
  const wholeMs = span.toMs - span.fromMs >= TREND_STEPS * HOUR_MS ? HOUR_MS : MINUTE_MS;
  const stepMs = Math.max(wholeMs, Math.round((span.toMs - span.fromMs) / TREND_STEPS / wholeMs) * wholeMs);
  const firstMs = Math.ceil((span.toMs - TREND_STEPS * stepMs) / wholeMs) * wholeMs;
  const starts = Array.from({ length: TREND_STEPS }, (_, step) => firstMs + step * stepMs).filter((atMs) => atMs + stepMs > span.fromMs);
  const steps = await Promise.all(
    starts.map(async (atMs) => ({
      atMs,
      byAgent: await readExecutionTotals(client, { workspaceId, fromMs: atMs, toMs: atMs + stepMs, by: ["agent"] }),
    })),
  );
  return { steps };
}

/** One agent over a range; its own figures are picked from the fleet's, which cost the same. Raises as `unwrap` does. */
export async function readAgent(client: Client, args: ReadingArguments & { readonly agentId: string }): Promise<AgentReading> {
  const { workspaceId, range, nowMs, agentId } = args;
  const basis = figuresSpan(range, nowMs);
  const now = { workspaceId, ...basis.span };
  const stepMs = seriesStepMs(basis.span);
  const [agents, byAgent, byAgentBefore, operations, series, failures] = await Promise.all([
    listAgents(client, workspaceId),
    readExecutionTotals(client, { ...now, by: ["agent"] }),
    readExecutionTotals(client, { workspaceId, ...basis.before, by: ["agent"] }),
    readExecutionTotals(client, { ...now, by: ["agent", "task_type"] }),
    readExecutionSeries(client, { ...now, stepMs, agentId }),
    listExecutions(client, { ...now, agentIds: [agentId], statuses: ["failed"], limit: FAILURES_SHOWN }),
  ]);
  return {
    ...basis,
    readAtMs: nowMs,
    agent: agents.find((agent) => agent.id === agentId) ?? null,
    totals: byAgent.find((figures) => figures.agentId === agentId) ?? null,
    totalsBefore: byAgentBefore.find((figures) => figures.agentId === agentId) ?? null,
    operations: operations.filter((figures) => figures.agentId === agentId),
    stepMs,
    series,
    failures,
  };
}
