/** What a watched function's caller gets: a promise of what it promised, or what it returned. */
export type Settled<T> = T extends PromiseLike<infer V> ? Promise<V> : T;

/** Whether `value` is a promise, or is awaited like one. A value whose own code throws when asked is none. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  if (value instanceof Promise) return true;
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  try {
    return "then" in value && typeof value.then === "function";
  } catch {
    // Its own code failed, which is its caller's to find out.
    return false;
  }
}
