import { useQuery } from "@tanstack/react-query";
import { use } from "react";
import type { AgentReading } from "../domain/fleet-reading.ts";
import type { TimeRange } from "../domain/time-range.ts";
import { type HealthVerdict, judgeAgent } from "../view/health-verdict.ts";
import { hidesPresent, PRESENT_RANGE } from "../view/present-verdict.ts";
import { phraseRange } from "../view/range-phrase.ts";
import { figuresQueries } from "./figures-queries.ts";
import { useLiveRefresh } from "./live-refresh.ts";
import { refreshInterval } from "./refresh-interval.ts";
import { useSupabase } from "./supabase.tsx";
import { useWorkspace } from "./workspace.tsx";
import { useLiveState } from "./workspace-channel.tsx";

/** A quarter of an hour changes less in ten seconds than an operator could tell. */
const AT_MOST_EVERY_MS = 10_000;

/** What is looked at: an agent over a range, and what the server began to read of its present (null where the range tells that). */
export type PresentAgentArguments = { readonly agentId: string; readonly range: TimeRange; readonly initial: Promise<AgentReading | null> };

/** The verdict on an agent's present, where `range` hides it; null where the range tells it by itself. Suspends until it is there. */
export function usePresentAgentVerdict({ agentId, range, initial }: PresentAgentArguments): HealthVerdict | null {
  const isWanted = hidesPresent(range);
  const first = use(initial);
  const query = figuresQueries.agent(useSupabase(), { workspaceId: useWorkspace().id, range: PRESENT_RANGE, agentId });
  const live = useLiveState();
  const { data } = useQuery<AgentReading>({
    ...query,
    ...(first === null ? {} : { initialData: first, initialDataUpdatedAt: first.readAtMs }),
    enabled: isWanted,
    refetchInterval: refreshInterval(isWanted, live),
  });
  useLiveRefresh(query.queryKey, AT_MOST_EVERY_MS, isWanted);
  const reading = data ?? first;
  return isWanted && reading !== null ? judgeAgent(agentId, reading, phraseRange(PRESENT_RANGE)) : null;
}
