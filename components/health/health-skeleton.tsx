import { Skeleton, SkeletonRows } from "@/components/ui/skeleton.tsx";

const FIGURES = ["executions", "success", "throughput", "p50", "p95", "p99", "cost", "running"];

/** The figures and charts of a page that is not there yet, each in its place. */
export function FiguresSkeleton({ figures = FIGURES.length }: { readonly figures?: number }) {
  return (
    <>
      <div className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-4 2xl:grid-cols-8">
        {FIGURES.slice(0, figures).map((figure) => (
          <Skeleton key={figure} className="h-[72px]" />
        ))}
      </div>
      <div className="grid grid-cols-1 gap-6 lg:grid-cols-2 2xl:grid-cols-3">
        <Skeleton className="h-64" />
        <Skeleton className="h-64" />
        <Skeleton className="h-64 lg:col-span-2 2xl:col-span-1" />
      </div>
    </>
  );
}

/** The shape of the health page. */
export function HealthSkeleton() {
  return (
    <div role="status" aria-label="Loading health" className="flex flex-col gap-8">
      <Skeleton className="h-6 w-[32rem] max-w-full" />
      <FiguresSkeleton />
      <div className="grid grid-cols-1 gap-8 xl:grid-cols-2">
        <SkeletonRows rows={6} columns={4} />
        <SkeletonRows rows={6} columns={4} />
      </div>
    </div>
  );
}
