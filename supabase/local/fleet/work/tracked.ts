import { perform, type Routine, type TaskEnd, type TaskStart, type Usage } from "./effects.ts";

/** A task that could not be done, for a reason that a program can tell: the type is the error's name, as operators see it. */
export class TaskFailure extends Error {
  readonly type: string;
  readonly details: Readonly<Record<string, string | number>>;
  /** Whether another try may help, and how long to wait for it at least. */
  readonly isTransient: boolean;
  readonly retryAfterMs: number;
  readonly usage: Usage | undefined;

  constructor(type: string, message: string, options: FailureOptions = {}) {
    super(message);
    this.name = type;
    this.type = type;
    this.details = options.details ?? {};
    this.isTransient = options.isTransient ?? false;
    this.retryAfterMs = options.retryAfterMs ?? 0;
    this.usage = options.usage;
  }
}

/** What else is known of a failure. */
export type FailureOptions = {
  readonly details?: Readonly<Record<string, string | number>>;
  readonly isTransient?: boolean;
  readonly retryAfterMs?: number;
  readonly usage?: Usage | undefined;
};

/** A task that was called off. */
export class TaskCancelled extends Error {
  override readonly name = "Cancelled";
}

/** What a task is, without its attempt. */
export type Task = Omit<TaskStart, "attempt" | "parent"> & { readonly parent?: string | undefined };

/** What a task came to. */
export type TaskResult = { readonly outputs: Readonly<Record<string, unknown>>; readonly usage?: Usage | undefined };

/** The place of a body in its task: its own execution, and which try it is. */
export type Attempt = { readonly id: string; readonly attempt: number };

/** The first wait between tries doubles each time; a spread keeps agents apart. */
const FIRST_WAIT_MS = 200;

/**
 * Does a task as an execution of its own, and again while the failure may pass, up to `attempts` times; each try is an execution.
 * Gives the result, or null when it failed or was called off. An error that is no `TaskFailure` is a bug: it is recorded and thrown.
 */
export function* trackTask(task: Task, attempts: number, body: (at: Attempt) => Routine<TaskResult>): Routine<TaskResult | null> {
  for (let attempt = 1; ; attempt += 1) {
    const id = yield* perform("start", { ...task, attempt, parent: task.parent });
    try {
      const result = yield* body({ id, attempt });
      yield* perform("end", { id, ending: { status: "succeeded", ...result } });
      return result;
    } catch (error) {
      yield* perform("end", { id, ending: describeFailure(error) });
      if (!(error instanceof TaskFailure) && !(error instanceof TaskCancelled)) throw error;
      if (!(error instanceof TaskFailure) || !error.isTransient || attempt >= attempts) return null;
      const draw = yield* perform("draw", {});
      yield* perform("wait", { ms: error.retryAfterMs + FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + draw) });
    }
  }
}

function describeFailure(error: unknown): TaskEnd {
  if (error instanceof TaskCancelled) return { status: "cancelled", error: { type: error.name, message: error.message } };
  if (!(error instanceof TaskFailure))
    return { status: "failed", error: { type: error instanceof Error ? error.name : "Error", message: String(error) } };
  const { type, message, details, usage } = error;
  return { status: "failed", error: { type, message, ...(Object.keys(details).length > 0 ? { details } : {}) }, usage };
}
