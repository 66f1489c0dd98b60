"use client";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { Fragment } from "react";
import { useKeepRange } from "@/components/shell/use-time-range.ts";
import { useExecutionFamily } from "@/lib/browser/use-execution-family.ts";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { ancestorsOf } from "@/lib/view/execution-waterfall.ts";
import { titleOf } from "@/lib/view/execution-words.ts";
import { ExecutionDetail } from "./execution-detail.tsx";
import { ExecutionSteps } from "./execution-steps.tsx";

/** One execution on a page of its own, with the way back to its parents and to the list. */
export function ExecutionPageView({ id }: { readonly id: string }) {
  const base = `/${useWorkspace().slug}`;
  const path = `${base}/executions`;
  const router = useRouter();
  const keepRange = useKeepRange();
  const list = useSearchParams().toString();
  const withList = (to: string) => (list === "" ? to : `${to}?${list}`);
  const data = useExecutionFamily(id).family.data;
  const execution = data?.execution;
  const crumbs = data == null ? [] : ancestorsOf(data.execution, data.relatives);
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <nav aria-label="Where this is" className="flex flex-wrap items-center gap-1 text-muted text-sm">
        <Link href={withList(path)} className="hover:text-text hover:underline">
          Executions
        </Link>
        {crumbs.map((crumb) => (
          <Fragment key={crumb.id}>
            <ChevronRight aria-hidden="true" className="size-3.5 shrink-0" />
            <Link href={keepRange(`${path}/${crumb.id}`)} className="max-w-80 truncate hover:text-text hover:underline">
              {titleOf(crumb)}
            </Link>
          </Fragment>
        ))}
      </nav>
      <div className="flex items-start gap-3">
        <h1 className="min-h-6 min-w-0 flex-1 font-semibold text-lg [overflow-wrap:anywhere]">
          {execution === undefined ? "Execution" : titleOf(execution)}
        </h1>
        <ExecutionSteps id={id} hrefOf={(next) => withList(`${path}/${next}`)} />
      </div>
      <ExecutionDetail id={id} base={base} isWide onSelect={(next) => router.push(keepRange(`${path}/${next}`))} />
    </div>
  );
}
