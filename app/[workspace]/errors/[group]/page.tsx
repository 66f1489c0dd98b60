import { Suspense } from "react";
import { ErrorGroupSkeleton } from "@/components/error-group/errors-skeleton.tsx";
import { GroupPageView } from "@/components/error-group/group-page-view.tsx";
import { readErrorGroup } from "@/lib/data/read-error-groups.ts";
import { parseTimeRange, type SearchParameters } from "@/lib/domain/time-range.ts";
import { requireWorkspace } from "@/lib/server/session.ts";
import { getSupabase } from "@/lib/server/supabase.ts";
import { readPathName } from "@/lib/view/figure-links.ts";

export const metadata = { title: "Error" };

type ErrorGroupRouteProps = {
  readonly params: Promise<{ readonly workspace: string; readonly group: string }>;
  readonly searchParams: Promise<SearchParameters>;
};

/** One group of failures that say the same. */
export default async function ErrorGroupRoute({ params, searchParams }: ErrorGroupRouteProps) {
  const [{ workspace: slug, group: part }, parameters, client] = await Promise.all([params, searchParams, getSupabase()]);
  const { id: workspaceId } = await requireWorkspace(slug);
  const id = readPathName(part);
  const reading = readErrorGroup(client, { workspaceId, id, range: parseTimeRange(parameters), nowMs: Date.now() });
  return (
    <Suspense fallback={<ErrorGroupSkeleton />}>
      <GroupPageView key={id} id={id} initial={reading} />
    </Suspense>
  );
}
