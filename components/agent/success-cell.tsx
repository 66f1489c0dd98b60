import { IntervalBar } from "@/components/charts/interval-bar.tsx";
import { formatExactRatio } from "@/lib/core/format/format-ratio.ts";
import type { ShownRatio } from "@/lib/view/success-text.ts";

type SuccessCellProps = {
  readonly success: ShownRatio | null;
  /** Where the bar's scale begins, 0 to 1. */
  readonly from?: number;
};

/** A success rate with its 90 % interval, drawn and in words; unknown where nothing was judged. */
export function SuccessCell({ success, from = 0 }: SuccessCellProps) {
  if (success === null) {
    return (
      <span className="flex items-center justify-end gap-2 text-muted">
        unknown
        <span className="hidden w-46 lg:block" />
      </span>
    );
  }
  return (
    <span className="figures flex items-center justify-end gap-2">
      <span title={formatExactRatio(success.ratio)}>{success.text}</span>
      <span className="hidden items-center gap-2 text-muted lg:flex">
        <IntervalBar value={success.ratio} {...success.interval} from={from} className="w-16" />
        <span className="w-28 text-left">{success.intervalText}</span>
      </span>
    </span>
  );
}
