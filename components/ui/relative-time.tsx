"use client";
import type { ComponentProps } from "react";
import { useNowMs, useTimeZone } from "@/lib/browser/clock.tsx";
import { formatInstant, formatRelativeTime } from "@/lib/core/format/format-time.ts";

type RelativeTimeProps = Omit<ComponentProps<"time">, "children" | "dateTime"> & {
  /** Epoch ms, or an ISO 8601 string. */
  readonly atMs: number | string;
};

/** "3 min ago", kept current, with the instant on hover. The first drawing uses the server's clock, so both agree. */
export function RelativeTime({ atMs, ...props }: RelativeTimeProps) {
  const nowMs = useNowMs();
  const zone = useTimeZone();
  const instantMs = typeof atMs === "number" ? atMs : Date.parse(atMs);
  return (
    <time dateTime={new Date(instantMs).toISOString()} title={formatInstant(instantMs, zone)} {...props}>
      {formatRelativeTime(instantMs, nowMs)}
    </time>
  );
}
