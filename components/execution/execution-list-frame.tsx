import { Button } from "@/components/ui/button.tsx";
import { classNames } from "@/components/ui/class-names.ts";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import type { LiveExecutions } from "@/lib/browser/use-live-executions.ts";
import { formatExactCount } from "@/lib/core/format/format-count.ts";
import { ROW_COLUMNS, WIDE_CELL } from "./execution-cells.tsx";

const HEADS = [
  { name: "Status", className: "sr-only" },
  { name: "Task", className: "" },
  { name: "Agent", className: "" },
  { name: "Started", className: "text-right" },
  { name: "Duration", className: "text-right" },
  { name: "Try", className: classNames(WIDE_CELL, "text-right") },
  { name: "Cost", className: classNames(WIDE_CELL, "text-right") },
  { name: "Error", className: WIDE_CELL },
] as const;

/** The heads of the columns; they stay in sight. */
export function ExecutionListHead() {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual list has no table
    <div role="rowgroup" className="sticky top-0 z-10 bg-background">
      {/* biome-ignore lint/a11y/useFocusableInteractive: a head does nothing */}
      {/* biome-ignore lint/a11y/useSemanticElements: a virtual list has no table */}
      <div role="row" aria-rowindex={1} className={classNames(ROW_COLUMNS, "h-8 border-b font-medium text-muted text-sm")}>
        {HEADS.map((head) => (
          // biome-ignore lint/a11y/useFocusableInteractive: as of the row
          // biome-ignore lint/a11y/useSemanticElements: as of the row
          <div key={head.name} role="columnheader" className={classNames("truncate", head.name === "Status" ? undefined : head.className)}>
            <span className={head.name === "Status" ? head.className : undefined}>{head.name}</span>
          </div>
        ))}
      </div>
    </div>
  );
}

/** Below the last row: whether there is more, and what became of asking for it. */
export function ExecutionListFoot({ list, count }: { readonly list: LiveExecutions["list"]; readonly count: number }) {
  if (count === 0) return null;
  return (
    <div className="flex h-10 items-center gap-3 px-2 text-muted text-sm">
      {list.isFetchNextPageError ? (
        <>
          Older executions could not be loaded.
          <Button size="small" onClick={() => void list.fetchNextPage()}>
            Try again
          </Button>
        </>
      ) : list.hasNextPage ? (
        <span>
          {list.fetchStatus === "paused" ? "Older executions will load when the connection returns." : "Loading older executions"}
        </span>
      ) : (
        <span className="figures">{count === 1 ? "This is the only one." : `These are all ${formatExactCount(count)}.`}</span>
      )}
    </div>
  );
}

/** The list before its rows are there, in its shape. */
export function ExecutionListSkeleton({ rows = 20 }: { readonly rows?: number }) {
  return (
    <div role="status" aria-label="Loading executions" className="@container min-h-0 flex-1 overflow-hidden">
      <div aria-hidden="true" className={classNames(ROW_COLUMNS, "h-8 border-b")} />
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity and never move
        <div key={row} className="flex h-14 items-center border-b sm:h-8">
          <div className={classNames(ROW_COLUMNS, "w-full")}>
            <Skeleton className="size-4 rounded-full" />
            <Skeleton className="h-3 w-3/5" />
            <Skeleton className="h-3 w-4/5" />
            <Skeleton className="h-3" />
            <Skeleton className="h-3" />
          </div>
          <Skeleton className="mx-1 h-8 w-full sm:hidden" />
        </div>
      ))}
    </div>
  );
}
