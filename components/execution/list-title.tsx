"use client";
import { useTimeZone } from "@/lib/browser/clock.tsx";
import type { GroupedFigures } from "@/lib/domain/execution-figures.ts";
import type { ExecutionSearch } from "@/lib/domain/execution-search.ts";
import type { TimeRange } from "@/lib/domain/time-range.ts";
import { listVerdict } from "@/lib/view/execution-words.ts";
import { describeRange } from "@/lib/view/range-words.ts";

type ListTitleProps = {
  readonly search: ExecutionSearch;
  readonly range: TimeRange;
  /** Undefined until they are known. */
  readonly counts: readonly GroupedFigures[] | undefined;
};

/** The page's name and, in a sentence, how the executions of the range went. */
export function ListTitle({ search, range, counts }: ListTitleProps) {
  const words = describeRange(range, useTimeZone());
  const verdict = counts === undefined ? null : listVerdict(counts, search, range.kind === "last" ? words.toLowerCase() : words);
  return (
    <header className="flex min-h-7 flex-wrap items-baseline gap-x-3">
      <h1 className="font-semibold text-lg">Executions</h1>
      <p className="figures min-h-5 text-muted">{verdict}</p>
    </header>
  );
}
