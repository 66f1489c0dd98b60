import type { IncomingMessage, ServerResponse } from "node:http";
import { Worker, type WorkerOptions } from "./worker.ts";

/** More at once would only share the same cores. */
const MOST_WORKERS = 4;
/** Requests that may wait for a worker; beyond, the caller is told to come back. */
const MOST_WAITING = 256;
/** One worker is kept; the others end after this long without work. */
const IDLE_END_MS = 60_000;

/** The workers of one function. */
export class Pool {
  readonly #options: WorkerOptions;
  #all: Worker[] = [];
  #idle: Worker[] = [];
  #waiting: ((worker: Worker | null) => void)[] = [];
  #serial = 0;
  readonly #sweep: NodeJS.Timeout;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#sweep = setInterval(() => this.#endIdle(), IDLE_END_MS / 4);
    this.#sweep.unref();
  }

  async handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const worker = await this.#take();
    if (worker === null || response.destroyed) {
      if (worker !== null) this.#give(worker);
      response
        .writeHead(503, { "content-type": "application/json", "retry-after": "1", "access-control-allow-origin": "*" })
        .end(JSON.stringify({ code: "UNAVAILABLE", message: "The function cannot be started or has no worker free. Try again." }));
      return;
    }
    await worker.handle(request, response, path);
    this.#give(worker);
  }

  async warm(): Promise<void> {
    const worker = await this.#take();
    if (worker !== null) this.#give(worker);
  }

  pids(): readonly number[] {
    return this.#all.flatMap((worker) => (worker.isAlive ? (worker.pid ?? []) : []));
  }

  close(): void {
    clearInterval(this.#sweep);
    for (const worker of this.#all) worker.stop();
    for (const resolve of this.#waiting.splice(0)) resolve(null);
  }

  async #take(): Promise<Worker | null> {
    this.#all = this.#all.filter((worker) => worker.isAlive);
    this.#idle = this.#idle.filter((worker) => worker.isAlive);
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    if (this.#all.length < MOST_WORKERS) return this.#start();
    if (this.#waiting.length >= MOST_WAITING) return null;
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  async #start(): Promise<Worker | null> {
    this.#serial += 1;
    const worker = new Worker(this.#options, this.#serial);
    this.#all.push(worker);
    return worker.ready.then(
      () => worker,
      (cause: unknown) => {
        this.#options.log(`${this.#options.name}: ${cause instanceof Error ? cause.message : String(cause)}`);
        this.#all = this.#all.filter((other) => other !== worker);
        // Whoever waits, waits for a worker to come free: where none is left, none will.
        if (this.#all.length === 0) for (const resolve of this.#waiting.splice(0)) resolve(null);
        return null;
      },
    );
  }

  #give(worker: Worker): void {
    const next = this.#waiting.shift();
    if (!worker.isAlive) {
      // Whoever waits for a place gets a new worker in the dead one's.
      this.#all = this.#all.filter((other) => other !== worker);
      if (next !== undefined) void this.#start().then(next);
      return;
    }
    if (next !== undefined) next(worker);
    else this.#idle.push(worker);
  }

  #endIdle(): void {
    while (this.#all.length > 1) {
      const stale = this.#idle.findIndex((worker) => worker.idleMs > IDLE_END_MS);
      if (stale < 0) return;
      const [worker] = this.#idle.splice(stale, 1);
      worker?.stop();
      this.#all = this.#all.filter((other) => other !== worker);
    }
  }
}
