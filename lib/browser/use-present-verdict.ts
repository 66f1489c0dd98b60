import { useQuery } from "@tanstack/react-query";
import { use } from "react";
import type { HealthReading } from "../domain/fleet-reading.ts";
import type { TimeRange } from "../domain/time-range.ts";
import { type HealthVerdict, judgeHealth } from "../view/health-verdict.ts";
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

/**
 * The verdict on now, where `range` hides it; null where the range tells it by itself. `initial` is what the server began to read, null
 * likewise; suspends until it is there.
 */
export function usePresentVerdict(range: TimeRange, initial: Promise<HealthReading | null>): HealthVerdict | null {
  const isWanted = hidesPresent(range);
  const first = use(initial);
  const query = figuresQueries.health(useSupabase(), { workspaceId: useWorkspace().id, range: PRESENT_RANGE });
  const live = useLiveState();
  const { data } = useQuery<HealthReading>({
    ...query,
    ...(first === null ? {} : { initialData: first, initialDataUpdatedAt: first.readAtMs }),
    enabled: isWanted,
    refetchInterval: refreshInterval(isWanted, live),
  });
  useLiveRefresh(query.queryKey, AT_MOST_EVERY_MS, isWanted);
  const reading = data ?? first;
  return isWanted && reading !== null ? judgeHealth(reading, phraseRange(PRESENT_RANGE)) : null;
}
