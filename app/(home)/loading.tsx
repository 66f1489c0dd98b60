import { Skeleton } from "@/components/ui/skeleton.tsx";

/** The shape of the form that founds a workspace; whoever has one is on the way to it. */
export default function HomeLoading() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-6 px-4 py-12">
      <Skeleton className="h-6 w-32" />
      <Skeleton className="h-10" />
      <Skeleton className="h-10" />
    </main>
  );
}
