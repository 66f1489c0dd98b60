import { Suspense } from "react";
import { AgentsSkeleton } from "@/components/agent/agents-skeleton.tsx";
import { AgentsTabs } from "@/components/agent/agents-tabs.tsx";
import { readEvidence } from "@/lib/data/read-agent-evidence.ts";
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
  const nowMs = Date.now();
  const fleet = readFleet(client, { workspaceId, range: parseTimeRange(parameters), nowMs });
  return (
    <div className="flex flex-col gap-8">
      <h1 className="sr-only">Agents</h1>
      <Suspense fallback={<AgentsSkeleton />}>
        <AgentsTabs fleet={fleet} evidence={readEvidence(client, { workspaceId, nowMs })} />
      </Suspense>
    </div>
  );
}
