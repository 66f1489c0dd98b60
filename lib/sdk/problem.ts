/**
 * What the SDK could not do, told instead of thrown. `message` is a sentence for a log; the other fields are for a program.
 * - `misconfigured`: url or key cannot be used, so nothing will be sent.
 * - `unauthorized`: the key was refused (for `workspaceId`, if one was named); from then on its rows are dropped without a further word.
 * - `retrying`: a batch could not be delivered and is tried again after `delayMs`; `queued` rows wait.
 * - `dropped`: `count` rows are lost. An execution has two, its start and its end; without its start nothing but the news is missing.
 * - `rejected`: one execution, or without `executionId` one point of a metric, was refused because of `field`.
 * - `too_many_series`: a metric has more sets of tags, or there are more names of operations, than are kept apart; told once for each.
 * - `spool`: rows that cannot be sent could not be written to disk and wait in memory, or a file of them was damaged.
 * - `clipped`: a part of one execution was shortened, replaced or left out, because it was too large or no JSON.
 * - `finished_twice`: a second finish or cancel of one execution was ignored.
 * - `clock_skew`: this machine's clock is off by `skewMs` (positive: ahead); times are corrected on arrival.
 * - `invalid_call`: a call was made with something that cannot be an execution; it was ignored.
 */
export type Problem = { readonly message: string } & (
  | { readonly kind: "misconfigured" }
  | { readonly kind: "unauthorized"; readonly workspaceId: string | undefined }
  | { readonly kind: "retrying"; readonly failures: number; readonly delayMs: number; readonly queued: number }
  | { readonly kind: "dropped"; readonly reason: "overflow" | "refused" | "closed"; readonly count: number }
  | { readonly kind: "rejected"; readonly executionId: string | undefined; readonly field: string }
  | { readonly kind: "clipped"; readonly executionId: string; readonly field: string }
  | { readonly kind: "finished_twice"; readonly executionId: string }
  | { readonly kind: "clock_skew"; readonly agentId: string; readonly skewMs: number }
  | { readonly kind: "too_many_series" }
  | { readonly kind: "spool" }
  | { readonly kind: "invalid_call" }
);

/** Takes a problem; never throws. */
export type Report = (problem: Problem) => void;

/** One warning a minute of each kind tells an operator enough, and no log fills up. */
const WARN_EVERY_MS = 60_000;

/** A reporter that passes each problem to `listener` and survives what the listener throws. Without a listener it warns on the console. */
export function createReport(listener: ((problem: Problem) => void) | undefined, monotonicMs: () => number): Report {
  const warn = createWarner(monotonicMs);
  return (problem) => {
    if (listener === undefined) return warn(problem.kind, problem.message);
    try {
      listener(problem);
    } catch (error) {
      warn("listener", `onProblem threw: ${String(error)}. The problem was: ${problem.message}`);
    }
  };
}

function createWarner(monotonicMs: () => number): (topic: string, message: string) => void {
  const warned = new Map<string, { atMs: number; withheld: number }>();
  return (topic, message) => {
    const last = warned.get(topic);
    if (last !== undefined && monotonicMs() - last.atMs < WARN_EVERY_MS) {
      last.withheld += 1;
      return;
    }
    console.warn(`windvane: ${message}${last?.withheld ? ` (and ${last.withheld} more of this kind)` : ""}`);
    warned.set(topic, { atMs: monotonicMs(), withheld: 0 });
  };
}
