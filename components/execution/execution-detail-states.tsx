import { SearchX } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";

/** Said where no execution has the id. */
export function NoSuchExecution({ id }: { readonly id: string }) {
  return (
    <EmptyState icon={<SearchX aria-hidden="true" />} title="There is no such execution">
      <span className="font-mono text-sm [overflow-wrap:anywhere]">{id.slice(0, 80)}</span> is not in this workspace. It may have passed the
      time that executions are kept, or belong to another workspace.
    </EmptyState>
  );
}

/** The detail before it is there, in its shape. */
export function ExecutionDetailSkeleton() {
  return (
    <div role="status" aria-label="Loading the execution" className="flex flex-col gap-6">
      <Skeleton className="h-5 w-3/4" />
      <div className="flex flex-col gap-2">
        {["a", "b", "c", "d", "e", "f", "g"].map((place) => (
          <Skeleton key={place} className="h-4 w-full max-w-96" />
        ))}
      </div>
      <Skeleton className="h-32" />
      <Skeleton className="h-24" />
    </div>
  );
}
