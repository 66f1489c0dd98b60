import { memo } from "react";
import { classNames } from "@/components/ui/class-names.ts";
import type { ExecutionSummary } from "@/lib/domain/execution.ts";
import { NarrowCell, WideCells } from "./execution-cells.tsx";
import type { RowLayout } from "./use-row-layout.ts";

type ExecutionRowProps = {
  readonly execution: ExecutionSummary;
  /** The address of its page, for a click that opens a tab. */
  readonly href: string;
  /** Where it stands in the list, from 0. */
  readonly index: number;
  readonly id: string;
  readonly layout: RowLayout;
  readonly isCurrent: boolean;
  readonly isOpen: boolean;
  readonly onOpen: (id: string) => void;
};

/** An execution in the list: one line, or two on a phone. */
export const ExecutionRow = memo(function ExecutionRow({
  execution,
  href,
  index,
  id,
  layout,
  isCurrent,
  isOpen,
  onOpen,
}: ExecutionRowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the focus and the keys, Enter among them
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its current row
    // biome-ignore lint/a11y/useSemanticElements: a virtual list has no table; its rows are placed one by one
    <div
      role="row"
      id={id}
      aria-rowindex={index + 2}
      aria-selected={isOpen}
      style={{ transform: `translateY(calc(var(--row) * ${index}))` }}
      className={classNames(
        "absolute inset-x-0 top-0 h-(--row) cursor-pointer border-b text-sm hover:bg-hover",
        isOpen && "bg-hover shadow-[inset_2px_0_0_var(--accent)]",
        isCurrent && !isOpen && "z-1 outline-2 outline-accent -outline-offset-2",
      )}
      onClick={(event) => {
        // A tab or a window of its own is the browser's matter.
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        onOpen(execution.id);
      }}
    >
      {layout === "narrow" ? null : <WideCells execution={execution} href={href} />}
      {layout === "wide" ? null : <NarrowCell execution={execution} href={href} />}
    </div>
  );
});
