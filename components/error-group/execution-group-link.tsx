"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useKeepRange } from "@/components/shell/use-time-range.ts";
import { errorGroupQueries } from "@/lib/browser/error-group-queries.ts";
import { useSupabase } from "@/lib/browser/supabase.tsx";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import type { Execution } from "@/lib/domain/execution.ts";

/** Leads from a failed execution to the others that failed like it. Nothing until it is grouped, which takes some seconds. */
export function ExecutionGroupLink({ execution }: { readonly execution: Pick<Execution, "id" | "status"> }) {
  const { id: workspaceId, slug } = useWorkspace();
  const keepRange = useKeepRange();
  const isFailed = execution.status === "failed";
  const options = errorGroupQueries.ofExecution(useSupabase(), { workspaceId, executionId: execution.id });
  const group = useQuery({ ...options, enabled: isFailed });
  if (!isFailed || group.data == null) return null;
  return (
    <Link
      href={keepRange(`/${slug}/errors/${encodeURIComponent(group.data.id)}`)}
      prefetch={false}
      title={group.data.text}
      className="inline-flex w-fit items-center gap-1 text-accent text-sm hover:underline"
    >
      All that failed like this
      <ArrowRight aria-hidden="true" className="size-3.5" />
    </Link>
  );
}
