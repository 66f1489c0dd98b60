import type { Random } from "../core/seeded-random.ts";
import { createFleetQuestions } from "./ask-fleet.ts";
import { openDisk } from "./disk.ts";
import { type EnclosingExecution, guard, type TrackedExecution, trackExecution } from "./execution.ts";
import type { AgentAdviceList, ErrorPattern, QuestionOptions, RecommendOptions } from "./fleet-questions.ts";
import { type AsyncContext, createAsyncContext, createHost, type Host } from "./host.ts";
import type { Settled } from "./is-thenable.ts";
import { createOutlet, type Outlet } from "./outlet.ts";
import { createPerformanceTracker } from "./performance-tracker.ts";
import type { PerformanceTracker } from "./performance-types.ts";
import { createReport, type Problem, type Report } from "./problem.ts";
import { collectProcessMetrics } from "./process-metrics.ts";
import { createRunExecution } from "./run-execution.ts";
import type { SpoolOption } from "./spool-folder.ts";
import type { StartExecutionInput, StartedExecution } from "./started-execution.ts";

export type { AgentAdvice, AgentAdviceList, ErrorPattern, Preference, QuestionOptions, RecommendOptions } from "./fleet-questions.ts";
export type { MetricInput, MetricTags, OperationOptions, PerformanceTracker } from "./performance-types.ts";
export type { Problem } from "./problem.ts";
export type { SpoolOption } from "./spool-folder.ts";
export type { FinishExecutionInput, StartExecutionInput, StartedExecution } from "./started-execution.ts";

/** How a client reports. Only `url` (of the Supabase project) and `apiKey` are needed; the limits have defaults that fit most agents. */
export type WindvaneOptions = {
  readonly url: string;
  readonly apiKey: string;
  /** The workspace that the key is meant for; a batch to any other is refused. */
  readonly workspaceId?: string | undefined;
  /** In place of the platform's own. */
  readonly fetch?: typeof fetch | undefined;
  /** The wall clock in epoch ms, in place of the platform's own. Durations are measured by a clock of their own. */
  readonly now?: (() => number) | undefined;
  /** Draws in [0, 1) for the jitter of retries, in place of the platform's own. */
  readonly random?: Random | undefined;
  /** Hears what could not be done; without it, the console is warned, at most once a minute for each kind. */
  readonly onProblem?: ((problem: Problem) => void) | undefined;
  /** How long rows gather before they are sent, in ms. */
  readonly maxDelayMs?: number | undefined;
  /** How many rows make a batch, at most 1000. */
  readonly maxBatch?: number | undefined;
  /** How many rows may wait in memory while they cannot be sent, */
  readonly maxQueued?: number | undefined;
  /** and how many bytes of them. */
  readonly maxQueuedBytes?: number | undefined;
  /** How long one request may take, in ms. */
  readonly requestTimeoutMs?: number | undefined;
  /** Where rows wait on disk while they cannot be sent, also for the next process; false: in memory only. */
  readonly spool?: SpoolOption | undefined;
  /** Whether memory, CPU and event loop delay of this process are sent every ten seconds. */
  readonly collectProcessMetrics?: boolean | undefined;
};

/** What is told of executions, and asked about them. */
export type ExecutionFeedback = {
  readonly startExecution: (input: StartExecutionInput) => StartedExecution;
  /**
   * Runs `work` as an execution and gives its result, or throws what it throws. It succeeds when `work` returns, fails when it throws and
   * is cancelled when that is an AbortError, unless `work` ended it itself to tell more. Executions started inside are parts of it.
   */
  readonly runExecution: <T>(input: StartExecutionInput, work: (execution: StartedExecution) => T) => Settled<T>;
  /** Which agent shall do work of this type, and why. Rejects when there is no answer. */
  readonly recommendAgent: (taskType: string, workspaceId?: string, options?: RecommendOptions) => Promise<AgentAdviceList>;
  /** Which errors recur. Rejects when there is no answer. */
  readonly identifyErrorPatterns: (workspaceId?: string, days?: number, options?: QuestionOptions) => Promise<readonly ErrorPattern[]>;
};

