/** What is known when work begins. `attempt` counts from 1. */
export type StartExecutionInput = {
  readonly agentId: string;
  readonly taskType: string;
  readonly taskDescription?: string | undefined;
  /** Only to make sure: batches for a workspace that is not the key's own are refused. */
  readonly workspaceId?: string | undefined;
  readonly inputs?: unknown;
  /** The execution that this one is a part of, or its id; without it the one whose `runExecution` this call is made in. Null: none. */
  readonly parent?: StartedExecution | string | null | undefined;
  /** W3C trace id, 32 hexadecimal digits; without it the parent's, and at the root of a family a new one. */
  readonly traceId?: string | undefined;
  readonly attempt?: number | undefined;
  readonly model?: string | undefined;
  /** Who serves the model. */
  readonly provider?: string | undefined;
  readonly tags?: Readonly<Record<string, unknown>> | undefined;
};

/** What is known when work ended. `error` is whatever was thrown, a record with `type`, `message`, `details`, or text. */
export type FinishExecutionInput = {
  readonly success: boolean;
  readonly outputs?: unknown;
  readonly error?: unknown;
  readonly inputTokens?: number | undefined;
  /** The part of `inputTokens` that the provider read from its cache. */
  readonly cachedInputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly costUsd?: number | undefined;
  readonly model?: string | undefined;
  readonly provider?: string | undefined;
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
