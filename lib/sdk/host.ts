import type { Random } from "../core/seeded-random.ts";
import { makeUuidV7 } from "../core/uuid-v7.ts";

/** What the SDK takes from the machine it runs on: clocks, chance, the network, timers. Nothing else in the SDK touches the machine. */
export type Host = {
  /** The wall clock, whole epoch ms. */
  readonly nowMs: () => number;
  /** A clock that no one sets: ms from some instant, never backwards. */
  readonly monotonicMs: () => number;
  readonly random: Random;
  /** A new UUIDv7. */
  readonly makeId: () => string;
  readonly fetch: typeof fetch;
};

/** Replacements for parts of the machine, for tests and replays: the wall clock in epoch ms, draws in [0, 1), and fetch. */
export type HostOptions = {
  readonly now?: (() => number) | undefined;
  readonly random?: Random | undefined;
  readonly fetch?: typeof fetch | undefined;
};

/** The machine itself, with the parts that `options` names replaced. Ids are never drawn from `random`: a poor one would repeat them. */
export function createHost(options: HostOptions): Host {
  const nowMs = (): number => Math.trunc((options.now ?? Date.now)());
  return {
    nowMs,
    monotonicMs: () => performance.now(),
    random: options.random ?? Math.random,
    makeId: () => makeUuidV7({ nowMs: nowMs(), randomBytes: crypto.getRandomValues(new Uint8Array(10)) }),
    // Bound late: a program may instrument fetch after it made its client.
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
  };
}

/** Stops a timer that has not run yet; harmless afterwards. */
export type CancelTimer = () => void;

/** Runs `run` once after `delayMs` without keeping the process alive for it. */
export function runLater(delayMs: number, run: () => void): CancelTimer {
  const timer: unknown = setTimeout(run, delayMs);
  if (hasUnref(timer)) timer.unref();
  else if (typeof timer === "number") unrefInDeno(timer);
  return () => clearTimeout(timer as Parameters<typeof clearTimeout>[0]);
}

function hasUnref(timer: unknown): timer is { unref: () => unknown } {
  return typeof timer === "object" && timer !== null && "unref" in timer && typeof timer.unref === "function";
}

/** Deno's timers are numbers, and let go of through its own object; browsers have no need of it. */
function unrefInDeno(timer: number): void {
  const { Deno: deno } = globalThis as { Deno?: { unrefTimer?: (id: number) => void } };
  deno?.unrefTimer?.(timer);
}
