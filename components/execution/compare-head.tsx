"use client";
import { useSetAddressParameter } from "@/components/shell/use-address-parameter.ts";
import { Select } from "@/components/ui/select.tsx";
import { useNowMs } from "@/lib/browser/clock.tsx";
import { formatDuration } from "@/lib/core/format/format-duration.ts";
import { formatRelativeTime } from "@/lib/core/format/format-time.ts";
import type { Execution, ExecutionSummary } from "@/lib/domain/execution.ts";
import type { GoodRuns } from "@/lib/domain/good-runs.ts";
import { choiceSentence } from "@/lib/view/compare-executions.ts";

type CompareHeadProps = {
  readonly execution: Execution;
  readonly good: GoodRuns | null;
  readonly otherId: string;
  /** Whether the address names the other run. */
  readonly isAsked: boolean;
};

/** Which run it is compared with, why that one, and which else it could be. */
export function CompareHead({ execution, good, otherId, isAsked }: CompareHeadProps) {
  const setParameter = useSetAddressParameter();
  const nowMs = useNowMs();
  const runs = good?.runs ?? [];
  const isListed = runs.some((run) => run.id === otherId);
  const isFirst = runs[0]?.id === otherId;
  const options = [
    ...(isListed ? [] : [{ value: otherId, label: `the run ${otherId.slice(0, 13)}…` }]),
    ...runs.map((run) => ({ value: run.id, label: labelOf(run, nowMs) })),
  ];
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <span className="text-muted">Beside</span>
      <Select
        label="The run to compare with"
        value={otherId}
        options={options}
        onChange={(id) => setParameter("with", id)}
        className="max-w-full"
      />
      <p className="min-w-0 text-pretty text-muted text-sm">
        {good !== null && isFirst ? choiceSentence(good.kind, execution) : isAsked ? "Chosen by the address." : null}
      </p>
    </div>
  );
}

function labelOf(run: ExecutionSummary, nowMs: number): string {
  const took = run.durationMs === null ? "" : `, ${formatDuration(run.durationMs)}`;
  return `${run.agentId}, ${formatRelativeTime(Date.parse(run.startedAt), nowMs)}${took}`;
}
