import { Skeleton } from "@/components/ui/skeleton.tsx";
import { ExecutionListSkeleton } from "./execution-list-frame.tsx";

/** Of the height that the list and what stands above it fill together: the window without the shell. */
export const VIEW_HEIGHT = "flex h-[calc(100dvh-9.5rem-env(safe-area-inset-bottom))] flex-col gap-2 md:-mb-8 md:h-[calc(100dvh-5rem)]";

/** The page of executions before it is there, in its shape. */
export function ExecutionsSkeleton() {
  return (
    <div className={VIEW_HEIGHT}>
      <div className="flex h-7 items-baseline gap-3">
        <h1 className="font-semibold text-lg">Executions</h1>
        <Skeleton className="w-72" />
      </div>
      <div className="flex gap-2">
        <Skeleton className="h-8 flex-1 sm:max-w-80" />
        <Skeleton className="h-8 w-20" />
        <Skeleton className="h-8 w-20" />
      </div>
      <div className="h-9" />
      <ExecutionListSkeleton />
    </div>
  );
}
