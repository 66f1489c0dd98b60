import { Skeleton, SkeletonRows } from "@/components/ui/skeleton.tsx";

/** The shape of the list of groups. */
export function ErrorsSkeleton() {
  return (
    <div role="status" aria-label="Loading errors" className="flex flex-col gap-4">
      <Skeleton className="h-6 w-[32rem] max-w-full" />
      <Skeleton className="h-8 w-[28rem] max-w-full" />
      <SkeletonRows rows={10} columns={6} />
    </div>
  );
}

/** The shape of one group. */
export function ErrorGroupSkeleton() {
  return (
    <div role="status" aria-label="Loading the error" className="flex flex-col gap-6">
      <Skeleton className="h-12 w-full max-w-3xl" />
      <Skeleton className="h-8 w-72" />
      <Skeleton className="h-52 w-full" />
      <SkeletonRows rows={6} columns={4} />
    </div>
  );
}
