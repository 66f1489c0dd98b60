"use client";
import { useNowMs } from "@/lib/browser/clock.tsx";
import { formatDuration, formatExactDuration } from "@/lib/core/format/format-duration.ts";
import type { ExecutionSummary } from "@/lib/domain/execution.ts";

/** How long an execution took; of one that runs, how long it has run so far, in whole seconds. */
export function DurationText({ execution }: { readonly execution: Pick<ExecutionSummary, "status" | "startedAt" | "durationMs"> }) {
  const nowMs = useNowMs();
  if (execution.durationMs !== null) {
    return <span title={formatExactDuration(execution.durationMs)}>{formatDuration(execution.durationMs)}</span>;
  }
  if (execution.status !== "running") return <span className="text-muted">unknown</span>;
  const seconds = Math.max(0, Math.floor((nowMs - Date.parse(execution.startedAt)) / 1000));
  return (
    <span className="text-muted" title="So far">
      {seconds === 0 ? "running" : formatDuration(seconds * 1000)}
    </span>
  );
}
