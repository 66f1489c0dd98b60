"use client";
import { PageError } from "@/components/shell/page-error.tsx";

/** What stands in place of a page that could not be drawn. */
export default function RootError({ error, reset }: { readonly error: Error & { digest?: string }; readonly reset: () => void }) {
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <PageError error={error} onRetry={reset} what="The page" />
    </main>
  );
}
