"use client";
import { PageError } from "@/components/shell/page-error.tsx";

/** What stands in place of a comparison that could not be drawn. */
export default function CompareError({ error, reset }: { readonly error: Error & { digest?: string }; readonly reset: () => void }) {
  return <PageError error={error} onRetry={reset} what="The comparison" />;
}
