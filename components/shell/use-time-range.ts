import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { parseTimeRange, type TimeRange, writeTimeRange } from "@/lib/domain/time-range.ts";

const PARAMETERS = ["range", "from", "to"] as const;

/** The range in the page's address. */
export function useTimeRange(): TimeRange {
  const search = useSearchParams();
  return useMemo(() => parseTimeRange(Object.fromEntries(search)), [search]);
}

/** Puts another range into the page's address; everything else there stays. A step in the browser's history, so "back" zooms out. */
export function useSetTimeRange(): (range: TimeRange) => void {
  const router = useRouter();
  const pathname = usePathname();
  const search = useSearchParams();
  return useCallback(
    (range) => {
      const next = new URLSearchParams(search);
      for (const name of PARAMETERS) next.delete(name);
      for (const [name, value] of Object.entries(writeTimeRange(range))) next.set(name, value);
      router.push(next.size === 0 ? pathname : `${pathname}?${next}`, { scroll: false });
    },
    [router, pathname, search],
  );
}

/** What charts take as `onZoom`: looks at the part that was dragged over. */
export function useZoom(): (fromMs: number, toMs: number) => void {
  const setRange = useSetTimeRange();
  return useCallback((fromMs, toMs) => setRange({ kind: "between", fromMs: Math.round(fromMs), toMs: Math.round(toMs) }), [setRange]);
}

/** Makes an address that keeps the range the operator is looking at; for links from page to page. */
export function useKeepRange(): (path: string) => string {
  const search = useSearchParams();
  return useCallback(
    (path) => {
      const kept = new URLSearchParams();
      for (const name of PARAMETERS) {
        const value = search.get(name);
        if (value !== null) kept.set(name, value);
      }
      return kept.size === 0 ? path : `${path}?${kept}`;
    },
    [search],
  );
}
