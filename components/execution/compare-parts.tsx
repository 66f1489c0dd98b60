"use client";
import { useMemo } from "react";
import { StatusMark } from "@/components/ui/status-mark.tsx";
import { useNowMs } from "@/lib/browser/clock.tsx";
import type { ExecutionFamily } from "@/lib/browser/execution-queries.ts";
import { alignSteps } from "@/lib/view/align-steps.ts";
import { compareFacts, stepsSentence } from "@/lib/view/compare-executions.ts";
import { executionVerdict } from "@/lib/view/execution-words.ts";
import { CompareFacts } from "./compare-facts.tsx";
import { CompareSteps } from "./compare-steps.tsx";
import { JsonChanges } from "./json-changes.tsx";

type ComparePartsProps = { readonly here: ExecutionFamily; readonly there: ExecutionFamily };

/** What differs between two runs: in a sentence, fact by fact, step by step, and in what went in and came out. */
export function CompareParts({ here, there }: ComparePartsProps) {
  const nowMs = useNowMs();
  const isRunning = here.execution.status === "running" || there.execution.status === "running";
  const settledMs = isRunning ? nowMs : 0;
  const aligned = useMemo(
    () => alignSteps({ root: here.execution, family: here.relatives }, { root: there.execution, family: there.relatives }, settledMs),
    [here, there, settledMs],
  );
  const sentence = stepsSentence(aligned.steps);
  const parts = [
    { title: "Inputs", here: here.execution.inputs, there: there.execution.inputs },
    { title: "Outputs", here: here.execution.outputs, there: there.execution.outputs },
    { title: "Tags", here: here.execution.tags, there: there.execution.tags },
    { title: "Error details", here: here.execution.errorDetails, there: there.execution.errorDetails },
  ];
  return (
    <div className="flex min-w-0 flex-col gap-8">
      <p className="flex items-start gap-2">
        <StatusMark status={here.execution.status} wordless className="mt-0.5" />
        <span className="figures min-w-0 font-medium [overflow-wrap:anywhere]">
          {executionVerdict(here.execution, nowMs)} {sentence}
        </span>
      </p>
      <CompareFacts facts={compareFacts(here.execution, there.execution)} />
      {sentence === null ? null : <CompareSteps aligned={aligned} here={here} there={there} />}
      {parts.map((part) => (
        <JsonChanges key={part.title} {...part} />
      ))}
    </div>
  );
}