/** A client. `flush` resolves with the number of rows still unsent, after `timeoutMs` (10 s) at the latest; `close` is a last flush. */
export type Windvane = {
  readonly executionFeedback: ExecutionFeedback;
  readonly performanceTracker: PerformanceTracker;
  readonly flush: (options?: FlushOptions) => Promise<number>;
  readonly close: (options?: FlushOptions) => Promise<number>;
};

/** How long to wait for rows to be sent, in ms. */
export type FlushOptions = { readonly timeoutMs?: number | undefined };

/** Ingest answers in well under a second; who closes should not wait much longer for one that is away. */
const DEFAULT_FLUSH_MS = 10_000;

/**
 * Makes a client that reports what an agent does. Nothing that reports throws or makes the agent wait: rows are sent in the background,
 * in batches, again after a failure, and what cannot be done is told to `onProblem`. Its timers do not keep a process alive, so a
 * process that ends by itself calls `close` first.
 *
 * ```ts
 * const { executionFeedback, close } = createWindvane({ url, apiKey, fetch });
 * const execution = executionFeedback.startExecution({ agentId: "email-agent", taskType: "email_processing" });
 * execution.finish({ success: true, outputs: { contactsCreated: 1 } });
 * await close();
 * ```
 */
export function createWindvane(options: WindvaneOptions): Windvane {
  const host = createHost(options);
  const report = createReport(options.onProblem, host.monotonicMs);
  const outlet = createOutlet({ options, host, report, disk: openDisk() });
  const { workspaceId } = options;
  const { tracker, figures, emit } = createPerformanceTracker({ host, report, send: outlet.sendMetric });
  const stopCollecting = options.collectProcessMetrics === true ? collectProcessMetrics({ host, emit }) : null;
  const questions = createFleetQuestions({ host, url: outlet.baseUrl, apiKey: options.apiKey, workspaceId });

  async function flush(given?: FlushOptions): Promise<number> {
    figures.flush();
    return outlet.flush(given?.timeoutMs ?? DEFAULT_FLUSH_MS);
  }

  async function close(given?: FlushOptions): Promise<number> {
    stopCollecting?.();
    figures.flush();
    return outlet.close(given?.timeoutMs ?? DEFAULT_FLUSH_MS);
  }
  return {
    executionFeedback: { ...createTracking({ host, report, outlet, workspaceId }), ...questions },
    performanceTracker: tracker,
    flush,
    close,
  };
}

type Tracking = Pick<ExecutionFeedback, "startExecution" | "runExecution">;
type TrackingTools = { readonly host: Host; readonly report: Report; readonly outlet: Outlet; readonly workspaceId: string | undefined };

function createTracking({ host, report, outlet, workspaceId }: TrackingTools): Tracking {
  let context: AsyncContext<EnclosingExecution> | null = null;

  function start(input: StartExecutionInput): TrackedExecution {
    const enclosing = context?.current();
    const tracked = guard(report, () => {
      const place = input.workspaceId ?? workspaceId;
      return trackExecution(input, { host, report, enclosing, workspaceId: place, send: (row) => outlet.sendExecution(row, place) });
    });
    return tracked ?? untracked(host, enclosing);
  }
  const runExecution = createRunExecution({
    start,
    report,
    // Made when it is needed first: on older platforms every promise pays for it.
    context: () => {
      context ??= createAsyncContext();
      return context;
    },
  });
  return { startExecution: (input) => start(input).started, runExecution };
}

/** What a call gets that could not be understood: an execution like any other, of which nothing is sent. What is inside belongs to what is around. */
function untracked(host: Host, enclosing: EnclosingExecution | undefined): TrackedExecution {
  const id = host.makeId();
  return {
    started: { id, traceId: enclosing?.traceId, finish: () => undefined, cancel: () => undefined },
    enclosing,
    isOpen: () => false,
  };
}
