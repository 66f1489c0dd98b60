import type { Metadata } from "next";
import { Suspense } from "react";
import { AgentPage } from "@/components/agent/agent-page.tsx";
import { AgentSkeleton } from "@/components/agent/agents-skeleton.tsx";
import { readEvidence } from "@/lib/data/read-agent-evidence.ts";
import { readAgent } from "@/lib/data/read-fleet.ts";
import { parseTimeRange, type SearchParameters } from "@/lib/domain/time-range.ts";
import { requireWorkspace } from "@/lib/server/session.ts";
import { getSupabase } from "@/lib/server/supabase.ts";
import { readPathName } from "@/lib/view/figure-links.ts";
import { hidesPresent, PRESENT_RANGE } from "@/lib/view/present-verdict.ts";

type AgentRouteProps = {
  readonly params: Promise<{ readonly workspace: string; readonly agent: string }>;
  readonly searchParams: Promise<SearchParameters>;
};

/** The agent's name in the page's title. */
export async function generateMetadata({ params }: AgentRouteProps): Promise<Metadata> {
  return { title: readPathName((await params).agent) };
}

/** One agent. */
export default async function AgentRoute({ params, searchParams }: AgentRouteProps) {
  const [{ workspace: slug, agent: part }, parameters, client] = await Promise.all([params, searchParams, getSupabase()]);
  const { id: workspaceId } = await requireWorkspace(slug);
  const agentId = readPathName(part);
  const range = parseTimeRange(parameters);
  const nowMs = Date.now();
  const reading = readAgent(client, { workspaceId, agentId, range, nowMs });
  const present = hidesPresent(range) ? readAgent(client, { workspaceId, agentId, range: PRESENT_RANGE, nowMs }) : Promise.resolve(null);
  const evidence = readEvidence(client, { workspaceId, nowMs });
  return (
    <div className="flex flex-col gap-8">
      <Suspense fallback={<AgentSkeleton />}>
        <AgentPage key={agentId} agentId={agentId} initial={reading} present={present} evidence={evidence} />
      </Suspense>
    </div>
  );
}
