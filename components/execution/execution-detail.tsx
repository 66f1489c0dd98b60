"use client";
import { ErrorState } from "@/components/ui/error-state.tsx";
import { StaleNote } from "@/components/ui/stale-note.tsx";
import { StatusMark } from "@/components/ui/status-mark.tsx";
import { useNowMs } from "@/lib/browser/clock.tsx";
import type { ExecutionFamily } from "@/lib/browser/execution-queries.ts";
import { useExecutionFamily } from "@/lib/browser/use-execution-family.ts";
import { useLiveState } from "@/lib/browser/workspace-channel.tsx";
import { errorSentence } from "@/lib/view/error-sentence.ts";
import { attemptsOf } from "@/lib/view/execution-waterfall.ts";
import { executionVerdict } from "@/lib/view/execution-words.ts";
import { Attempts } from "./attempts.tsx";
import { CompareLink } from "./compare-link.tsx";
import { ExecutionDetailSkeleton, NoSuchExecution } from "./execution-detail-states.tsx";
import { ExecutionError } from "./execution-error.tsx";
import { ExecutionFacts } from "./execution-facts.tsx";
import { JsonView } from "./json-view.tsx";
import { Waterfall } from "./waterfall.tsx";

type ExecutionDetailProps = {
  readonly id: string;
  /** The path of the workspace. */
  readonly base: string;
  /** Laid out for a page; else for the side panel. */
  readonly isWide?: boolean;
  readonly onSelect: (id: string) => void;
};

/** Everything about one execution, in whichever state it is. */
export function ExecutionDetail({ id, base, isWide = false, onSelect }: ExecutionDetailProps) {
  const { family, isPossible } = useExecutionFamily(id);
  const live = useLiveState();
  if (!isPossible || family.data === null) return <NoSuchExecution id={id} />;
  if (family.isPending && family.fetchStatus === "paused") {
    return <ErrorState title="You are offline">The execution will load when the connection returns.</ErrorState>;
  }
  if (family.isPending) return <ExecutionDetailSkeleton />;
  if (family.data === undefined) {
    return (
      <ErrorState title="The execution could not be loaded" onRetry={() => void family.refetch()}>
        {errorSentence(family.error)}
      </ErrorState>
    );
  }
  const mayBeOld = live.kind === "offline" && family.data.execution.status === "running";
  return (
    <div className="@container flex min-w-0 flex-col gap-6">
      {mayBeOld ? <StaleNote sinceMs={live.sinceMs} reason="the connection was lost" /> : null}
      <Parts family={family.data} base={base} isWide={isWide} onSelect={onSelect} />
    </div>
  );
}

type PartsProps = Pick<ExecutionDetailProps, "base" | "onSelect"> & { readonly family: ExecutionFamily; readonly isWide: boolean };

function Parts({ family, base, isWide, onSelect }: PartsProps) {
  const { execution, relatives, isCut } = family;
  const nowMs = useNowMs();
  const facts = <ExecutionFacts execution={execution} base={base} />;
  const evidence = (
    <>
      <ExecutionError execution={execution} />
      <CompareLink execution={execution} base={base} />
      <Attempts attempts={attemptsOf(execution, relatives)} currentId={execution.id} onSelect={onSelect} />
      {relatives.length > 1 ? <Waterfall family={relatives} isCut={isCut} currentId={execution.id} onSelect={onSelect} /> : null}
      <JsonView title="Inputs" value={execution.inputs} empty="No inputs were reported." />
      <JsonView
        title="Outputs"
        value={execution.outputs}
        empty={execution.status === "running" ? "It runs still; outputs come with its end." : "No outputs were reported."}
      />
      {execution.tags === null ? null : <JsonView title="Tags" value={execution.tags} empty="" />}
    </>
  );
  const verdict = (
    <p className="flex items-start gap-2">
      <StatusMark status={execution.status} wordless className="mt-0.5" />
      <span className="figures line-clamp-3 min-w-0 font-medium [overflow-wrap:anywhere]">{executionVerdict(execution, nowMs)}</span>
    </p>
  );
  if (!isWide) {
    return (
      <>
        {verdict}
        {facts}
        {evidence}
      </>
    );
  }
  return (
    <>
      {verdict}
      <div className="grid gap-8 @4xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="order-2 flex min-w-0 flex-col gap-6 @4xl:order-1">{evidence}</div>
        <div className="order-1 @4xl:order-2">{facts}</div>
      </div>
    </>
  );
}
