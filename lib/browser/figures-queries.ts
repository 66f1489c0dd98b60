import type { QueryKey } from "@tanstack/react-query";
import type { Client } from "../data/client.ts";
import { readAgent, readFleet, readFleetTrend } from "../data/read-fleet.ts";
import { readHealth } from "../data/read-health.ts";
import type { AgentReading, FleetReading, FleetTrend, HealthReading } from "../domain/fleet-reading.ts";
import { type TimeRange, timeRangeKey } from "../domain/time-range.ts";

/** Which figures: of a workspace, over a range that may end now. */
export type FiguresScope = { readonly workspaceId: string; readonly range: TimeRange };

/** What useQuery and useReading take. */
export type FiguresQuery<R> = { readonly queryKey: QueryKey; readonly queryFn: () => Promise<R>; readonly staleTime?: number };

/** A sparkline of twelve steps changes by a twelfth of the range; it need not be asked for with every announcement. */
const TREND_FRESH_MS = 60_000;

/** The queries about figures. Each takes its own "now", so that a range which ends now moves with every refresh. */
export const figuresQueries = {
  health: (client: Client, { workspaceId, range }: FiguresScope): FiguresQuery<HealthReading> => ({
    queryKey: ["figures", workspaceId, "health", timeRangeKey(range)],
    queryFn: () => readHealth(client, { workspaceId, range, nowMs: Date.now() }),
  }),
  fleet: (client: Client, { workspaceId, range }: FiguresScope): FiguresQuery<FleetReading> => ({
    queryKey: ["figures", workspaceId, "fleet", timeRangeKey(range)],
    queryFn: () => readFleet(client, { workspaceId, range, nowMs: Date.now() }),
  }),
  trend: (client: Client, { workspaceId, range }: FiguresScope): FiguresQuery<FleetTrend> => ({
    queryKey: ["figures", workspaceId, "trend", timeRangeKey(range)],
    queryFn: () => readFleetTrend(client, { workspaceId, range, nowMs: Date.now() }),
    staleTime: TREND_FRESH_MS,
  }),
  agent: (client: Client, { workspaceId, range, agentId }: FiguresScope & { readonly agentId: string }): FiguresQuery<AgentReading> => ({
    queryKey: ["figures", workspaceId, "agent", agentId, timeRangeKey(range)],
    queryFn: () => readAgent(client, { workspaceId, range, agentId, nowMs: Date.now() }),
  }),
};
