import type { Random } from "../core/seeded-random.ts";
import { makeUuidV7 } from "../core/uuid-v7.ts";

/** What the SDK takes from the machine it runs on: clocks, chance, the network, timers. Nothing else in the SDK touches the machine. */
export type Host = {
  /** The wall clock, whole epoch ms. */
  readonly nowMs: () => number;
  /** The wall clock in whole epoch µs, each value once: never the same or less than before. */
  readonly nextInstantUs: () => number;
  /** A clock that no one sets: ms from some instant, never backwards. */
  readonly monotonicMs: () => number;
  readonly random: Random;
  /** A new UUIDv7. */
  readonly makeId: () => string;
  /** `bytes` random bytes, two hexadecimal digits each. */
  readonly makeHex: (bytes: number) => string;
  readonly fetch: typeof fetch;
};

/** Replacements for parts of the machine, for tests and replays: the wall clock in epoch ms, draws in [0, 1), and fetch. */
export type HostOptions = {
  readonly now?: (() => number) | undefined;
  readonly random?: Random | undefined;
  readonly fetch?: typeof fetch | undefined;
};

/** Random bytes are fetched by the page: a call into the system for each id would cost more than all the rest of it. */
const POOL_BYTES = 4096;

/** The machine itself, with the parts that `options` names replaced. Ids are never drawn from `random`: a poor one would repeat them. */
export function createHost(options: HostOptions): Host {
  const nowMs = (): number => Math.trunc((options.now ?? Date.now)());
  const takeBytes = createPool();
  let lastUs = 0;
  return {
    nowMs,
    nextInstantUs: () => {
      lastUs = Math.max(nowMs() * 1000, lastUs + 1);
      return lastUs;
    },
    monotonicMs: () => performance.now(),
    random: options.random ?? Math.random,
    makeId: () => makeUuidV7({ nowMs: nowMs(), randomBytes: takeBytes(10) }),
    makeHex: (bytes) => toHex(takeBytes(bytes)),
    // Bound late: a program may instrument fetch after it made its client.
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
  };
}

function createPool(): (count: number) => Uint8Array {
  const pool = new Uint8Array(POOL_BYTES);
  let used = POOL_BYTES;
  return (count) => {
    if (used + count > POOL_BYTES) {
      crypto.getRandomValues(pool);
      used = 0;
    }
    used += count;
    return pool.subarray(used - count, used);
  };
}

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/** Stops a timer that has not run yet; harmless afterwards. */
export type CancelTimer = () => void;

/** Runs `run` once after `delayMs` without keeping the process alive for it. */
export function runLater(delayMs: number, run: () => void): CancelTimer {
  const timer: unknown = setTimeout(run, delayMs);
  letGo(timer);
  return () => clearTimeout(timer as Parameters<typeof clearTimeout>[0]);
}

/** Runs `run` every `periodMs` without keeping the process alive for it. */
export function runEvery(periodMs: number, run: () => void): CancelTimer {
  const timer: unknown = setInterval(run, periodMs);
  letGo(timer);
  return () => clearInterval(timer as Parameters<typeof clearInterval>[0]);
}

function letGo(timer: unknown): void {
  if (hasUnref(timer)) timer.unref();
  else if (typeof timer === "number") unrefInDeno(timer);
}

function hasUnref(timer: unknown): timer is { unref: () => unknown } {
  return typeof timer === "object" && timer !== null && "unref" in timer && typeof timer.unref === "function";
}

type DenoGlobal = {
  readonly unrefTimer?: (id: number) => void;
  readonly permissions?: { readonly querySync?: (wanted: Readonly<Record<string, string>>) => { readonly state: string } };
};

function denoGlobal(): DenoGlobal | undefined {
  return (globalThis as { Deno?: DenoGlobal }).Deno;
}

/** Deno's timers are numbers, and let go of through its own object; browsers have no need of it. */
function unrefInDeno(timer: number): void {
  denoGlobal()?.unrefTimer?.(timer);
}

/** What an asynchronous context carries from a function into everything that it calls and awaits. */
export type AsyncContext<T> = {
  readonly run: <R>(value: T, work: () => R) => R;
  readonly current: () => T | undefined;
};

/**
 * The program's own process where there is one with Node's modules at hand: Node from 20.16, Deno and Bun. Asked for at run time and not
 * imported, so that the package also loads where they are missing.
 */
export function ownProcess(): NodeJS.Process | null {
  const found: Partial<NodeJS.Process> | undefined = (globalThis as { process?: NodeJS.Process }).process;
  return typeof found?.getBuiltinModule === "function" ? (found as NodeJS.Process) : null;
}

/** A context of the platform's own; where it has none (browsers, Node before 20.16), one that carries nothing. */
export function createAsyncContext<T>(): AsyncContext<T> {
  const hooks = ownProcess()?.getBuiltinModule("node:async_hooks");
  if (hooks === undefined) return { run: (_value, work) => work(), current: () => undefined };
  const storage = new hooks.AsyncLocalStorage<T>();
  return { run: (value, work) => storage.run(value, work), current: () => storage.getStore() };
}

/** Whether something may be done without a question to the person at the terminal: always, but in Deno only what was granted. */
export function isGranted(wanted: Readonly<Record<string, string>>): boolean {
  const permissions = denoGlobal()?.permissions;
  return permissions?.querySync === undefined || permissions.querySync(wanted).state === "granted";
}

/** One listener serves all clients: a process warns of many. */
const AT_EXIT = new Set<() => void>();
function exit(): void {
  for (const work of AT_EXIT) work();
}

/** Runs `work` when the process ends by itself or by `exit()`; it must be done when it returns. Returns what calls it off. */
export function runAtExit(work: () => void): CancelTimer {
  const process = ownProcess();
  if (AT_EXIT.size === 0) process?.on("exit", exit);
  AT_EXIT.add(work);
  return () => {
    AT_EXIT.delete(work);
    if (AT_EXIT.size === 0) process?.off("exit", exit);
  };
}
