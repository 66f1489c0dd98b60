"use client";
import { PageError } from "@/components/shell/page-error.tsx";

/** What stands in place of the errors when they could not be shown. */
export default function ErrorsError({ error, reset }: { readonly error: Error & { digest?: string }; readonly reset: () => void }) {
  return <PageError error={error} onRetry={reset} what="The errors" />;
}
