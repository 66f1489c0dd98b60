import { Suspense } from "react";
import { ErrorsPage } from "@/components/error-group/errors-page.tsx";
import { ErrorsSkeleton } from "@/components/error-group/errors-skeleton.tsx";
import { readErrorGroups } from "@/lib/data/read-error-groups.ts";
import { parseTimeRange, type SearchParameters } from "@/lib/domain/time-range.ts";
import { requireWorkspace } from "@/lib/server/session.ts";
import { getSupabase } from "@/lib/server/supabase.ts";
import { parseGroupSearch } from "@/lib/view/error-group-search.ts";

export const metadata = { title: "Errors" };

type ErrorsRouteProps = {
  readonly params: Promise<{ readonly workspace: string }>;
  readonly searchParams: Promise<SearchParameters>;
};

/** What fails, grouped by what it says. */
export default async function ErrorsRoute({ params, searchParams }: ErrorsRouteProps) {
  const [{ workspace: slug }, parameters, client] = await Promise.all([params, searchParams, getSupabase()]);
  const { id: workspaceId } = await requireWorkspace(slug);
  const { agentIds, taskTypes } = parseGroupSearch(parameters);
  const reading = readErrorGroups(client, { workspaceId, range: parseTimeRange(parameters), nowMs: Date.now(), agentIds, taskTypes });
  return (
    <div className="flex flex-col gap-4">
      <h1 className="sr-only">Errors</h1>
      <Suspense fallback={<ErrorsSkeleton />}>
        <ErrorsPage initial={reading} />
      </Suspense>
    </div>
  );
}
