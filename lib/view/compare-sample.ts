import type { Execution } from "../domain/execution.ts";

/** A step of a run made for tests: when it began after the run did, how long it took, and what is below it. */
export type Step = {
  readonly taskType: string;
  readonly atMs: number;
  readonly tookMs: number;
  readonly description?: string;
  readonly status?: Execution["status"];
  readonly below?: readonly Step[];
};

const NOTHING = {
  ...{ inputs: null, outputs: null, errorDetails: null, tags: null, traceId: null, errorType: null, errorMessage: null },
  ...{ model: null, provider: null, inputTokens: null, cachedInputTokens: null, outputTokens: null, costUsd: null, isPriced: false },
  isUsageInChildren: false,
  ...{ isGenerated: false, clockSkewMs: null, attempt: 1 },
};

/** A run of the steps below a root that lasts until the last of them ends. Ids begin with `name`. `startMs` is an epoch. */
export function makeRun(
  name: string,
  startMs: number,
  steps: readonly Step[],
): { readonly root: Execution; readonly family: readonly Execution[] } {
  const tookMs = steps.reduce((longest, step) => Math.max(longest, step.atMs + step.tookMs), 0);
  const root = makeStep({ taskType: "root", atMs: 0, tookMs }, { id: name, parentId: null, startMs });
  return { root, family: [root, ...below(steps, root.id, startMs)] };
}

function below(steps: readonly Step[], parentId: string, startMs: number): readonly Execution[] {
  return steps.flatMap((step, index) => {
    const own = makeStep(step, { id: `${parentId}.${index}`, parentId, startMs });
    return [own, ...below(step.below ?? [], own.id, startMs)];
  });
}

function makeStep(step: Step, at: { readonly id: string; readonly parentId: string | null; readonly startMs: number }): Execution {
  const startedAt = new Date(at.startMs + step.atMs).toISOString();
  const finishedAt = new Date(at.startMs + step.atMs + step.tookMs).toISOString();
  const { taskType, description = null, status = "succeeded", tookMs: durationMs } = step;
  const named = { id: at.id, parentId: at.parentId, agentId: "agent", taskType, taskDescription: description, status };
  return { ...NOTHING, ...named, startedAt, finishedAt, receivedAt: finishedAt, durationMs };
}
