"use client";
import { Button } from "@/components/ui/button.tsx";
import { useTimeZone } from "@/lib/browser/clock.tsx";
import { type PastPricing, usePricePast } from "@/lib/browser/use-price-past.ts";
import { formatCost } from "@/lib/core/format/format-cost.ts";
import { formatExactCount } from "@/lib/core/format/format-count.ts";
import { formatDay } from "@/lib/core/format/format-time.ts";
import { errorSentence } from "@/lib/view/error-sentence.ts";
import type { PricingPreview } from "@/lib/view/price-list.ts";

type PricePastProps = { readonly preview: PricingPreview | null; readonly mayPrice: boolean };

/** What the prices would change of the past, and the way to have it changed. */
export function PricePast({ preview, mayPrice }: PricePastProps) {
  const { state, start, stop } = usePricePast();
  const zone = useTimeZone();
  const isRunning = state.kind === "running";
  if (preview === null && state.kind === "idle") return null;
  const many = preview === null ? "" : `${preview.isCapped ? "more than " : ""}${formatExactCount(preview.executions)}`;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 rounded-md bg-hover px-3 py-2.5">
      <div className="min-w-0 text-sm" role="status">
        {preview === null || isRunning ? null : (
          <p>
            {many} executions since {formatDay(Date.parse(preview.firstStartedAt), zone)} could be priced: {changeText(preview.addedUsd)}
            {preview.isCapped ? " and more" : ""}.
          </p>
        )}
        <Progress state={state} />
      </div>
      {!mayPrice ? null : isRunning ? (
        <Button onClick={stop}>Stop</Button>
      ) : preview === null ? null : (
        <Button variant="primary" onClick={start}>
          Price {many} executions
        </Button>
      )}
    </div>
  );
}

function Progress({ state }: { readonly state: PastPricing }) {
  if (state.kind === "idle") return null;
  const sum = `${formatExactCount(state.priced)} executions priced (${changeText(state.addedUsd)})`;
  switch (state.kind) {
    case "running":
      return <p className="figures">{sum} so far. What is done stays done if you leave.</p>;
    case "done":
      return <p className="figures">{sum}. Reported costs stayed as they are.</p>;
    case "stopped":
      return <p className="figures">Stopped: {sum}. It goes on from there.</p>;
    case "failed":
      return (
        <p role="alert" className="text-critical">
          {errorSentence(state.error)} Until then: {sum}. It goes on from there.
        </p>
      );
  }
}

function changeText(addedUsd: number): string {
  return addedUsd < 0 ? `${formatCost(-addedUsd)} less` : `${formatCost(addedUsd)} more`;
}
