import type { Metadata } from "next";
import { Suspense } from "react";
import { ApiKeys } from "@/components/api-key/api-keys.tsx";
import { ModelPrices } from "@/components/model-price/model-prices.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { EvidenceSharing } from "@/components/workspace/evidence-sharing.tsx";
import { GeneratedHistory } from "@/components/workspace/generated-history.tsx";
import { MembersTable } from "@/components/workspace/members-table.tsx";
import { Section } from "@/components/workspace/section.tsx";
import { listApiKeys } from "@/lib/data/api-keys.ts";
import { readEvidenceSharing } from "@/lib/data/evidence-sharing.ts";
import { hasGeneratedExecutions } from "@/lib/data/generated-executions.ts";
import { listModelPrices, readModelCosts } from "@/lib/data/model-prices.ts";
import { listMembers } from "@/lib/data/workspaces.ts";
import { COSTS_BACK_MS } from "@/lib/domain/model-price.ts";
import { readEnvironment } from "@/lib/server/environment.ts";
import { requireUser, requireWorkspace } from "@/lib/server/session.ts";
import { getSupabase } from "@/lib/server/supabase.ts";

export const metadata: Metadata = { title: "Settings" };

const ARTICLES = { viewer: "a viewer", operator: "an operator", admin: "an admin" } as const;

/** Who may do what, by which keys agents report, and what their models cost. */
export default async function SettingsPage({ params }: { readonly params: Promise<{ readonly workspace: string }> }) {
  const { workspace: slug } = await params;
  const [user, workspace, client] = await Promise.all([requireUser(), requireWorkspace(slug), getSupabase()]);
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-12">
      <header>
        <h1 className="font-semibold text-xl">Settings</h1>
        <p className="text-muted">
          You are {ARTICLES[workspace.role]} of {workspace.name}.
        </p>
      </header>
      <Suspense fallback={<SkeletonRows rows={4} columns={4} />}>
        <ApiKeys initial={listApiKeys(client, workspace.id)} url={readEnvironment().SUPABASE_URL} />
      </Suspense>
      <Suspense fallback={<SkeletonRows rows={4} columns={5} />}>
        <ModelPrices
          initialPrices={listModelPrices(client, workspace.id)}
          initialCosts={readModelCosts(client, { workspaceId: workspace.id, fromMs: Date.now() - COSTS_BACK_MS })}
        />
      </Suspense>
      <Section title="Members">
        <Suspense fallback={<SkeletonRows rows={3} columns={3} />}>
          <MembersTable members={listMembers(client, workspace.id)} ownId={user.id} />
        </Suspense>
      </Section>
      <Suspense fallback={<SkeletonRows rows={1} columns={1} />}>
        <EvidenceSharing initial={readEvidenceSharing(client, workspace.id)} />
      </Suspense>
      <Suspense fallback={null}>
        <GeneratedHistory exists={hasGeneratedExecutions(client, workspace.id)} />
      </Suspense>
    </div>
  );
}
