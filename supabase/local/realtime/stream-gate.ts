/** Whether changes stream, and waiting for it. */
export type StreamGate = {
  readonly isOpen: boolean;
  set(isOpen: boolean): void;
  /** Resolves with whether the gate is open before the time is over. */
  wait(timeoutMs: number): Promise<boolean>;
};

export function createStreamGate(): StreamGate {
  let isOpen = false;
  const waiting = new Set<() => void>();
  return {
    get isOpen() {
      return isOpen;
    },
    set(next) {
      isOpen = next;
      if (isOpen) for (const open of waiting) open();
    },
    wait(timeoutMs) {
      if (isOpen) return Promise.resolve(true);
      return new Promise((resolve) => {
        const finish = (answer: boolean) => {
          waiting.delete(open);
          clearTimeout(timer);
          resolve(answer);
        };
        const open = () => finish(true);
        const timer = setTimeout(() => finish(false), timeoutMs);
        waiting.add(open);
      });
    },
  };
}
