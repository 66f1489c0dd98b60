import { useQuery } from "@tanstack/react-query";
import { use } from "react";
import type { ReadingBasis } from "../domain/fleet-reading.ts";
import { errorSentence } from "../view/error-sentence.ts";
import type { FiguresQuery } from "./figures-queries.ts";
import { useLiveRefresh } from "./live-refresh.ts";
import { refreshInterval } from "./refresh-interval.ts";
import { useLiveState } from "./workspace-channel.tsx";

/** Executions are reported late by a few minutes at most, so what ended longer ago stands. */
const SETTLED_AFTER_MS = 300_000;

/** Since when (epoch ms) and why what is shown may be out of date. */
export type Staleness = { readonly sinceMs: number; readonly reason: string };

/**
 * Figures that the server began to read, kept current from then on; suspends until they are there. `stale` says why they are not
 * current, null while they are.
 */
export function useReading<R extends ReadingBasis>(
  query: FiguresQuery<R>,
  initial: Promise<R>,
): { readonly reading: R; readonly stale: Staleness | null } {
  const first = use(initial);
  const live = useLiveState();
  const isMoving = first.span.toMs > first.readAtMs - SETTLED_AFTER_MS;
  const { data, error, dataUpdatedAt } = useQuery<R>({
    ...query,
    initialData: first,
    initialDataUpdatedAt: first.readAtMs,
    refetchInterval: refreshInterval(isMoving, live),
  });
  const reading = data ?? first;
  useLiveRefresh(query.queryKey, undefined, isMoving);
  return { reading, stale: staleness() };

  function staleness(): Staleness | null {
    if (live.kind === "offline") return { sinceMs: live.sinceMs, reason: "the connection was lost" };
    if (error !== null) return { sinceMs: dataUpdatedAt, reason: errorSentence(error).replace(/\.$/, "") };
    return live.kind === "paused" ? { sinceMs: live.sinceMs, reason: "live updates are paused" } : null;
  }
}
