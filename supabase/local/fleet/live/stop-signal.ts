/** A signal that this process shall end: it was told so, or its parent is gone. An ipc channel that closes is both. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  const abort = (): void => {
    stop.abort();
    // The channel would keep the process alive.
    if (process.connected) process.disconnect();
  };
  process.once("disconnect", abort);
  process.once("SIGTERM", abort);
  // A terminal sends this to the whole group; the parent decides when its children stop.
  process.on("SIGINT", () => undefined);
  return stop.signal;
}
