"use client";
import Link from "next/link";
import { useTimeRange } from "@/components/shell/use-time-range.ts";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { agentPath } from "@/lib/view/figure-links.ts";

/** An agent at a task type; the agent's name leads to its page. */
export function OperationName({ agentId, taskType }: { readonly agentId: string; readonly taskType: string }) {
  const { slug } = useWorkspace();
  const range = useTimeRange();
  return (
    <span className="flex min-w-0 items-baseline gap-1.5">
      <Link href={agentPath(slug, agentId, range)} title={agentId} className="min-w-0 truncate hover:underline">
        {agentId}
      </Link>
      <span className="max-w-1/2 shrink-0 truncate text-muted" title={taskType}>
        {taskType}
      </span>
    </span>
  );
}
