"use client";
import { useEffect } from "react";
import { ErrorState } from "@/components/ui/error-state.tsx";

type PageErrorProps = {
  readonly error: Error & { digest?: string };
  readonly onRetry: () => void;
  /** What could not be shown: "The executions", "The settings". */
  readonly what: string;
};

/** For `error.tsx` files: says what could not be shown, and under which number the log has the cause. */
export function PageError({ error, onRetry, what }: PageErrorProps) {
  useEffect(() => console.error(error), [error]);
  return (
    <ErrorState title={`${what} could not be shown`} onRetry={onRetry}>
      The server failed while drawing this part. Nothing that agents report is lost by it, and the rest of the console works.
      {error.digest === undefined ? null : (
        <>
          {" "}
          The log has the cause under <code className="font-mono text-sm">{error.digest}</code>.
        </>
      )}
    </ErrorState>
  );
}
