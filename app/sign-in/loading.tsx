import { Skeleton } from "@/components/ui/skeleton.tsx";

/** The form's shape. */
export default function SignInLoading() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-4 px-4 py-12">
      <Skeleton className="h-6 w-32" />
      <Skeleton className="h-10" />
      <Skeleton className="h-10" />
      <Skeleton className="h-10" />
    </main>
  );
}
