"use client";
import { use } from "react";
import { StaleNote } from "@/components/ui/stale-note.tsx";
import type { FirstExecutions } from "@/lib/browser/execution-queries.ts";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { countFound } from "@/lib/view/export-size.ts";
import { ExecutionListBody } from "./execution-list-body.tsx";
import { ExecutionPanel } from "./execution-panel.tsx";
import { VIEW_HEIGHT } from "./executions-skeleton.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { ListBar } from "./list-bar.tsx";
import { ListTitle } from "./list-title.tsx";
import { useExecutionList } from "./use-execution-list.ts";

type ExecutionsViewProps = {
  /** The first page of what the address asked for when the server drew the page; `key` says what that was. */
  readonly first: Promise<FirstExecutions & { readonly key: string }>;
};

/** The executions of a workspace: what is asked for, the list, and the one that is open. */
export function ExecutionsView({ first }: ExecutionsViewProps) {
  const path = `/${useWorkspace().slug}/executions`;
  const view = useExecutionList(use(first), path);
  const { address, executions } = view;
  const { live } = executions;
  return (
    <div className={VIEW_HEIGHT}>
      <ListTitle search={address.search} range={address.range} counts={view.counts} />
      <FilterBar search={address.search} onChange={address.setSearch} counts={view.facets} wordsField={view.wordsField} />
      {address.ignored.length === 0 ? null : (
        <p role="status" className="text-sm text-warning">
          Part of the address was left out: {address.ignored.join("; ")}.
        </p>
      )}
      {live.kind === "offline" ? <StaleNote sinceMs={live.sinceMs} reason="the connection was lost" /> : null}
      {live.kind === "paused" ? <StaleNote sinceMs={live.sinceMs} reason="updates are paused" /> : null}
      <ListBar
        search={address.search}
        range={address.range}
        path={path}
        count={view.counts === undefined ? undefined : countFound(view.counts, address.search)}
        executions={executions}
        wantsToFollow={view.wantsToFollow}
        onWantToFollow={view.setWantsToFollow}
        onShowWaiting={view.showWaiting}
      />
      <ExecutionListBody view={view} path={path} />
      <ExecutionPanel view={view} path={path} />
    </div>
  );
}
