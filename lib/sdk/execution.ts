import { isUuidV7 } from "../core/uuid-v7.ts";
import type { ExecutionReport } from "../domain/ingest.ts";
import type { Host } from "./host.ts";
import { describeError } from "./plain-json.ts";
import type { Report } from "./problem.ts";
import { clipAttempt, clipJson, clipNumber, clipText, clipTraceId, joinTags, requireName, toReportedError } from "./report-fields.ts";
import type { FinishExecutionInput, StartExecutionInput, StartedExecution } from "./started-execution.ts";

/** A row as it is sent: every row of the SDK bears its id. */
export type SentReport = ExecutionReport & { readonly id: string };

/** The execution that work is a part of when nobody says otherwise. */
export type EnclosingExecution = { readonly id: string; readonly traceId: string | undefined; readonly workspaceId: string | undefined };

/** What an execution needs: the machine, what encloses it, where its rows go, and who hears of problems. */
export type TrackingParts = {
  readonly host: Host;
  readonly enclosing: EnclosingExecution | undefined;
  readonly workspaceId: string | undefined;
  readonly send: (row: SentReport) => void;
  readonly report: Report;
};

/** An execution as the SDK holds it: `isOpen` until it ended, and what it is to work inside it. */
export type TrackedExecution = {
  readonly started: StartedExecution;
  readonly enclosing: EnclosingExecution | undefined;
  readonly isOpen: () => boolean;
};

type Ending = Pick<
  ExecutionReport,
  "outputs" | "error" | "inputTokens" | "cachedInputTokens" | "outputTokens" | "costUsd" | "model" | "provider" | "tags"
> & { readonly status: "succeeded" | "failed" | "cancelled" };

/** Starts the tracking of one execution: a running row at once, and one with the outcome at its end. Throws when it has no agent or task type. */
export function trackExecution(input: StartExecutionInput, parts: TrackingParts): TrackedExecution {
  const { host, send, report } = parts;
  const id = host.makeId();
  const startedAtMs = host.nowMs();
  const startedMonotonicMs = host.monotonicMs();
  const onClipped = (field: string, what: string): void =>
    report({ kind: "clipped", executionId: id, field, message: `${field} of execution ${id} ${what}` });
  const started = startReport({ id, startedAtMs, input, onClipped }, parts);
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
    guard(report, () => send({ ...started, ...describeAnyway(describe, onClipped), finishedAt, durationMs }));
  }

  return {
    started: {
      id,
      traceId: started.traceId,
      finish: (ending) => end(() => describeFinish({ ending, input, started, onClipped })),
      cancel: (reason) =>
        end(() => ({ status: "cancelled", error: { type: "Cancelled", message: clipText("errorMessage", reason, onClipped) ?? "" } })),
    },
    enclosing: { id, traceId: started.traceId, workspaceId: parts.workspaceId },
    isOpen: () => !hasEnded,
  };
}

/** Runs `work`; what it throws becomes a problem, and the answer is undefined. An agent never fails for being watched. */
export function guard<T>(report: Report, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    report({ kind: "invalid_call", message: `a call was ignored: ${describeError(error)}` });
    return undefined;
  }
}

type Tracked = { readonly input: StartExecutionInput; readonly onClipped: (field: string, what: string) => void };

function startReport(
  { id, startedAtMs, input, onClipped }: Tracked & { readonly id: string; readonly startedAtMs: number },
  parts: TrackingParts,
): SentReport {
  const agentId = requireName("agentId", input.agentId, onClipped);
  const taskType = requireName("taskType", input.taskType, onClipped);
  if (agentId === null || taskType === null) throw new TypeError("an execution needs an agentId and a taskType");
  const parent = findParent(input.parent, parts, onClipped);
  // The parent's trace is not known when only its id is given: better none than a wrong one.
  const inherited = parent.id === undefined ? parts.host.makeHex(16) : parent.traceId;
  return {
    id,
    agentId,
    taskType,
    taskDescription: clipText("taskDescription", input.taskDescription, onClipped),
    startedAt: new Date(startedAtMs).toISOString(),
    attempt: clipAttempt(input.attempt, onClipped),
    parentId: parent.id,
    traceId: clipTraceId(input.traceId, onClipped) ?? inherited,
    inputs: clipJson("inputs", input.inputs, onClipped),
    model: clipText("model", input.model, onClipped),
    provider: clipText("provider", input.provider, onClipped),
    tags: joinTags(input.tags, undefined, onClipped),
  };
}

type Parent = { readonly id: string | undefined; readonly traceId: string | undefined };
const NO_PARENT: Parent = { id: undefined, traceId: undefined };

/** The explicit parent, or what encloses the call. What encloses it in another workspace is no parent in this one. */
function findParent(
  parent: StartExecutionInput["parent"],
  { enclosing, workspaceId }: TrackingParts,
  onClipped: Tracked["onClipped"],
): Parent {
  if (parent === undefined) return enclosing?.workspaceId === workspaceId ? (enclosing ?? NO_PARENT) : NO_PARENT;
  if (parent === null) return NO_PARENT;
  try {
    const { id, traceId }: Parent = typeof parent === "string" ? { id: parent, traceId: undefined } : parent;
    if (typeof id === "string" && isUuidV7(id)) return { id: id.toLowerCase(), traceId: clipTraceId(traceId, onClipped) };
    onClipped("parent", "is no execution and no UUIDv7");
  } catch (error) {
    onClipped("parent", `cannot be read: ${describeError(error)}`);
  }
  return NO_PARENT;
}

/** An end without its particulars is better than an execution that runs for ever. */
function describeAnyway(describe: () => Ending, onClipped: Tracked["onClipped"]): Ending {
  try {
    return describe();
  } catch (error) {
    const message = `the outcome cannot be read: ${describeError(error)}`;
    onClipped("outcome", `cannot be read: ${describeError(error)}`);
    return { status: "failed", error: { type: "UnreadableOutcome", message: message.slice(0, 8000) } };
  }
}

function describeFinish({
  ending,
  input,
  started,
  onClipped,
}: Tracked & { readonly ending: FinishExecutionInput; readonly started: SentReport }): Ending {
  const inputTokens = clipNumber("inputTokens", ending.inputTokens, onClipped);
  return {
    status: ending.success ? "succeeded" : "failed",
    outputs: clipJson("outputs", ending.outputs, onClipped),
    error: toReportedError(ending.error, onClipped),
    inputTokens,
    cachedInputTokens: clipCached(ending.cachedInputTokens, inputTokens, onClipped),
    outputTokens: clipNumber("outputTokens", ending.outputTokens, onClipped),
    costUsd: clipNumber("costUsd", ending.costUsd, onClipped),
    model: clipText("model", ending.model, onClipped) ?? started.model,
    provider: clipText("provider", ending.provider, onClipped) ?? started.provider,
    tags: ending.tags === undefined ? started.tags : joinTags(input.tags, ending.tags, onClipped),
  };
}

function clipCached(value: unknown, inputTokens: number | undefined, onClipped: Tracked["onClipped"]): number | undefined {
  const cached = clipNumber("cachedInputTokens", value, onClipped);
  if (cached === undefined || cached <= (inputTokens ?? -1)) return cached;
  onClipped("cachedInputTokens", `are ${cached}, more than inputTokens, which they are a part of`);
  return undefined;
}
