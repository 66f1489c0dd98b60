import type { ExecutionReport } from "../domain/ingest.ts";
import type { Host } from "./host.ts";
import type { Report } from "./problem.ts";
import { clipJson, clipNumber, clipText, joinTags, toReportedError } from "./report-fields.ts";

/** What is known when work begins. `attempt` counts from 1; `parent` is the execution that this one is a part of. */
export type StartExecutionInput = {
  readonly agentId: string;
  readonly taskType: string;
  readonly taskDescription?: string | undefined;
  /** Only to make sure: batches for a workspace that is not the key's own are refused. */
  readonly workspaceId?: string | undefined;
  readonly inputs?: unknown;
  readonly parent?: StartedExecution | string | undefined;
  /** W3C trace id, 32 hexadecimal digits; taken from a started parent when not given. */
  readonly traceId?: string | undefined;
  readonly attempt?: number | undefined;
  readonly model?: string | undefined;
  readonly tags?: Readonly<Record<string, unknown>> | undefined;
};

/** What is known when work ended. `error` is whatever was thrown, a record with `type`, `message`, `details`, or text. */
export type FinishExecutionInput = {
  readonly success: boolean;
  readonly outputs?: unknown;
  readonly error?: unknown;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly costUsd?: number | undefined;
  readonly model?: string | undefined;
  readonly tags?: Readonly<Record<string, unknown>> | undefined;
};

/** Work under way. Ends once, by `finish` or `cancel`; a second end is ignored and told to onProblem. */
export type StartedExecution = {
  /** UUIDv7. */
  readonly id: string;
  readonly traceId: string | undefined;
  readonly finish: (input: FinishExecutionInput) => void;
  /** For work that was called off: neither a success nor a failure. */
  readonly cancel: (reason?: string) => void;
};

/** A row as it is sent: every row of the SDK bears its id. */
export type SentReport = ExecutionReport & { readonly id: string };

/** What an execution needs: the machine, where its rows go, and who hears of problems. */
export type TrackingParts = { readonly host: Host; readonly send: (row: SentReport) => void; readonly report: Report };

type Ending = Pick<ExecutionReport, "outputs" | "error" | "inputTokens" | "outputTokens" | "costUsd" | "model" | "tags"> & {
  readonly status: "succeeded" | "failed" | "cancelled";
};

/** Starts the tracking of one execution: a running row at once, and one with the outcome at its end. */
export function trackExecution(input: StartExecutionInput, parts: TrackingParts): StartedExecution {
  const { host, send, report } = parts;
  const id = host.makeId();
  const startedAtMs = host.nowMs();
  const startedMonotonicMs = host.monotonicMs();
  const onClipped = (field: string, what: string): void =>
    report({ kind: "clipped", executionId: id, field, message: `${field} of execution ${id} ${what}` });
  const started = startReport({ id, startedAtMs, input, onClipped });
  let hasEnded = false;
  send({ ...started, status: "running" });

  function end(describe: () => Ending): void {
    if (hasEnded) {
      report({ kind: "finished_twice", executionId: id, message: `execution ${id} has ended already; the second end is ignored` });
      return;
    }
    hasEnded = true;
    const durationMs = Math.max(0, host.monotonicMs() - startedMonotonicMs);
    // From the duration, not from the wall clock, which may have been set meanwhile.
    const finishedAt = new Date(startedAtMs + durationMs).toISOString();
    guard(report, () => send({ ...started, ...describe(), finishedAt, durationMs }));
  }

  return {
    id,
    traceId: started.traceId,
    finish: (ending) => end(() => describeFinish({ ending, input, started, onClipped })),
    cancel: (reason) =>
      end(() => ({ status: "cancelled", error: { type: "Cancelled", message: clipText("errorMessage", reason, onClipped) ?? "" } })),
  };
}

/** Runs `work`; what it throws becomes a problem, and the answer is undefined. An agent never fails for being watched. */
export function guard<T>(report: Report, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    report({ kind: "invalid_call", message: `a call was ignored: ${error instanceof Error ? error.message : "something was thrown"}` });
    return undefined;
  }
}

type Tracked = { readonly input: StartExecutionInput; readonly onClipped: (field: string, what: string) => void };

function startReport({ id, startedAtMs, input, onClipped }: Tracked & { readonly id: string; readonly startedAtMs: number }): SentReport {
  const { parent } = input;
  const handle = typeof parent === "object" && parent !== null ? parent : undefined;
  return {
    id,
    agentId: input.agentId,
    taskType: input.taskType,
    taskDescription: clipText("taskDescription", input.taskDescription, onClipped),
    startedAt: new Date(startedAtMs).toISOString(),
    attempt: input.attempt,
    parentId: typeof parent === "string" ? parent : handle?.id,
    traceId: input.traceId ?? handle?.traceId,
    inputs: clipJson("inputs", input.inputs, onClipped),
    model: clipText("model", input.model, onClipped),
    tags: joinTags(input.tags, undefined, onClipped),
  };
}

function describeFinish({
  ending,
  input,
  started,
  onClipped,
}: Tracked & { readonly ending: FinishExecutionInput; readonly started: SentReport }): Ending {
  return {
    status: ending.success ? "succeeded" : "failed",
    outputs: clipJson("outputs", ending.outputs, onClipped),
    error: toReportedError(ending.error, onClipped),
    inputTokens: clipNumber("inputTokens", ending.inputTokens, onClipped),
    outputTokens: clipNumber("outputTokens", ending.outputTokens, onClipped),
    costUsd: clipNumber("costUsd", ending.costUsd, onClipped),
    model: clipText("model", ending.model, onClipped) ?? started.model,
    tags: ending.tags === undefined ? started.tags : joinTags(input.tags, ending.tags, onClipped),
  };
}
