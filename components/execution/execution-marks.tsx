import { Clock3, FlaskConical } from "lucide-react";
import { formatDuration } from "@/lib/core/format/format-duration.ts";
import type { ExecutionSummary } from "@/lib/domain/execution.ts";

/** What one must know before believing a row: a clock that was off, or history that a demo made. */
export function ExecutionMarks({ execution }: { readonly execution: ExecutionSummary }) {
  const skewMs = execution.clockSkewMs ?? 0;
  const skew = `The sender's clock was ${formatDuration(Math.abs(skewMs))} ${skewMs > 0 ? "ahead" : "behind"}; the times are corrected.`;
  return (
    <>
      {skewMs === 0 ? null : (
        <span title={skew} className="shrink-0 text-warning">
          <Clock3 aria-hidden="true" className="size-3.5" />
          <span className="sr-only">{skew}</span>
        </span>
      )}
      {execution.isGenerated ? (
        <span title="Generated for the demo, not reported by an agent." className="shrink-0 text-muted">
          <FlaskConical aria-hidden="true" className="size-3.5" />
          <span className="sr-only">generated</span>
        </span>
      ) : null}
    </>
  );
}
