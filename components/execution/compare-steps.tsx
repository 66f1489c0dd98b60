"use client";
import Link from "next/link";
import { useKeepRange } from "@/components/shell/use-time-range.ts";
import { classNames } from "@/components/ui/class-names.ts";
import { StatusMark } from "@/components/ui/status-mark.tsx";
import type { ExecutionFamily } from "@/lib/browser/execution-queries.ts";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { formatDuration, formatExactDuration } from "@/lib/core/format/format-duration.ts";
import type { Execution } from "@/lib/domain/execution.ts";
import { type AlignedStep, type AlignedSteps, ownTimeMs, type StepBar } from "@/lib/view/align-steps.ts";
import { ratioText } from "@/lib/view/compare-executions.ts";
import { titleOf } from "@/lib/view/execution-words.ts";
import { FILLS } from "./waterfall-bars.tsx";

const COLUMNS =
  "grid grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)_minmax(0,1fr)] items-center gap-x-4 sm:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)_minmax(0,1fr)_6rem]";

type CompareStepsProps = { readonly aligned: AlignedSteps<Execution>; readonly here: ExecutionFamily; readonly there: ExecutionFamily };

/** The steps of both runs on common lines, over one scale of time. */
export function CompareSteps({ aligned, here, there }: CompareStepsProps) {
  const own = [here, there].map((family) => ownTimeMs(family.execution, family.relatives));
  return (
    <section aria-label="Steps" className="flex min-w-0 flex-col gap-1">
      <h2 className="font-medium">
        Steps <span className="figures font-normal text-muted text-sm">both over {formatDuration(aligned.lengthMs)}</span>
      </h2>
      <div className={classNames(COLUMNS, "h-8 border-b px-1 font-medium text-muted text-sm")} aria-hidden="true">
        <span>Step</span>
        <span>This run</span>
        <span>Good run</span>
        <span className="hidden text-right sm:block">Difference</span>
      </div>
      <ol className="max-h-[32rem] overflow-y-auto">
        {aligned.steps.map((step) => (
          <li key={step.key} className={classNames(COLUMNS, "min-h-9 border-b px-1 text-sm")}>
            <StepName step={step} />
            <StepSide step={step.here} bar={step.hereBar} missing="did not happen" />
            <StepSide step={step.there} bar={step.thereBar} missing="did not happen" />
            <span className="figures hidden truncate text-right text-muted sm:block">{differenceOf(step)}</span>
          </li>
        ))}
      </ol>
      {own[0] == null || own[1] == null ? null : (
        <p className="figures text-muted text-sm">
          Outside of its steps this run spent {formatDuration(own[0])}, the good one {formatDuration(own[1])}.
        </p>
      )}
    </section>
  );
}

function StepName({ step }: { readonly step: AlignedStep<Execution> }) {
  const { slug } = useWorkspace();
  const keepRange = useKeepRange();
  const shown = step.here ?? step.there;
  if (shown === null) return null;
  return (
    <span className="min-w-0" style={{ paddingLeft: `${Math.min(step.depth, 8) * 12}px` }}>
      <Link
        href={keepRange(`/${slug}/executions/${shown.id}`)}
        title={`${titleOf(shown)} (${shown.agentId})`}
        className={classNames("block truncate hover:underline", step.here === null && "text-muted")}
      >
        {titleOf(shown)}
      </Link>
      {step.isMoved || shown.attempt > 1 ? (
        <span className="block truncate text-muted text-xs">
          {[shown.attempt > 1 ? `attempt ${shown.attempt}` : "", step.isMoved ? "in another order" : ""].filter(Boolean).join(", ")}
        </span>
      ) : null}
    </span>
  );
}

function StepSide({ step, bar, missing }: { readonly step: Execution | null; readonly bar: StepBar | null; readonly missing: string }) {
  if (step === null || bar === null) return <span className="truncate text-muted text-xs">{missing}</span>;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <StatusMark status={step.status} wordless />
      <span className="relative hidden h-3 min-w-0 flex-1 border-x sm:block">
        <span
          className={classNames("absolute inset-y-0 min-w-0.5 rounded-sm", FILLS[step.status])}
          style={{ left: `min(${bar.left * 100}%, calc(100% - 2px))`, width: `${bar.width * 100}%` }}
        />
      </span>
      <span
        className="figures min-w-0 flex-1 truncate text-right text-xs sm:w-16 sm:flex-none"
        {...(step.durationMs === null ? {} : { title: formatExactDuration(step.durationMs) })}
      >
        {step.durationMs === null ? "unknown" : formatDuration(step.durationMs)}
      </span>
    </span>
  );
}

function differenceOf({ here, there }: AlignedStep<Execution>): string {
  if (here === null) return "missing";
  if (there === null) return "only here";
  const ratio = ratioText(here.durationMs, there.durationMs, "as long");
  return here.status === there.status ? (ratio ?? "") : here.status;
}
