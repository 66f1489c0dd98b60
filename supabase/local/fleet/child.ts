import { type ChildProcess, fork } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BACKOFF_READY, type BackoffState, stepBackoff } from "../../../lib/policy/backoff.ts";

/** What a child runs (a path beside this file), under which name it logs, and its environment at each start. */
export type ChildPlan = {
  readonly name: string;
  readonly script: string;
  readonly logDir: string;
  readonly environment: () => Record<string, string>;
};

const RESTART_RULE = { firstCeilingMs: 1000, maxCeilingMs: 30_000, maxRetryAfterMs: 30_000 };
/** Whoever lived so long did not die of its start. */
const HEALTHY_AFTER_MS = 60_000;
/** An agent's last words take less; then it is ended. */
const STOP_PATIENCE_MS = 4000;

/** A process of the fleet that is started again when it dies, and ends with its parent. */
export class Child {
  readonly #plan: ChildPlan;
  #process: ChildProcess | null = null;
  #backoff: BackoffState = BACKOFF_READY;
  #restart: NodeJS.Timeout | undefined;
  #isStopping = false;

  constructor(plan: ChildPlan) {
    this.#plan = plan;
  }

  /** The process id while it runs. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Starts the process; `onMessage` hears what it sends. */
  start(onMessage: (message: unknown) => void = () => undefined): void {
    const { name, script, logDir, environment } = this.#plan;
    const log = openSync(join(logDir, `${name}.log`), "w");
    const startedAtMs = Date.now();
    const child = fork(fileURLToPath(new URL(script, import.meta.url)), {
      env: { ...process.env, ...environment() },
      // A small heap: eight processes share the machine with everything else.
      execArgv: ["--max-old-space-size=64", "--disable-warning=ExperimentalWarning"],
      stdio: ["ignore", log, log, "ipc"],
    });
    closeSync(log);
    this.#process = child;
    child.on("message", onMessage);
    child.once("error", () => this.#ended(startedAtMs, onMessage));
    child.once("exit", () => this.#ended(startedAtMs, onMessage));
  }

  /** Ends the process and resolves when it is gone. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#restart);
    const child = this.#process;
    if (child === null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    if (child.connected) child.disconnect();
    const deadline = setTimeout(() => child.kill("SIGKILL"), STOP_PATIENCE_MS);
    await gone;
    clearTimeout(deadline);
  }

  #ended(startedAtMs: number, onMessage: (message: unknown) => void): void {
    if (this.#process === null) return;
    this.#process = null;
    if (this.#isStopping) return;
    const before = Date.now() - startedAtMs > HEALTHY_AFTER_MS ? BACKOFF_READY : this.#backoff;
    const step = stepBackoff(before, { kind: "failed" }, { nowMs: Date.now(), random: Math.random, rule: RESTART_RULE });
    this.#backoff = step.state;
    for (const { delayMs } of step.effects) this.#restart = setTimeout(() => this.start(onMessage), delayMs).unref();
  }
}
