import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef } from "react";
import { useExecutionAnnouncements, useLiveState } from "./workspace-channel.tsx";

/** A person reads no faster. */
const AT_MOST_EVERY_MS = 4000;

/** An execution is announced when it is stored, and is in the rollups up to two seconds later. */
const ROLLED_UP_AFTER_MS = 2500;

/**
 * Asks again for what depends on executions when new ones are announced: once they are in the rollups, at most every
 * `everyMs`, the last announcement never lost. For figures and charts; lists announce new rows
 * instead. `isWanted` is false for what lies in the past, which new executions do not change.
 */
export function useLiveRefresh(queryKey: QueryKey, everyMs: number = AT_MOST_EVERY_MS, isWanted = true): void {
  const queries = useQueryClient();
  const isPaused = useLiveState().kind === "paused";
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null);
  const heardMs = useRef(0);
  const refreshedMs = useRef(0);

  const refresh = useEffectEvent(() => {
    waiting.current = null;
    // What was announced before the pause waits for its end, when everything is asked for again.
    if (isPaused) return;
    refreshedMs.current = Date.now();
    void queries.invalidateQueries({ queryKey });
    // What was announced a moment ago is not in the rollups yet.
    if (heardMs.current + ROLLED_UP_AFTER_MS > Date.now()) wait();
  });
  const wait = useEffectEvent(() => {
    const dueInMs = Math.max(ROLLED_UP_AFTER_MS, refreshedMs.current + everyMs - Date.now());
    waiting.current = setTimeout(() => refresh(), dueInMs);
  });

  useExecutionAnnouncements(() => {
    if (!isWanted) return;
    heardMs.current = Date.now();
    if (waiting.current === null) wait();
  });
  useEffect(
    () => () => {
      if (waiting.current !== null) clearTimeout(waiting.current);
      waiting.current = null;
    },
    [],
  );
}
