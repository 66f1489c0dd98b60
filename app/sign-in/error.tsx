"use client";
import { PageError } from "@/components/shell/page-error.tsx";

/** What stands in place of the page when it could not be drawn. */
export default function SignInError({ error, reset }: { readonly error: Error & { digest?: string }; readonly reset: () => void }) {
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <PageError error={error} onRetry={reset} what="The sign-in page" />
    </main>
  );
}
