/** The one place that writes to the terminal. */
import { LocalError } from "./local-error.ts";

/** One line for the person at the terminal. */
export function say(line = ""): void {
  process.stdout.write(`${line}\n`);
}

/** Shows a failure: the sentence of one that can be acted on, the stack of any other. Returns the exit status. */
export function complain(cause: unknown): 1 {
  const text = cause instanceof LocalError ? cause.message : cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  process.stderr.write(`\n${text}\n`);
  return 1;
}

/** Runs a step with its name and duration on one line, so that a wait is never silent. */
export async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const startedMs = performance.now();
  const isTerminal = process.stdout.isTTY === true;
  const seconds = () => ((performance.now() - startedMs) / 1000).toFixed(1);
  const draw = () => process.stdout.write(`\r  … ${name} ${seconds()} s `);
  const timer = isTerminal ? setInterval(draw, 200) : undefined;
  try {
    const result = await work();
    process.stdout.write(`${isTerminal ? "\r" : ""}  ✓ ${name} ${seconds()} s\n`);
    return result;
  } catch (cause) {
    process.stdout.write(`${isTerminal ? "\r" : ""}  ✗ ${name} ${seconds()} s\n`);
    throw cause;
  } finally {
    clearInterval(timer);
  }
}
