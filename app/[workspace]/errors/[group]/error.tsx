"use client";
import { PageError } from "@/components/shell/page-error.tsx";

/** What stands in place of an error that could not be shown. */
export default function ErrorGroupError({ error, reset }: { readonly error: Error & { digest?: string }; readonly reset: () => void }) {
  return <PageError error={error} onRetry={reset} what="The error" />;
}
