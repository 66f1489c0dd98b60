"use client";
import { useSearchParams } from "next/navigation";
import { Suspense } from "react";
import { useSetAddressParameter } from "@/components/shell/use-address-parameter.ts";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { Tabs } from "@/components/ui/tabs.tsx";
import type { EvidenceReading, FleetReading } from "@/lib/domain/fleet-reading.ts";
import { AgentsPage } from "./agents-page.tsx";
import { Leaderboard } from "./leaderboard.tsx";

type AgentsTabsProps = { readonly fleet: Promise<FleetReading>; readonly evidence: Promise<EvidenceReading> };

/** The two sides of the fleet: how each agent fares, and who should do what. */
export function AgentsTabs({ fleet, evidence }: AgentsTabsProps) {
  const view = useSearchParams().get("view") === "best" ? "best" : "agents";
  const setParameter = useSetAddressParameter();
  return (
    <Tabs
      label="Sides of the fleet"
      value={view}
      onChange={(next) => setParameter("view", next === "agents" ? null : next)}
      className="gap-6"
      tabs={[
        {
          value: "agents",
          label: "Agents",
          content: (
            <div className="flex flex-col gap-8">
              <AgentsPage initial={fleet} />
            </div>
          ),
        },
        {
          value: "best",
          label: "Leaderboard",
          content: (
            <Suspense fallback={<SkeletonRows rows={8} columns={5} />}>
              <Leaderboard initial={evidence} />
            </Suspense>
          ),
        },
      ]}
    />
  );
}
