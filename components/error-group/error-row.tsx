"use client";
import { Flame } from "lucide-react";
import Link from "next/link";
import { Sparkline } from "@/components/charts/sparkline.tsx";
import { useKeepRange } from "@/components/shell/use-time-range.ts";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Cell, Row } from "@/components/ui/table.tsx";
import { useNowMs } from "@/lib/browser/clock.tsx";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { formatCount, formatExactCount } from "@/lib/core/format/format-count.ts";
import { type ErrorGroup, type ErrorGroupsReading, groupState } from "@/lib/domain/error-group.ts";
import { describeTrendOf, trendOf } from "@/lib/view/error-group-trend.ts";
import { groupChange } from "@/lib/view/error-group-words.ts";
import type { RangePhrase } from "@/lib/view/range-phrase.ts";
import { GroupChange } from "./group-change.tsx";
import { GroupStateMark } from "./group-state-mark.tsx";
import { TemplateText } from "./template-text.tsx";

type ErrorRowProps = {
  readonly group: ErrorGroup;
  readonly reading: ErrorGroupsReading;
  readonly phrase: RangePhrase;
  readonly isOpen: boolean;
  readonly onOpen: (id: string) => void;
};

/** A group with how often it came, since when, and at whom. Its text opens the panel beside the list; with a modifier key, its page. */
export function ErrorRow({ group, reading, phrase, isOpen, onOpen }: ErrorRowProps) {
  const { slug } = useWorkspace();
  const keepRange = useKeepRange();
  const state = groupState(group, useNowMs());
  const values = trendOf(group, reading);
  return (
    <Row selected={isOpen} className="hover:bg-hover has-[[data-row-link]:focus-visible]:bg-hover">
      <Cell className="hidden sm:table-cell">
        <GroupStateMark state={state} />
      </Cell>
      <Cell className="w-full min-w-44 max-w-0 py-1">
        <Link
          href={keepRange(`/${slug}/errors/${encodeURIComponent(group.id)}`)}
          prefetch={false}
          data-row-link
          title={group.exampleMessage}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            onOpen(group.id);
          }}
          className="flex min-w-0 items-center gap-2 hover:underline"
        >
          {group.burstSince === null ? null : (
            <span className="inline-flex items-center gap-1 text-serious text-xs">
              <Flame aria-hidden="true" className="size-3.5" />
              Burst
            </span>
          )}
          <TemplateText text={group.text} className="truncate text-xs" />
        </Link>
        <span className="flex items-center justify-between gap-2 text-muted text-xs sm:hidden">
          <GroupStateMark state={state} className="text-xs" />
          <RelativeTime atMs={group.lastSeenAt} />
        </span>
      </Cell>
      <Cell className="hidden lg:table-cell">
        <Sparkline values={values} label={describeTrendOf(values)} />
      </Cell>
      <Cell figure title={formatExactCount(group.count)}>
        {formatCount(group.count)}
      </Cell>
      <Cell figure className="hidden md:table-cell">
        <GroupChange change={groupChange(group, reading, phrase)} wasBefore={group.countBefore > 0} />
      </Cell>
      <Cell figure className="hidden max-w-40 md:table-cell" title={group.byAgent.map(({ name }) => name).join(", ")}>
        {group.byAgent.length === 1 ? group.byAgent[0]?.name : `${group.byAgent.length} agents`}
      </Cell>
      <Cell figure className="hidden xl:table-cell">
        <RelativeTime atMs={group.firstSeenAt} />
      </Cell>
      <Cell figure className="hidden sm:table-cell">
        <RelativeTime atMs={group.lastSeenAt} />
      </Cell>
    </Row>
  );
}
