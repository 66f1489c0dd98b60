import { FiguresSkeleton } from "@/components/health/health-skeleton.tsx";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton.tsx";

/** The shape of the page of all agents. */
export function AgentsSkeleton() {
  return (
    <div role="status" aria-label="Loading agents" className="flex flex-col gap-8">
      <Skeleton className="h-6 w-96 max-w-full" />
      <div className="flex flex-col gap-2">
        <Skeleton className="h-8 w-80 max-w-full" />
        <SkeletonRows rows={7} columns={6} />
      </div>
      <SkeletonRows rows={3} columns={6} />
    </div>
  );
}

/** The shape of one agent's page. */
export function AgentSkeleton() {
  return (
    <div role="status" aria-label="Loading the agent" className="flex flex-col gap-8">
      <Skeleton className="h-12 w-96 max-w-full" />
      <FiguresSkeleton figures={7} />
      <SkeletonRows rows={3} columns={6} />
    </div>
  );
}
