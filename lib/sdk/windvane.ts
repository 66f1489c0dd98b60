import type { Random } from "../core/seeded-random.ts";
import { guard, type SentReport, type StartExecutionInput, type StartedExecution, trackExecution } from "./execution.ts";
import { createHost } from "./host.ts";
import { Outbox, toOutgoingRow } from "./outbox.ts";
import { createReport, type Problem } from "./problem.ts";
import { Sender } from "./sender.ts";

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
  /** How many rows may wait while they cannot be sent. */
  readonly maxQueued?: number | undefined;
  /** How long one request may take, in ms. */
  readonly requestTimeoutMs?: number | undefined;
};

/** A client. `flush` resolves with the number of rows still unsent, after `timeoutMs` (10 s) at the latest; `close` is a last flush. */
export type Windvane = {
  readonly executionFeedback: { readonly startExecution: (input: StartExecutionInput) => StartedExecution };
  readonly flush: (options?: FlushOptions) => Promise<number>;
  readonly close: (options?: FlushOptions) => Promise<number>;
};

/** How long to wait for rows to be sent, in ms. */
export type FlushOptions = { readonly timeoutMs?: number | undefined };

/** A quarter of a second: an operator sees an execution within the second in which it ended. */
const DEFAULT_MAX_DELAY_MS = 250;
/** At a KiB a row, half a MiB a request. */
const DEFAULT_MAX_BATCH = 500;
/** What ingest takes in one batch. */
const MAX_BATCH = 1000;
/** About ten MiB of memory, and three hours of an agent that does one thing a second. */
const DEFAULT_MAX_QUEUED = 10_000;
/** Ingest answers in well under a second; ten mean that nobody is there. */
const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * Makes a client that reports what an agent does. Nothing it returns throws or makes the agent wait: rows are sent in the background,
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
  const outbox = new Outbox(atLeastOne(options.maxQueued, DEFAULT_MAX_QUEUED));
  const endpoint = findEndpoint(options);
  const limits = {
    maxDelayMs: options.maxDelayMs ?? DEFAULT_MAX_DELAY_MS,
    maxBatch: Math.min(MAX_BATCH, atLeastOne(options.maxBatch, DEFAULT_MAX_BATCH)),
  };
  const target = { endpoint: endpoint ?? "", apiKey: options.apiKey, timeoutMs: options.requestTimeoutMs ?? DEFAULT_TIMEOUT_MS };
  const sender = new Sender({ outbox, target, limits, host, report });
  let isClosed = false;
  if (endpoint === null) {
    report({
      kind: "misconfigured",
      message: `nothing will be sent: url ${JSON.stringify(options.url)} is no http address, or apiKey is empty`,
    });
  }

  function send(row: SentReport, workspaceId: string | undefined): void {
    if (endpoint === null) return;
    if (isClosed) report({ kind: "dropped", reason: "closed", count: 1, message: `execution ${row.id} is dropped: the client is closed` });
    else sender.add(toOutgoingRow(row, workspaceId ?? options.workspaceId));
  }

  function startExecution(input: StartExecutionInput): StartedExecution {
    return guard(report, () => trackExecution(input, { host, report, send: (row) => send(row, input.workspaceId) })) ?? untracked();
  }

  async function flush({ timeoutMs = DEFAULT_TIMEOUT_MS }: FlushOptions = {}): Promise<number> {
    await sender.flush(timeoutMs);
    return sender.unsentCount;
  }

  async function close(flushOptions?: FlushOptions): Promise<number> {
    isClosed = true;
    return flush(flushOptions);
  }
  return { executionFeedback: { startExecution }, flush, close };
}

/** What a call gets that could not be understood: an execution like any other, of which nothing is sent. */
function untracked(): StartedExecution {
  return { id: createHost({}).makeId(), traceId: undefined, finish: () => undefined, cancel: () => undefined };
}

/** Where batches go; null when the options name no place, or no key to get in. */
function findEndpoint({ url, apiKey }: WindvaneOptions): string | null {
  if (typeof url !== "string" || !/^https?:\/\//.test(url) || !URL.canParse(url) || typeof apiKey !== "string" || apiKey === "")
    return null;
  return `${url.replace(/\/+$/, "")}/functions/v1/ingest`;
}

function atLeastOne(given: number | undefined, otherwise: number): number {
  return given !== undefined && given >= 1 ? Math.trunc(given) : otherwise;
}
