import { parseRetryAfterMs } from "../../../../lib/policy/retry-after.ts";
import type { FetchAnswer } from "../work/effects.ts";
import { describeLost, describeTimeout } from "../world/serve.ts";
import type { HandlersOf } from "./handlers.ts";

/** Requests to the upstream at `upstreamUrl`, through whatever stands between; `stop` ends those under way. */
export function createNetworkEdge(upstreamUrl: string, stop: AbortSignal): HandlersOf<"fetch"> {
  return {
    fetch: async ({ path, body, timeoutMs }): Promise<FetchAnswer> => {
      try {
        const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), stop]);
        const init = body === undefined ? { signal } : { signal, method: "POST", headers: { "content-type": "application/json" }, body };
        const response = await fetch(upstreamUrl + path, init);
        const retryAfterMs = parseRetryAfterMs(response.headers.get("retry-after"), Date.now()) ?? 0;
        return { kind: "answered", status: response.status, body: await response.text(), retryAfterMs };
      } catch (error) {
        if (error instanceof DOMException && error.name === "TimeoutError") {
          return { kind: "failed", error: "TimeoutError", message: describeTimeout(path, timeoutMs) };
        }
        return { kind: "failed", error: "NetworkError", message: describeLost(path, codeOf(error)) };
      }
    },
  };
}

/** fetch says only that it failed; the reason is in the cause. */
function codeOf(error: unknown): string {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  return typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : String(error);
}
