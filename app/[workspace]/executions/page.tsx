import type { Metadata } from "next";
import { Suspense } from "react";
import { ExecutionsSkeleton } from "@/components/execution/executions-skeleton.tsx";
import { ExecutionsView } from "@/components/execution/executions-view.tsx";
import { listExecutions } from "@/lib/data/list-executions.ts";
import {
  type ExecutionQuestion,
  executionListKey,
  FIRST_PAGE_ROWS,
  listArguments,
  parseExecutionSearch,
} from "@/lib/domain/execution-search.ts";
import { parseTimeRange, type SearchParameters } from "@/lib/domain/time-range.ts";
import { requireWorkspace } from "@/lib/server/session.ts";
import { getSupabase } from "@/lib/server/supabase.ts";

type ExecutionsPageProps = {
  readonly params: Promise<{ readonly workspace: string }>;
  readonly searchParams: Promise<SearchParameters>;
};

export const metadata: Metadata = { title: "Executions" };

/** Every execution, searched and live. */
export default async function ExecutionsPage({ params, searchParams }: ExecutionsPageProps) {
  const [workspace, parameters] = await Promise.all([params.then((path) => requireWorkspace(path.workspace)), searchParams]);
  const { search } = parseExecutionSearch(parameters);
  const first = readFirst({ workspaceId: workspace.id, search, range: parseTimeRange(parameters) });
  return (
    <Suspense fallback={<ExecutionsSkeleton />}>
      <ExecutionsView first={first} />
    </Suspense>
  );
}

async function readFirst(question: ExecutionQuestion) {
  const atMs = Date.now();
  const rows = await listExecutions(await getSupabase(), listArguments(question, { nowMs: atMs, limit: FIRST_PAGE_ROWS }));
  return { key: executionListKey(question), rows, atMs };
}
