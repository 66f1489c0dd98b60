import { classNames } from "@/components/ui/class-names.ts";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { StatusMark } from "@/components/ui/status-mark.tsx";
import { formatCost, formatExactCost } from "@/lib/core/format/format-cost.ts";
import { formatDuration } from "@/lib/core/format/format-duration.ts";
import type { ExecutionSummary } from "@/lib/domain/execution.ts";
import { errorLine, STATUS_WORDS, titleOf } from "@/lib/view/execution-words.ts";
import { DurationText } from "./duration-text.tsx";
import { ExecutionMarks } from "./execution-marks.tsx";

/** The columns of the list, of its head and of its skeleton; the less needed ones give way where it is narrow. */
export const ROW_COLUMNS =
  "hidden items-center gap-x-3 px-2 sm:grid grid-cols-[1rem_minmax(0,3fr)_minmax(0,1.3fr)_6rem_5rem] @4xl:grid-cols-[1rem_minmax(0,3fr)_minmax(0,1.2fr)_6rem_5rem_2rem_4.5rem_minmax(0,2.4fr)]";

/** Of cells that only a wide list shows. */
export const WIDE_CELL = "hidden @4xl:block";

type CellsProps = { readonly execution: ExecutionSummary; readonly href: string };

/** A row's cells on one line. */
export function WideCells({ execution, href }: CellsProps) {
  const error = errorLine(execution);
  return (
    <div role="presentation" className={classNames(ROW_COLUMNS, "h-full")}>
      <GridCell title={STATUS_WORDS[execution.status]} className="flex">
        <StatusMark status={execution.status} wordless />
      </GridCell>
      <GridCell className="flex min-w-0 items-center gap-2">
        <a href={href} tabIndex={-1} className="truncate" title={titleOf(execution)}>
          {titleOf(execution)}
        </a>
        <ExecutionMarks execution={execution} />
        {execution.taskDescription ? <span className="max-w-40 shrink-0 truncate text-muted text-xs">{execution.taskType}</span> : null}
      </GridCell>
      <GridCell className="truncate" title={execution.agentId}>
        {execution.agentId}
      </GridCell>
      <GridCell className="figures truncate text-right text-muted">
        <RelativeTime atMs={execution.startedAt} />
      </GridCell>
      <GridCell className="figures truncate text-right">
        <DurationText execution={execution} />
      </GridCell>
      <GridCell className={classNames(WIDE_CELL, "figures text-right text-muted")}>
        {execution.attempt > 1 ? <span title={`Attempt ${execution.attempt}`}>{execution.attempt}</span> : null}
      </GridCell>
      <GridCell className={classNames(WIDE_CELL, "figures text-right")}>
        {execution.costUsd === null ? null : <span title={formatExactCost(execution.costUsd)}>{formatCost(execution.costUsd)}</span>}
      </GridCell>
      <GridCell className={classNames(WIDE_CELL, "truncate text-muted")} title={execution.errorMessage ?? undefined}>
        {error}
      </GridCell>
    </div>
  );
}

/** A row's one cell of two lines, on a phone. */
export function NarrowCell({ execution, href }: CellsProps) {
  const error = errorLine(execution);
  return (
    <GridCell className="flex h-full items-center gap-3 px-1 sm:hidden">
      <StatusMark status={execution.status} wordless />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex items-center gap-2">
          <a href={href} tabIndex={-1} className="min-w-0 flex-1 truncate">
            {titleOf(execution)}
          </a>
          <ExecutionMarks execution={execution} />
          <RelativeTime atMs={execution.startedAt} className="figures shrink-0 text-muted text-xs" />
        </span>
        <span className="flex gap-2 text-muted text-xs">
          <span className="min-w-0 flex-1 truncate">{error ?? `${execution.agentId} · ${execution.taskType}`}</span>
          <span className="figures shrink-0">
            {execution.attempt > 1 ? `attempt ${execution.attempt} · ` : ""}
            {execution.durationMs === null ? STATUS_WORDS[execution.status].toLowerCase() : formatDuration(execution.durationMs)}
          </span>
        </span>
      </span>
    </GridCell>
  );
}

function GridCell(props: React.ComponentProps<"div">) {
  // biome-ignore lint/a11y/useFocusableInteractive: as of the row
  // biome-ignore lint/a11y/useSemanticElements: as of the row
  return <div role="gridcell" {...props} />;
}
