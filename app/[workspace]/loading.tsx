import { Skeleton } from "@/components/ui/skeleton.tsx";

/** The shape that pages share: a verdict, figures, an instrument. */
export default function WorkspaceLoading() {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-6">
      <Skeleton className="h-6 w-80 max-w-full" />
      <div className="grid grid-cols-2 gap-6 md:grid-cols-4">
        {["a", "b", "c", "d"].map((place) => (
          <Skeleton key={place} className="h-16" />
        ))}
      </div>
      <Skeleton className="h-60" />
    </div>
  );
}
