import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { useExecutionAnnouncements } from "./workspace-channel.tsx";

/** Rollups are made every second or so, and a person reads no faster. */
const AT_MOST_EVERY_MS = 2000;

/**
 * Asks again for what depends on executions when new ones are announced: at once for the first, then at most every
 * `everyMs`, the last announcement never lost. For figures and charts; lists announce new rows instead.
 */
export function useLiveRefresh(queryKey: QueryKey, everyMs: number = AT_MOST_EVERY_MS): void {
  const queries = useQueryClient();
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null);
  const refreshedMs = useRef(0);
  const refresh = useCallback(() => {
    waiting.current = null;
    refreshedMs.current = Date.now();
    void queries.invalidateQueries({ queryKey });
  }, [queries, queryKey]);

  useExecutionAnnouncements(() => {
    if (waiting.current !== null) return;
    const dueInMs = Math.max(0, refreshedMs.current + everyMs - Date.now());
    waiting.current = setTimeout(refresh, dueInMs);
  });
  useEffect(
    () => () => {
      if (waiting.current !== null) clearTimeout(waiting.current);
      waiting.current = null;
    },
    [],
  );
}
