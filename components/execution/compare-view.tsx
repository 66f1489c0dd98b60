"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, GitCompare } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useKeepRange } from "@/components/shell/use-time-range.ts";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { ErrorState } from "@/components/ui/error-state.tsx";
import { goodRunsOptions } from "@/lib/browser/compare-queries.ts";
import type { ExecutionFamily } from "@/lib/browser/execution-queries.ts";
import { useSupabase } from "@/lib/browser/supabase.tsx";
import { useExecutionFamily } from "@/lib/browser/use-execution-family.ts";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { choiceSentence } from "@/lib/view/compare-executions.ts";
import { errorSentence } from "@/lib/view/error-sentence.ts";
import { titleOf } from "@/lib/view/execution-words.ts";
import { CompareHead } from "./compare-head.tsx";
import { CompareParts } from "./compare-parts.tsx";
import { ExecutionDetailSkeleton, NoSuchExecution } from "./execution-detail-states.tsx";

/** An execution beside a good run of the same task type: the one that the address names, else the last. */
export function CompareView({ id }: { readonly id: string }) {
  const { id: workspaceId, slug } = useWorkspace();
  const keepRange = useKeepRange();
  const asked = useSearchParams().get("with");
  const { family, isPossible } = useExecutionFamily(id);
  const execution = family.data?.execution;
  const good = useQuery(goodRunsOptions(useSupabase(), workspaceId, execution));
  const otherId = asked ?? good.data?.runs[0]?.id ?? null;
  if (!isPossible || family.data === null) return <NoSuchExecution id={id} />;
  const error = family.error ?? good.error;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Link
        href={keepRange(`/${slug}/executions/${id}`)}
        className="flex w-fit max-w-full items-center gap-1 text-muted text-sm hover:text-text"
      >
        <ArrowLeft aria-hidden="true" className="size-4 shrink-0" />
        <span className="truncate">{execution === undefined ? "Execution" : titleOf(execution)}</span>
      </Link>
      <h1 className="font-semibold text-lg">Compared with a good run</h1>
      {error !== null ? (
        <ErrorState title="The runs could not be loaded" onRetry={() => void Promise.all([family.refetch(), good.refetch()])}>
          {errorSentence(error)}
        </ErrorState>
      ) : family.data === undefined || (good.data == null && asked === null) ? (
        <ExecutionDetailSkeleton />
      ) : otherId === null ? (
        <EmptyState icon={<GitCompare aria-hidden="true" />} title="There is nothing to compare it with">
          {choiceSentence("none", family.data.execution)}
        </EmptyState>
      ) : (
        <>
          <CompareHead execution={family.data.execution} good={good.data ?? null} otherId={otherId} isAsked={asked !== null} />
          <Beside here={family.data} otherId={otherId} />
        </>
      )}
    </div>
  );
}

function Beside({ here, otherId }: { readonly here: ExecutionFamily; readonly otherId: string }) {
  const { family: there, isPossible } = useExecutionFamily(otherId);
  if (!isPossible || there.data === null) return <NoSuchExecution id={otherId} />;
  if (there.error !== null) {
    return (
      <ErrorState title="The other run could not be loaded" onRetry={() => void there.refetch()}>
        {errorSentence(there.error)}
      </ErrorState>
    );
  }
  return there.data === undefined ? <ExecutionDetailSkeleton /> : <CompareParts key={otherId} here={here} there={there.data} />;
}
