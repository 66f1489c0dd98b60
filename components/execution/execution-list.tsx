"use client";
import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect, useId } from "react";
import { classNames } from "@/components/ui/class-names.ts";
import type { LiveExecutions } from "@/lib/browser/use-live-executions.ts";
import { ExecutionListFoot, ExecutionListHead } from "./execution-list-frame.tsx";
import { ExecutionRow } from "./execution-row.tsx";
import { ROW_PIXELS, useRowLayout } from "./use-row-layout.ts";

/** So near to the end of what is loaded, more is asked for: some three screens. */
const LOAD_AHEAD_ROWS = 120;

export type ExecutionListProps = {
  readonly executions: LiveExecutions;
  /** The path of the workspace's executions. */
  readonly path: string;
  readonly currentId: string | null;
  readonly openId: string | null;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onOpen: (id: string) => void;
  readonly onAtTop: (isAtTop: boolean) => void;
  readonly onAim: () => void;
};

/** The list: any number of rows, of which those in sight are drawn. */
export function ExecutionList({ executions, path, currentId, openId, scroller, onOpen, onAtTop, onAim }: ExecutionListProps) {
  const { rows, list } = executions;
  const gridId = useId();
  const layout = useRowLayout();
  const rowPixels = ROW_PIXELS[layout];
  const loadAhead = (virtualizer: Virtualizer<HTMLDivElement, Element>) => {
    onAtTop((virtualizer.scrollOffset ?? 0) < 1);
    const isNearEnd = (virtualizer.range?.endIndex ?? 0) >= rows.length - LOAD_AHEAD_ROWS;
    if (isNearEnd && list.hasNextPage && !list.isFetching && !list.isError) void list.fetchNextPage();
  };
  // Another function means to measure every row anew: these two change with the rows and no oftener.
  const getItemKey = useCallback((index: number) => rows[index]?.id ?? index, [rows]);
  const estimateSize = useCallback(() => rowPixels, [rowPixels]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize,
    getItemKey,
    overscan: 12,
    // What the server draws, and the browser before it has measured.
    initialRect: { width: 1200, height: 800 },
    onChange: loadAhead,
  });
  useEffect(() => {
    if (rowPixels > 0) virtualizer.measure();
  }, [virtualizer, rowPixels]);
  const currentIndex = currentId === null ? -1 : rows.findIndex((row) => row.id === currentId);
  useEffect(() => {
    if (currentIndex >= 0) virtualizer.scrollToIndex(currentIndex, { align: "auto" });
  }, [virtualizer, currentIndex]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual list has no table; its rows are placed one by one
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label="Executions, newest first"
      aria-rowcount={list.hasNextPage ? -1 : rows.length + 1}
      aria-activedescendant={currentIndex >= 0 ? `${gridId}-${currentId}` : undefined}
      aria-busy={list.isFetching}
      onPointerMove={onAim}
      className="@container relative min-h-0 flex-1 overflow-y-auto overflow-x-hidden [--row:56px] [overflow-anchor:none] [scroll-padding-top:2rem] sm:[--row:32px]"
    >
      <ExecutionListHead />
      {/* biome-ignore lint/a11y/useSemanticElements: as of the grid */}
      <div
        role="rowgroup"
        className={classNames("relative transition-opacity", list.isPlaceholderData && "opacity-50")}
        style={{ height: `calc(var(--row) * ${rows.length})` }}
      >
        {virtualizer.getVirtualItems().map(({ index }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <ExecutionRow
              key={row.id}
              id={`${gridId}-${row.id}`}
              execution={row}
              href={`${path}/${row.id}`}
              index={index}
              layout={layout}
              isCurrent={row.id === currentId}
              isOpen={row.id === openId}
              onOpen={onOpen}
            />
          );
        })}
      </div>
      <ExecutionListFoot list={list} count={rows.length} />
    </div>
  );
}
