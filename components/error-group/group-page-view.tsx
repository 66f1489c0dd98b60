"use client";
import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { useKeepRange, useTimeRange } from "@/components/shell/use-time-range.ts";
import { StaleNote } from "@/components/ui/stale-note.tsx";
import { errorGroupQueries, useErrorGroupRefresh } from "@/lib/browser/error-group-queries.ts";
import { useSupabase } from "@/lib/browser/supabase.tsx";
import { useReading } from "@/lib/browser/use-reading.ts";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import type { ErrorGroupReading } from "@/lib/domain/error-group.ts";
import { GroupDetail } from "./group-detail.tsx";
import { NoSuchGroup } from "./group-panel.tsx";

/** One group on a page of its own. */
export function GroupPageView({ id, initial }: { readonly id: string; readonly initial: Promise<ErrorGroupReading> }) {
  const range = useTimeRange();
  const { id: workspaceId, slug } = useWorkspace();
  const keepRange = useKeepRange();
  const { reading, stale } = useReading(errorGroupQueries.one(useSupabase(), { workspaceId, range, id }), initial);
  useErrorGroupRefresh();
  return (
    <div className="flex max-w-5xl flex-col gap-3">
      <Link href={keepRange(`/${slug}/errors`)} className="flex w-fit items-center gap-1 text-muted text-sm hover:text-text">
        <ArrowLeft aria-hidden="true" className="size-4" />
        Errors
      </Link>
      <h1 className="sr-only">Error</h1>
      {stale === null ? null : <StaleNote {...stale} />}
      {reading.group === null ? <NoSuchGroup /> : <GroupDetail reading={reading} group={reading.group} />}
    </div>
  );
}
