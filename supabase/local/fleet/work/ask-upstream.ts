import { perform, type Routine } from "./effects.ts";
import { TaskFailure } from "./tracked.ts";

/** A request to the upstream: a path, a body when something is sent, and how long to wait for the answer. */
export type UpstreamRequest = { readonly path: string; readonly body?: string; readonly timeoutMs: number };

/** Asks the upstream and gives the body of its answer; whatever else comes of it is a `TaskFailure` that names what happened. */
export function* askUpstream(request: UpstreamRequest): Routine<string> {
  const answer = yield* perform("fetch", request);
  if (answer.kind === "failed") {
    throw new TaskFailure(answer.error, answer.message, {
      isTransient: true,
      details: { path: request.path, timeoutMs: request.timeoutMs },
    });
  }
  if (answer.status === 200) return answer.body;
  const details = { path: request.path, status: answer.status };
  if (answer.status === 429) {
    const message = `upstream refused ${request.path} with 429, retry after ${answer.retryAfterMs} ms`;
    throw new TaskFailure("RateLimitExceeded", message, { isTransient: true, retryAfterMs: answer.retryAfterMs, details });
  }
  if (answer.status >= 500) {
    throw new TaskFailure("ServiceUnavailable", `upstream answered ${answer.status} to ${request.path}`, { isTransient: true, details });
  }
  throw new TaskFailure("PageMissing", `upstream has nothing at ${request.path}`, { details });
}
