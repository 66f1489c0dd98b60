"use client";
import { PageError } from "@/components/shell/page-error.tsx";

/** What stands in place of an agent when it could not be shown. */
export default function AgentError({ error, reset }: { readonly error: Error & { digest?: string }; readonly reset: () => void }) {
  return <PageError error={error} onRetry={reset} what="The agent" />;
}
