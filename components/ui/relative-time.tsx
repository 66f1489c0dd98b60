"use client";
import type { ComponentProps } from "react";
import { useNowMs, useTimeZone } from "@/lib/browser/clock.tsx";
import { formatInstant, formatRelativeTime } from "@/lib/core/format/format-time.ts";

/** The clock here ticks seldom, and the server's may be a little ahead: what just happened must not read as yet to come. */
const TOLERANCE_MS = 10_000;

type RelativeTimeProps = Omit<ComponentProps<"time">, "children" | "dateTime"> & {
  /** Epoch ms, or an ISO 8601 string. */
  readonly atMs: number | string;
};

/** "3 min ago", kept current, with the instant on hover. The first drawing uses the server's clock, so both agree. */
export function RelativeTime({ atMs, ...props }: RelativeTimeProps) {
  const nowMs = useNowMs();
  const zone = useTimeZone();
  const instantMs = typeof atMs === "number" ? atMs : Date.parse(atMs);
  const isJustNow = instantMs > nowMs && instantMs - nowMs < TOLERANCE_MS;
  return (
    <time dateTime={new Date(instantMs).toISOString()} title={formatInstant(instantMs, zone)} {...props}>
      {formatRelativeTime(instantMs, isJustNow ? instantMs : nowMs)}
    </time>
  );
}
