"use client";
import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import { HeadCell } from "@/components/ui/table.tsx";
import type { AgentSort } from "@/lib/view/agent-rows.ts";

type SortHeadProps = {
  readonly by: AgentSort["by"];
  readonly sort: AgentSort;
  readonly onSort: (sort: AgentSort) => void;
  readonly figure?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
};

/** The head of a column that can be sorted by. The first press sorts figures falling and names rising; the next turns it round. */
export function SortHead({ by, sort, onSort, figure = false, className, children }: SortHeadProps) {
  const isSorted = sort.by === by;
  const Arrow = sort.isDescending ? ArrowDown : ArrowUp;
  return (
    <HeadCell
      figure={figure}
      aria-sort={isSorted ? (sort.isDescending ? "descending" : "ascending") : undefined}
      {...(className === undefined ? {} : { className })}
    >
      <button
        type="button"
        onClick={() => onSort({ by, isDescending: isSorted ? !sort.isDescending : by !== "agent" })}
        className="inline-flex items-center gap-1 rounded hover:text-text"
      >
        {children}
        <Arrow aria-hidden="true" className={isSorted ? "size-3.5 text-accent" : "hidden"} />
      </button>
    </HeadCell>
  );
}
