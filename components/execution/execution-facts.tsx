"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import { useKeepRange } from "@/components/shell/use-time-range.ts";
import { classNames } from "@/components/ui/class-names.ts";
import { CopyButton } from "@/components/ui/copy-button.tsx";
import { Instant } from "@/components/ui/instant.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { formatCost, formatExactCost } from "@/lib/core/format/format-cost.ts";
import { formatExactCount } from "@/lib/core/format/format-count.ts";
import { formatDuration } from "@/lib/core/format/format-duration.ts";
import type { Execution } from "@/lib/domain/execution.ts";
import { DurationText } from "./duration-text.tsx";

type ExecutionFactsProps = {
  readonly execution: Execution;
  /** The path of the workspace. */
  readonly base: string;
  readonly className?: string;
};

/** What is known of an execution, fact by fact; what was not reported is left out. */
export function ExecutionFacts({ execution, base, className }: ExecutionFactsProps) {
  const keepRange = useKeepRange();
  const { clockSkewMs, costUsd, inputTokens, outputTokens, cachedInputTokens } = execution;
  return (
    <dl className={classNames("grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm", className)}>
      <Fact name="Agent">
        <Link href={keepRange(`${base}/agents/${encodeURIComponent(execution.agentId)}`)} className="text-accent hover:underline">
          {execution.agentId}
        </Link>
      </Fact>
      <Fact name="Task type">{execution.taskType}</Fact>
      <Fact name="Started">
        <Instant atMs={execution.startedAt} /> <RelativeTime atMs={execution.startedAt} className="text-muted" />
      </Fact>
      {execution.finishedAt === null ? null : (
        <Fact name="Finished">
          <Instant atMs={execution.finishedAt} />
        </Fact>
      )}
      <Fact name={execution.status === "running" ? "So far" : "Duration"}>
        <DurationText execution={execution} />
      </Fact>
      <Fact name="Attempt">{execution.attempt}</Fact>
      {execution.model === null ? null : (
        <Fact name="Model">
          {execution.model}
          {execution.provider === null ? "" : ` by ${execution.provider}`}
        </Fact>
      )}
      {inputTokens === null && outputTokens === null ? null : (
        <Fact name="Tokens">
          {inputTokens === null ? "unknown" : formatExactCount(inputTokens)} in
          {cachedInputTokens === null ? "" : ` (${formatExactCount(cachedInputTokens)} cached)`},{" "}
          {outputTokens === null ? "unknown" : formatExactCount(outputTokens)} out
          <CountedBeneath execution={execution} />
        </Fact>
      )}
      {costUsd === null ? null : (
        <Fact name="Cost">
          <span title={formatExactCost(costUsd)}>{formatCost(costUsd)}</span>
          {execution.isPriced ? <span className="text-muted"> by token prices, not reported</span> : null}
          <CountedBeneath execution={execution} />
        </Fact>
      )}
      {clockSkewMs === null || clockSkewMs === 0 ? null : (
        <Fact name="Clock">
          The sender's was {formatDuration(Math.abs(clockSkewMs))} {clockSkewMs > 0 ? "ahead" : "behind"}; the times are corrected.
        </Fact>
      )}
      <Identifier name="Id" value={execution.id} />
      {execution.traceId === null ? null : <Identifier name="Trace" value={execution.traceId} />}
      {execution.isGenerated ? <Fact name="Origin">Generated for the demo, not reported by an agent.</Fact> : null}
    </dl>
  );
}

/** Why these figures are not among those of the fleet. */
function CountedBeneath({ execution }: Pick<ExecutionFactsProps, "execution">) {
  if (!execution.isUsageInChildren) return null;
  return (
    <span
      className="text-muted"
      title="A sum, as it was reported. Totals count what the executions beneath this one report, and not this again."
    >
      , counted in the executions beneath
    </span>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="figures min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </>
  );
}

function Identifier({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <Fact name={name}>
      <span className="flex items-start gap-1">
        <span className="min-w-0 font-mono text-xs leading-5">{value}</span>
        <CopyButton text={value} what={`the ${name.toLowerCase()}`} className="-my-1" />
      </span>
    </Fact>
  );
}
