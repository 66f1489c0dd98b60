"use client";
import { ChevronDown, ChevronUp, Maximize2 } from "lucide-react";
import Link from "next/link";
import { buttonClasses } from "@/components/ui/button.tsx";
import { classNames } from "@/components/ui/class-names.ts";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { SidePanel } from "@/components/ui/side-panel.tsx";
import { Tooltip } from "@/components/ui/tooltip.tsx";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { listQuery } from "@/lib/view/execution-views.ts";
import { titleOf } from "@/lib/view/execution-words.ts";
import { ExecutionDetail } from "./execution-detail.tsx";
import type { ExecutionListView } from "./use-execution-list.ts";

/** The open execution beside the list. */
export function ExecutionPanel({ view, path }: { readonly view: ExecutionListView; readonly path: string }) {
  const { address, beside, executions } = view;
  const base = `/${useWorkspace().slug}`;
  const id = address.selectedId;
  const row = executions.rows.find((candidate) => candidate.id === id);
  // The page of its own goes to the next of the same list.
  const list = listQuery(address.search, address.range);
  const actions = (
    <>
      <IconButton label="Previous" shortcut="k" size="small" disabled={beside.previous === null} onClick={() => view.move(beside.previous)}>
        <ChevronUp aria-hidden="true" />
      </IconButton>
      <IconButton label="Next" shortcut="j" size="small" disabled={beside.next === null} onClick={() => view.move(beside.next)}>
        <ChevronDown aria-hidden="true" />
      </IconButton>
      <Tooltip text="Open as a page" shortcut="o">
        <Link
          href={`${path}/${encodeURIComponent(id ?? "")}${list === "" ? "" : `?${list}`}`}
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
    <SidePanel open={id !== null} onClose={address.closePanel} title={row === undefined ? "Execution" : titleOf(row)} actions={actions}>
      {id === null ? null : <ExecutionDetail key={id} id={id} base={base} onSelect={address.openPanel} />}
    </SidePanel>
  );
}
