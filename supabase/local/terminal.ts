/** The one place that writes to the terminal. */
import { LocalError } from "./local-error.ts";

/** One line for the person at the terminal. */
export function say(line = ""): void {
  process.stdout.write(`${line}\n`);
}

/** Shows a failure: the sentence of one that can be acted on, the stack of any other. Returns the exit status. */
export function complain(cause: unknown): 1 {
  const text = cause instanceof Error ? (sentenceOf(cause) ?? cause.stack ?? cause.message) : String(cause);
  process.stderr.write(`\n${text}\n`);
  return 1;
}

/** What the person at the terminal can do about a failure; null when it is a fault of ours. */
function sentenceOf(cause: NodeJS.ErrnoException): string | null {
  if (cause instanceof LocalError) return cause.message;
  if (cause.code === "EACCES" || cause.code === "EPERM" || cause.code === "EROFS") {
    return `${cause.path ?? "A file"} may not be read or written by this user. Give it the right to, or start with --home and another folder.`;
  }
  if (cause.code === "ENOSPC") return `The disk is full${cause.path === undefined ? "" : ` at ${cause.path}`}. Make room and start again.`;
  return null;
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
