"use client";
import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp, Maximize2, SearchX } from "lucide-react";
import Link from "next/link";
import { useKeepRange, useTimeRange } from "@/components/shell/use-time-range.ts";
import { buttonClasses } from "@/components/ui/button.tsx";
import { classNames } from "@/components/ui/class-names.ts";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { ErrorState } from "@/components/ui/error-state.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { SidePanel } from "@/components/ui/side-panel.tsx";
import { Tooltip } from "@/components/ui/tooltip.tsx";
import { errorGroupQueries } from "@/lib/browser/error-group-queries.ts";
import { useSupabase } from "@/lib/browser/supabase.tsx";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { errorSentence } from "@/lib/view/error-sentence.ts";
import { ErrorGroupSkeleton } from "./errors-skeleton.tsx";
import { GroupDetail } from "./group-detail.tsx";
import type { useErrorAddress } from "./use-error-address.ts";

type GroupPanelProps = {
  readonly address: ReturnType<typeof useErrorAddress>;
  /** The groups of the list, in its order. */
  readonly ids: readonly string[];
};

/** The open group beside the list. */
export function GroupPanel({ address, ids }: GroupPanelProps) {
  const { slug } = useWorkspace();
  const keepRange = useKeepRange();
  const id = address.selectedId;
  const place = id === null ? -1 : ids.indexOf(id);
  const step = (by: number) => {
    const next = place === -1 ? undefined : ids[place + by];
    if (next !== undefined) address.openPanel(next);
  };
  const actions = (
    <>
      <IconButton label="Previous" size="small" disabled={place <= 0} onClick={() => step(-1)}>
        <ChevronUp aria-hidden="true" />
      </IconButton>
      <IconButton label="Next" size="small" disabled={place === -1 || place === ids.length - 1} onClick={() => step(1)}>
        <ChevronDown aria-hidden="true" />
      </IconButton>
      <Tooltip text="Open as a page">
        <Link
          href={keepRange(`/${slug}/errors/${encodeURIComponent(id ?? "")}`)}
          prefetch={false}
          aria-label="Open as a page"
          className={classNames(buttonClasses("quiet", "small"), "w-7 px-0")}
        >
          <Maximize2 aria-hidden="true" />
        </Link>
      </Tooltip>
    </>
  );
  return (
    <SidePanel open={id !== null} onClose={address.closePanel} title="Error" actions={actions}>
      {id === null ? null : <PanelBody key={id} id={id} />}
    </SidePanel>
  );
}

function PanelBody({ id }: { readonly id: string }) {
  const range = useTimeRange();
  const read = useQuery(errorGroupQueries.one(useSupabase(), { workspaceId: useWorkspace().id, range, id }));
  if (read.data === undefined && read.isError) {
    return (
      <ErrorState title="The error could not be loaded" onRetry={() => void read.refetch()}>
        {errorSentence(read.error)}
      </ErrorState>
    );
  }
  if (read.data === undefined) return <ErrorGroupSkeleton />;
  const { group } = read.data;
  return group === null ? <NoSuchGroup /> : <GroupDetail reading={read.data} group={group} />;
}

/** Said where an address names a group that is not there. */
export function NoSuchGroup() {
  return (
    <EmptyState icon={<SearchX aria-hidden="true" />} title="There is no such error">
      Its address may be of another workspace.
    </EmptyState>
  );
}
