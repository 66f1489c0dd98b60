import { formatCost } from "../core/format/format-cost.ts";
import { formatExactCount } from "../core/format/format-count.ts";
import { formatDuration } from "../core/format/format-duration.ts";
import type { Execution } from "../domain/execution.ts";
import type { GoodRuns } from "../domain/good-runs.ts";
import type { AlignedStep } from "./align-steps.ts";
import { errorLine, STATUS_WORDS, titleOf } from "./execution-words.ts";

/** A fact of two runs, in words; `change` says how the first differs from the second, null where it does not or cannot be said. */
export type ComparedFact = {
  readonly name: string;
  readonly here: string;
  readonly there: string;
  readonly differs: boolean;
  readonly change: string | null;
};

const UNKNOWN = "unknown";

/** Within a tenth, two runs took as long as each other. */
const SAME_WITHIN = 0.1;

/** What is known of two runs, fact by fact; a fact that neither reported is left out. */
export function compareFacts(here: Execution, there: Execution): readonly ComparedFact[] {
  const facts: readonly (ComparedFact | null)[] = [
    text("Status", STATUS_WORDS[here.status], STATUS_WORDS[there.status]),
    text("Error", errorLine(here) ?? "none", errorLine(there) ?? "none"),
    text("Agent", here.agentId, there.agentId),
    amount("Duration", [here.durationMs, there.durationMs], { format: formatDuration, more: "as long" }),
    text("Attempt", String(here.attempt), String(there.attempt)),
    text("Provider", here.provider, there.provider),
    text("Model", here.model, there.model),
    amount("Input tokens", [here.inputTokens, there.inputTokens], { format: formatExactCount, more: "as many" }),
    amount("From cache", [here.cachedInputTokens, there.cachedInputTokens], { format: formatExactCount, more: "as many" }),
    amount("Output tokens", [here.outputTokens, there.outputTokens], { format: formatExactCount, more: "as many" }),
    amount("Cost", [here.costUsd, there.costUsd], { format: formatCost, more: "as much" }),
  ];
  return facts.filter((fact) => fact !== null);
}

/** Which run this one is set beside, in a sentence. */
export function choiceSentence(kind: GoodRuns["kind"], { agentId, taskType }: Pick<Execution, "agentId" | "taskType">): string {
  switch (kind) {
    case "same-agent":
      return `The last run of ${agentId} at ${taskType} that succeeded before it.`;
    case "other-agent":
      return `No run of ${agentId} at ${taskType} succeeded in the 90 days before it; this is the last good one of another agent.`;
    case "later":
      return `No run at ${taskType} succeeded in the 90 days before it; this is the newest good one, later than it.`;
    case "none":
      return `No run at ${taskType} has succeeded, neither in the 90 days before it nor since.`;
  }
}

/** What differs between the steps of two runs, in a sentence; null where each run is a single step. */
export function stepsSentence(steps: readonly AlignedStep<Execution>[]): string | null {
  const below = steps.filter((step) => step.depth > 0);
  if (below.length === 0) return null;
  const named = (list: readonly AlignedStep<Execution>[]) => {
    const [first] = list;
    const step = first?.here ?? first?.there;
    if (step == null) return "";
    return list.length === 1 ? `"${titleOf(step)}"` : `"${titleOf(step)}" and ${list.length - 1} more`;
  };
  const failed = below.filter(({ here, there }) => here?.status === "failed" && there?.status !== "failed");
  const missing = below.filter(({ here }) => here === null);
  const extra = below.filter(({ here, there }) => there === null && here?.status !== "failed");
  const moved = below.filter(({ isMoved }) => isMoved);
  const parts = [
    failed.length === 0 ? "" : `${named(failed)} failed only here`,
    missing.length === 0 ? "" : `${named(missing)} did not happen here`,
    extra.length === 0 ? "" : `${named(extra)} happened only here`,
    moved.length === 0 ? "" : `${named(moved)} came in another order`,
  ].filter((part) => part !== "");
  if (parts.length === 0) return "The same steps ran in the same order.";
  const sentence = parts.length === 1 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")}, and ${parts.at(-1)}`;
  return `${sentence}.`;
}

/** How the first of two amounts compares: `3.2 × as long`, `half as long`-like in figures; null where one is unknown or both are alike. */
export function ratioText(here: number | null, there: number | null, more: string): string | null {
  if (here === null || there === null || there === 0 || here === there) return null;
  const ratio = here / there;
  if (Math.abs(ratio - 1) <= SAME_WITHIN) return null;
  return `${ratio >= 100 ? Math.round(ratio) : ratio.toPrecision(2)} × ${more}`;
}

function text(name: string, here: string | null, there: string | null): ComparedFact | null {
  if (here === null && there === null) return null;
  return { name, here: here ?? UNKNOWN, there: there ?? UNKNOWN, differs: here !== there, change: null };
}

function amount(
  name: string,
  [here, there]: readonly [number | null, number | null],
  { format, more }: { readonly format: (value: number) => string; readonly more: string },
): ComparedFact | null {
  if (here === null && there === null) return null;
  const write = (value: number | null) => (value === null ? UNKNOWN : format(value));
  const change = ratioText(here, there, more);
  return { name, here: write(here), there: write(there), differs: change !== null || (here === null) !== (there === null), change };
}
