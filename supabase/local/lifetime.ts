/**
 * From the first step of a start to the last of its end, whichever comes between: Ctrl-C, also in mid-start, a failure, or a
 * part that ends by itself. What was begun is ended, last first.
 */
import { setTimeout as delay } from "node:timers/promises";
import { LocalError } from "./local-error.ts";
import { birthOf } from "./processes.ts";
import { complain, say } from "./terminal.ts";

export type Stop = () => Promise<unknown>;
/** A process that everything depends on. */
export type Vital = { readonly name: string; readonly pid: number; readonly logFile: string };

/** A part that is being started cannot be stopped yet; longer than this it is not waited for. */
const HALF_STARTED_MS = 30_000;
const WATCH_EVERY_MS = 1000;

export class Lifetime {
  readonly #stops: Stop[] = [];
  readonly #over = new AbortController();
  #starting: Promise<unknown> = Promise.resolve();
  #ending: Promise<never> | null = null;

  /** Aborted when the end has begun: whoever starts something long gives up. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  add(stop: Stop): void {
    this.#stops.push(stop);
  }

  /** Runs the start. Ends everything, and the process, when it fails, by a signal, and by a fault that nobody caught. */
  async begin(start: () => Promise<void>): Promise<void> {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        if (this.#ending === null) say("\nStopping …");
        void this.end(0);
      });
    }
    for (const fault of ["uncaughtException", "unhandledRejection"] as const) process.on(fault, (cause) => void this.end(complain(cause)));
    const starting = Promise.resolve().then(start);
    // Waited for here; why it failed is told below.
    this.#starting = starting.catch(() => undefined);
    await starting.catch((cause: unknown) => this.end(this.signal.aborted ? 0 : complain(cause)));
  }

  /** Ends everything when a process that everything depends on ends by itself. */
  watch(vitals: readonly Vital[]): void {
    const known = vitals.map((vital) => ({ ...vital, born: birthOf(vital.pid) }));
    const timer = setInterval(() => {
      const gone = known.find(({ pid, born }) => birthOf(pid) !== born);
      if (gone === undefined || this.signal.aborted) return;
      clearInterval(timer);
      void this.end(
        complain(new LocalError(`${gone.name} ended by itself; ${gone.logFile} may say why. Start again: what was stored is kept.`)),
      );
    }, WATCH_EVERY_MS);
    this.add(async () => clearInterval(timer));
  }

  /** Ends everything once, however often it is asked to, and then the process with the first status. */
  end(status: number): Promise<never> {
    this.#ending ??= this.#end(status);
    return this.#ending;
  }

  async #end(status: number): Promise<never> {
    this.#over.abort();
    await Promise.race([this.#starting, delay(HALF_STARTED_MS, undefined, { ref: false })]);
    let worst = status;
    for (const stop of this.#stops.splice(0).reverse()) {
      // One part that cannot be stopped must not leave the others running.
      await stop().catch((cause: unknown) => {
        worst = complain(cause);
      });
    }
    process.exit(worst);
  }
}
