import { ExecutionGroupLink } from "@/components/error-group/execution-group-link.tsx";
import { CopyButton } from "@/components/ui/copy-button.tsx";
import type { Execution } from "@/lib/domain/execution.ts";
import { JsonView } from "./json-view.tsx";

/** What went wrong, in the agent's own words; nothing where nothing was reported. */
export function ExecutionError({ execution }: { readonly execution: Execution }) {
  const { errorType, errorMessage, errorDetails } = execution;
  if (errorType === null && errorMessage === null && errorDetails === null) return null;
  return (
    <section aria-label="Error" className="flex min-w-0 flex-col gap-1 border-critical border-l-2 pl-3">
      <div className="flex h-7 items-center gap-2">
        <h2 className="min-w-0 truncate font-medium">{errorType ?? "Error"}</h2>
        {errorMessage === null ? null : <CopyButton text={errorMessage} what="the message" />}
      </div>
      {errorMessage === null ? null : (
        <p className="max-h-60 overflow-auto whitespace-pre-wrap font-mono text-xs leading-5 [overflow-wrap:anywhere]">{errorMessage}</p>
      )}
      <ExecutionGroupLink execution={execution} />
      {errorDetails === null ? null : <JsonView title="Details" value={errorDetails} empty="" startsOpen={false} />}
    </section>
  );
}
