import { type EnclosingExecution, guard, type TrackedExecution } from "./execution.ts";
import type { AsyncContext } from "./host.ts";
import { isThenable, type Settled } from "./is-thenable.ts";
import type { Report } from "./problem.ts";
import type { StartExecutionInput, StartedExecution } from "./started-execution.ts";

/** Runs work as an execution: see `ExecutionFeedback.runExecution`. */
export type RunExecution = <T>(input: StartExecutionInput, work: (execution: StartedExecution) => T) => Settled<T>;

/** What a run needs: how executions are started, what carries them into nested calls, and who hears of problems. */
export type RunParts = {
  readonly start: (input: StartExecutionInput) => TrackedExecution;
  readonly context: () => AsyncContext<EnclosingExecution>;
  readonly report: Report;
};

/** Makes `runExecution`. What `work` returns or throws reaches the caller as it is; nothing of the tracking does. */
export function createRunExecution({ start, context, report }: RunParts): RunExecution {
  function end(tracked: TrackedExecution, failure?: { readonly error: unknown }): void {
    // Work may have told more than a bare outcome itself, by finish or cancel.
    if (!tracked.isOpen()) return;
    guard(report, () => {
      if (failure === undefined) tracked.started.finish({ success: true });
      else if (isAbort(failure.error)) tracked.started.cancel(messageOf(failure.error));
      else tracked.started.finish({ success: false, error: failure.error });
    });
  }

  return function runExecution<T>(input: StartExecutionInput, work: (execution: StartedExecution) => T): Settled<T> {
    const tracked = start(input);
    let result: T;
    try {
      const { enclosing, started } = tracked;
      result = enclosing === undefined ? work(started) : context().run(enclosing, () => work(started));
    } catch (error) {
      end(tracked, { error });
      throw error;
    }
    if (!isThenable(result)) {
      end(tracked);
      return result as Settled<T>;
    }
    const settled = result.then(
      (value) => {
        end(tracked);
        return value;
      },
      (error: unknown) => {
        end(tracked, { error });
        throw error;
      },
    );
    return settled as Settled<T>;
  };
}

/** What an AbortController's signal throws: the work was called off. A time-out is a failure and has another name. */
function isAbort(error: unknown): boolean {
  return typeof error === "object" && error !== null && "name" in error && error.name === "AbortError";
}

function messageOf(error: unknown): string | undefined {
  return error instanceof Error ? error.message : undefined;
}
