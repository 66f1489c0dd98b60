"use client";
import { ArrowUp, ArrowUpToLine } from "lucide-react";
import Link from "next/link";
import { useEffect } from "react";
import { useAnnouncer } from "@/components/ui/announcer.tsx";
import { Button } from "@/components/ui/button.tsx";
import { classNames } from "@/components/ui/class-names.ts";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { Kbd } from "@/components/ui/kbd.tsx";
import { useNowMs, useTimeZone } from "@/lib/browser/clock.tsx";
import type { LiveExecutions } from "@/lib/browser/use-live-executions.ts";
import type { ExecutionSearch } from "@/lib/domain/execution-search.ts";
import type { TimeRange } from "@/lib/domain/time-range.ts";
import { executionViews, listQuery } from "@/lib/view/execution-views.ts";
import { waitingWords } from "@/lib/view/execution-words.ts";
import { exportSizeWords } from "@/lib/view/export-size.ts";
import { ExportMenu } from "./export-menu.tsx";

type ListBarProps = {
  readonly search: ExecutionSearch;
  readonly range: TimeRange;
  readonly path: string;
  /** How many executions the list holds; null where that is not known, undefined until it is. */
  readonly count: number | null | undefined;
  readonly executions: LiveExecutions;
  readonly wantsToFollow: boolean;
  readonly onWantToFollow: (wants: boolean) => void;
  readonly onShowWaiting: () => void;
};

/** Between the filters and the list: the views that everybody has, and what came while the list held still. */
export function ListBar({ search, range, path, count, executions, wantsToFollow, onWantToFollow, onShowWaiting }: ListBarProps) {
  const views = executionViews({ search, range }, { nowMs: useNowMs(), timeZone: useTimeZone() });
  const words = waitingWords(executions.waiting);
  const isFollowing = executions.mode === "follow" && executions.live.kind === "live";
  return (
    <div className="flex h-9 items-center gap-2">
      <nav aria-label="Views" className="flex min-w-0 flex-1 gap-1 overflow-x-auto [scrollbar-width:none]">
        {views.map((view) => (
          <Link
            key={view.name}
            href={view.query === "" ? path : `${path}?${view.query}`}
            prefetch={false}
            scroll={false}
            aria-current={view.isCurrent ? "page" : undefined}
            className={classNames(
              "flex h-7 shrink-0 items-center rounded-md px-2 text-sm",
              view.isCurrent ? "bg-hover font-medium text-text" : "text-muted hover:text-text",
            )}
          >
            {view.name}
          </Link>
        ))}
      </nav>
      <Spoken words={words} />
      {words === null ? null : (
        <Button variant="primary" size="small" onClick={onShowWaiting} className="figures" aria-keyshortcuts="n">
          <ArrowUp aria-hidden="true" />
          {words}
          <Kbd className="hidden border-current/30 bg-transparent text-current sm:inline-flex">n</Kbd>
        </Button>
      )}
      <ExportMenu path={`${path}/export`} parameters={listQuery(search, range)} size={exportSizeWords(count)} />
      <IconButton
        label={
          wantsToFollow
            ? "New rows flow in while the list is at its top and nothing is selected. Hold them"
            : "New rows wait. Let them flow in at the top"
        }
        size="small"
        aria-pressed={wantsToFollow}
        onClick={() => onWantToFollow(!wantsToFollow)}
        className={isFollowing ? "text-accent" : "text-muted"}
      >
        <ArrowUpToLine aria-hidden="true" />
      </IconButton>
    </div>
  );
}

/** Says once that something waits, not with each that comes. */
function Spoken({ words }: { readonly words: string | null }) {
  const announce = useAnnouncer();
  const isWaiting = words !== null;
  useEffect(() => {
    if (isWaiting) announce("New executions wait above the list. Press n to show them.");
  }, [isWaiting, announce]);
  return null;
}
