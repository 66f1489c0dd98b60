/**
 * One Deno process that runs one edge function unchanged, one request at a time, so that its CPU time
 * and memory can be told per request, as the hosted platform limits them.
 *
 *   starting ──▶ idle ◀──▶ busy ──▶ dead (limit passed, crashed, or stopped)
 */
import { type ChildProcess, spawn } from "node:child_process";
import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { readUsage } from "./process-usage.ts";

/** What one request may use; wall clock is told apart from CPU time, for waiting costs none. */
export type FunctionLimits = { readonly memoryBytes: number; readonly cpuMs: number; readonly wallClockMs: number };

/** The hosted platform's limits (supabase.com/docs/guides/functions/limits). */
export const FUNCTION_LIMITS: FunctionLimits = { memoryBytes: 256 * 1024 * 1024, cpuMs: 2000, wallClockMs: 150_000 };

/** What the runtime itself needs before a function holds anything: measured 60 to 90 MiB, and no part of the function's share. */
const RUNTIME_BYTES = 100 * 1024 * 1024;
const WATCH_EVERY_MS = 50;
const START_DEADLINE_MS = 20_000;

export type WorkerOptions = {
  readonly name: string;
  readonly entry: string;
  readonly config: string;
  readonly denoBinary: string;
  readonly socketFolder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly limits: FunctionLimits;
  readonly log: (line: string) => void;
  readonly onProcess: (pid: number | undefined, name: string) => void;
};

export class Worker {
  readonly ready: Promise<void>;
  #child: ChildProcess;
  #socket: string;
  #alive = true;
  #isOutOfMemory = false;
  readonly #ended: Promise<void>;
  #idleSinceMs = Date.now();
  readonly #limits: FunctionLimits;
  readonly #log: (line: string) => void;

  constructor(options: WorkerOptions, serial: number) {
    this.#limits = options.limits;
    this.#log = options.log;
    this.#socket = join(options.socketFolder, `${options.name}-${serial}.sock`);
    const heapMiB = options.limits.memoryBytes / 1024 / 1024;
    const flags = ["--quiet", "--no-prompt", "--no-remote", "--no-check", "--node-modules-dir=manual"];
    const rights = ["--allow-net", "--allow-env", "--allow-read", "--allow-write", "--allow-sys"];
    this.#child = spawn(
      options.denoBinary,
      ["run", ...flags, ...rights, `--v8-flags=--max-old-space-size=${heapMiB}`, `--config=${options.config}`, options.entry],
      {
        env: {
          NODE_ENV: "production",
          ...options.environment,
          DENO_SERVE_ADDRESS: `unix:${this.#socket}`,
          DENO_NO_UPDATE_CHECK: "1",
          NO_COLOR: "1",
        },
        stdio: ["ignore", "pipe", "pipe"],
        detached: true,
      },
    );
    options.onProcess(this.#child.pid, `function ${options.name}`);
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        options.log(`${options.name}: ${text.trimEnd()}`);
        // V8 ends the process itself when its heap is full, sooner than a look at the process would tell.
        if (/out of memory/i.test(text)) this.#isOutOfMemory = true;
      });
    }
    this.#child.once("exit", () => {
      this.#alive = false;
    });
    // A machine without room for one more process says so here, and nowhere else.
    this.#child.on("error", (cause) => {
      this.#alive = false;
      options.log(`${options.name}: ${cause.message}`);
    });
    this.#ended = new Promise((done) => {
      this.#child.once("close", () => done());
    });
    this.ready = this.#waitUntilListening();
  }

  get isAlive(): boolean {
    return this.#alive;
  }

  get idleMs(): number {
    return Date.now() - this.#idleSinceMs;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Passes one request through; resolves when it is answered. Answers 546, as the platform does, when a limit is passed. */
  async handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const watch = this.#watch();
    try {
      await this.#pass(request, response, path);
    } catch (cause) {
      this.stop();
      // Only when it has ended wholly have its last words been read.
      await this.#ended;
      const limit = watch.passed() ?? (this.#isOutOfMemory ? this.#memorySentence() : null);
      const why = limit ?? `The function ended before it answered: ${cause instanceof Error ? cause.message : String(cause)}`;
      this.#log(why);
      answerFailure(response, limit === null ? 503 : 546, why);
    } finally {
      watch.end();
      this.#idleSinceMs = Date.now();
    }
  }

  stop(): void {
    this.#alive = false;
    this.#child.kill("SIGKILL");
  }

  #pass(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    return new Promise((done, fail) => {
      let isAnswered = false;
      const options = { socketPath: this.#socket, path, method: request.method, headers: request.headers };
      const passed = httpRequest(options, (answer) => {
        isAnswered = true;
        answer.on("error", fail);
        answer.once("close", done);
        // Whoever asked may have gone meanwhile; then the function has done its work for nobody.
        if (response.destroyed) return void answer.resume();
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        response.once("close", () => answer.destroy());
        answer.pipe(response);
      });
      passed.on("error", (cause) => {
        // A function may answer before it has read all; and a caller who goes while still sending ends the request.
        if (isAnswered) request.unpipe(passed).resume();
        else if (response.destroyed) done();
        else fail(cause);
      });
      // The caller went away: work that has begun goes on to its end or its limits, as on the platform.
      response.once("close", () => {
        if (!isAnswered && !request.complete) passed.destroy();
      });
      request.pipe(passed);
    });
  }

  #memorySentence(): string {
    return `The function used more than ${this.#limits.memoryBytes / 1024 / 1024} MB of memory.`;
  }

  #watch() {
    const { cpuMs, memoryBytes, wallClockMs } = this.#limits;
    const startedMs = Date.now();
    const before = readUsage(this.#child.pid);
    let why: string | null = null;
    const timer = setInterval(() => {
      const now = readUsage(this.#child.pid);
      if (now === null || before === null) return;
      if (now.cpuMs - before.cpuMs > cpuMs) why = `The function used more than ${cpuMs} ms of CPU time.`;
      else if (now.memoryBytes > memoryBytes + RUNTIME_BYTES) why = this.#memorySentence();
      else if (Date.now() - startedMs > wallClockMs) why = `The function took longer than ${wallClockMs / 1000} s.`;
      if (why !== null) this.stop();
    }, WATCH_EVERY_MS);
    return { passed: () => why, end: () => clearInterval(timer) };
  }

  async #waitUntilListening(): Promise<void> {
    const deadline = Date.now() + START_DEADLINE_MS;
    while (!(await accepts(this.#socket))) {
      if (!this.#alive || Date.now() > deadline) {
        this.stop();
        throw new Error("The function did not start; its log says why.");
      }
      await new Promise((resume) => setTimeout(resume, 10));
    }
    this.#idleSinceMs = Date.now();
  }
}

function answerFailure(response: ServerResponse, status: 503 | 546, message: string): void {
  if (response.headersSent) return void response.destroy();
  const headers = { "content-type": "application/json", "access-control-allow-origin": "*" };
  const code = status === 546 ? "WORKER_LIMIT" : "WORKER_ERROR";
  response.writeHead(status, headers).end(JSON.stringify({ code, message }));
}

function accepts(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const attempt = connect(socket);
    attempt.once("connect", () => {
      attempt.destroy();
      resolve(true);
    });
    attempt.once("error", () => resolve(false));
  });
}
