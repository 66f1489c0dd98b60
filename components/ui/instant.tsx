"use client";
import type { ComponentProps } from "react";
import { useTimeZone } from "@/lib/browser/clock.tsx";
import { formatExactInstant, formatInstant } from "@/lib/core/format/format-time.ts";

type InstantProps = Omit<ComponentProps<"time">, "children" | "dateTime"> & { readonly atMs: number | string };

/** An instant in full, in the zone the operator chose; to the millisecond on hover. */
export function Instant({ atMs, ...props }: InstantProps) {
  const zone = useTimeZone();
  const instantMs = typeof atMs === "number" ? atMs : Date.parse(atMs);
  return (
    <time dateTime={new Date(instantMs).toISOString()} title={formatExactInstant(instantMs)} {...props}>
      {formatInstant(instantMs, zone)}
    </time>
  );
}
