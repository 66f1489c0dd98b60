/** Says on the error stream what an operator of the stack should know; the gateway itself goes on. */
export function report(event: string, cause: unknown): void {
  console.warn(`[realtime] ${event}: ${cause instanceof Error ? cause.message : String(cause)}`);
}
