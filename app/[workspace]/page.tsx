import type { Metadata } from "next";
import { Suspense } from "react";
import { GeneratedNote } from "@/components/health/generated-note.tsx";
import { HealthPage } from "@/components/health/health-page.tsx";
import { HealthSkeleton } from "@/components/health/health-skeleton.tsx";
import { hasGeneratedExecutions } from "@/lib/data/generated-executions.ts";
import { readHealth } from "@/lib/data/read-health.ts";
import { parseTimeRange, type SearchParameters } from "@/lib/domain/time-range.ts";
import { readEnvironment } from "@/lib/server/environment.ts";
import { requireWorkspace } from "@/lib/server/session.ts";
import { getSupabase } from "@/lib/server/supabase.ts";
import { hidesPresent, PRESENT_RANGE } from "@/lib/view/present-verdict.ts";

type HealthRouteProps = {
  readonly params: Promise<{ readonly workspace: string }>;
  readonly searchParams: Promise<SearchParameters>;
};

/** The template of the frame does not reach its own first page. */
export async function generateMetadata({ params }: HealthRouteProps): Promise<Metadata> {
  const { name } = await requireWorkspace((await params).workspace);
  return { title: { absolute: `Health · ${name} · Windvane` } };
}

/** How the fleet fares. */
export default async function HealthRoute({ params, searchParams }: HealthRouteProps) {
  const [{ workspace: slug }, parameters, client] = await Promise.all([params, searchParams, getSupabase()]);
  const { id: workspaceId } = await requireWorkspace(slug);
  const range = parseTimeRange(parameters);
  const nowMs = Date.now();
  const reading = readHealth(client, { workspaceId, range, nowMs });
  const present = hidesPresent(range) ? readHealth(client, { workspaceId, range: PRESENT_RANGE, nowMs }) : Promise.resolve(null);
  return (
    <div className="flex flex-col gap-8">
      <h1 className="sr-only">Health</h1>
      <Suspense fallback={<HealthSkeleton />}>
        <HealthPage initial={reading} present={present} supabaseUrl={readEnvironment().SUPABASE_URL} />
      </Suspense>
      <Suspense>
        <GeneratedNote hasGenerated={hasGeneratedExecutions(client, workspaceId)} />
      </Suspense>
    </div>
  );
}
