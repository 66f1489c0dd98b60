import { Suspense } from "react";
import { AgentsPage } from "@/components/agent/agents-page.tsx";
import { AgentsSkeleton } from "@/components/agent/agents-skeleton.tsx";
import { readFleet } from "@/lib/data/read-fleet.ts";
import { parseTimeRange, type SearchParameters } from "@/lib/domain/time-range.ts";
import { requireWorkspace } from "@/lib/server/session.ts";
import { getSupabase } from "@/lib/server/supabase.ts";

export const metadata = { title: "Agents" };

type AgentsRouteProps = {
  readonly params: Promise<{ readonly workspace: string }>;
  readonly searchParams: Promise<SearchParameters>;
};

/** The agents of the workspace. */
export default async function AgentsRoute({ params, searchParams }: AgentsRouteProps) {
  const [{ workspace: slug }, parameters, client] = await Promise.all([params, searchParams, getSupabase()]);
  const { id: workspaceId } = await requireWorkspace(slug);
  const reading = readFleet(client, { workspaceId, range: parseTimeRange(parameters), nowMs: Date.now() });
  return (
    <div className="flex flex-col gap-8">
      <h1 className="sr-only">Agents</h1>
      <Suspense fallback={<AgentsSkeleton />}>
        <AgentsPage initial={reading} />
      </Suspense>
    </div>
  );
}
