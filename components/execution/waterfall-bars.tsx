"use client";
import { type KeyboardEvent, useRef } from "react";
import { classNames } from "@/components/ui/class-names.ts";
import { StatusMark } from "@/components/ui/status-mark.tsx";
import { formatDuration } from "@/lib/core/format/format-duration.ts";
import type { Execution, ExecutionStatus } from "@/lib/domain/execution.ts";
import type { Waterfall, WaterfallBar } from "@/lib/view/execution-waterfall.ts";
import { titleOf } from "@/lib/view/execution-words.ts";
import { DurationText } from "./duration-text.tsx";

const COLUMNS = "grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_4.5rem] items-center gap-x-2";

/** A bar by its status: the colour repeats what the shape before the name says. */
export const FILLS: Readonly<Record<ExecutionStatus, string>> = {
  running: "bg-gradient-to-r from-accent to-transparent",
  succeeded: "bg-series-1",
  failed: "bg-critical",
  cancelled: "hatched border border-muted",
};

/** Deeper than this an indent tells no more, and the name needs the room. */
const MOST_INDENTS = 8;

export type WaterfallDrawing = {
  readonly waterfall: Waterfall<Execution>;
  readonly currentId: string;
  readonly onSelect: (id: string) => void;
};

/** The bars; arrow keys go from one to the next, Enter opens. */
export function WaterfallBars({ waterfall, currentId, onSelect }: WaterfallDrawing) {
  const list = useRef<HTMLOListElement>(null);
  const moveFocus = (event: KeyboardEvent<HTMLButtonElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    const at = buttons.indexOf(event.currentTarget);
    buttons[Math.min(buttons.length - 1, Math.max(0, at + step))]?.focus();
  };
  const isCurrentIn = waterfall.bars.some((bar) => bar.execution.id === currentId);
  return (
    <div className="min-w-0">
      <div aria-hidden="true" className={classNames(COLUMNS, "figures px-1 text-muted text-xs")}>
        <span />
        <span className="flex justify-between">
          <span>0</span>
          <span>{formatDuration(waterfall.lengthMs / 2)}</span>
          <span>{formatDuration(waterfall.lengthMs)}</span>
        </span>
      </div>
      <ol ref={list} className="max-h-96 overflow-y-auto border-t">
        {waterfall.bars.map((bar, index) => {
          const isCurrent = bar.execution.id === currentId;
          return (
            <li key={bar.execution.id}>
              <button
                type="button"
                tabIndex={isCurrent || (!isCurrentIn && index === 0) ? 0 : -1}
                aria-current={isCurrent || undefined}
                onClick={() => onSelect(bar.execution.id)}
                onKeyDown={moveFocus}
                className={classNames(
                  COLUMNS,
                  "h-7 w-full px-1 text-left text-sm hover:bg-hover focus-visible:-outline-offset-2",
                  isCurrent && "bg-hover shadow-[inset_2px_0_0_var(--accent)]",
                )}
              >
                <Bar bar={bar} />
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function Bar({ bar }: { readonly bar: WaterfallBar<Execution> }) {
  const { execution, depth, left, width, isOpen } = bar;
  return (
    <>
      <span className="flex min-w-0 items-center gap-1.5" style={{ paddingLeft: `${Math.min(depth, MOST_INDENTS) * 12}px` }}>
        <StatusMark status={execution.status} wordless />
        <span className="truncate" title={titleOf(execution)}>
          {titleOf(execution)}
        </span>
        <span className="sr-only">, level {depth + 1}</span>
      </span>
      <span className="relative h-full border-x">
        <span
          className={classNames("absolute top-2 h-3 min-w-0.5 rounded-sm", FILLS[execution.status], isOpen && "rounded-r-none")}
          style={{ left: `min(${left * 100}%, calc(100% - 2px))`, width: `${width * 100}%` }}
        />
      </span>
      <span className="figures truncate text-right text-muted text-xs">
        <DurationText execution={execution} />
      </span>
    </>
  );
}
