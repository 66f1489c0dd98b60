import { Skeleton, SkeletonRows } from "@/components/ui/skeleton.tsx";

/** Keys, then prices, then members. */
export default function SettingsLoading() {
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-12">
      <Skeleton className="h-6 w-40" />
      <SkeletonRows rows={4} columns={4} />
      <SkeletonRows rows={4} columns={5} />
      <SkeletonRows rows={3} columns={3} />
    </div>
  );
}
