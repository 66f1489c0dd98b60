"use client";
import { createContext, type ReactNode, useContext, useMemo, useState, useSyncExternalStore } from "react";
import { writePreference } from "./preference-cookie.ts";

/** Relative times say "3 min ago"; they need no finer clock than this. */
const TICK_MS = 5000;

type Clock = {
  readonly firstMs: number;
  readonly timeZone: string;
  readonly setTimeZone: (zone: string) => void;
};

const ClockContext = createContext<Clock | null>(null);

type ClockProviderProps = {
  /** The server's clock when it drew the page: the first drawing in the browser must agree with it. */
  readonly nowMs: number;
  /** The zone that times are shown in, an IANA name. */
  readonly timeZone: string;
  readonly children: ReactNode;
};

/** Time for everything below: what it is now, and the zone to show it in. */
export function ClockProvider({ nowMs, timeZone, children }: ClockProviderProps) {
  const [firstMs] = useState(nowMs);
  const [zone, setZone] = useState(timeZone);
  const clock = useMemo(() => {
    const setTimeZone = (next: string) => {
      writePreference("wv-zone", next === "UTC" ? null : next);
      setZone(next);
    };
    return { firstMs, timeZone: zone, setTimeZone };
  }, [firstMs, zone]);
  return <ClockContext value={clock}>{children}</ClockContext>;
}

/** Now, epoch ms; draws again every five seconds. For display only: queries take their own time. */
export function useNowMs(): number {
  const { firstMs } = useClock();
  return useSyncExternalStore(subscribeToTicks, readTick, () => firstMs);
}

/** The zone that the operator chose to read times in: `UTC` or the browser's own, an IANA name. */
export function useTimeZone(): string {
  return useClock().timeZone;
}

/** Changes the zone here and, by a cookie, for what the server draws from now on. */
export function useSetTimeZone(): (zone: string) => void {
  return useClock().setTimeZone;
}

function useClock(): Clock {
  const clock = useContext(ClockContext);
  if (clock === null) throw new Error("The clock is used outside of ClockProvider");
  return clock;
}

// One timer for all that show a time; it runs only while somebody does.
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let tickMs = 0;

function readTick(): number {
  if (tickMs === 0) tickMs = Date.now();
  return tickMs;
}

function subscribeToTicks(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    tickMs = Date.now();
    timer = setInterval(() => {
      tickMs = Date.now();
      for (const each of listeners) each();
    }, TICK_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}
