/** Remembers which processes a stack started, so that the next start can end those that a killed one left behind. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { hasProc, readProcStat } from "./process-stat.ts";

const ledgerSchema = z.array(z.strictObject({ pid: z.int().positive(), name: z.string(), born: z.string() }));
type Entry = z.infer<typeof ledgerSchema>[number];

export class ProcessLedger {
  readonly #file: string;
  #entries: readonly Entry[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  /** Ends what an earlier stack left running; returns the names. Only a process born when the ledger says is touched. */
  async endLeftovers(): Promise<readonly string[]> {
    const left = this.#read().filter((entry) => birthOf(entry.pid) === entry.born);
    for (const entry of left) end(entry.pid);
    // A killed process keeps its ports until the system has taken it apart.
    for (const entry of left) while (birthOf(entry.pid) === entry.born) await new Promise((resume) => setTimeout(resume, 20));
    this.#write([]);
    return left.map((entry) => entry.name);
  }

  add(pid: number | undefined, name: string): void {
    const born = pid === undefined ? null : birthOf(pid);
    if (pid === undefined || born === null) return;
    const entries = [...this.#entries.filter((entry) => birthOf(entry.pid) === entry.born), { pid, name, born }];
    try {
      this.#write(entries);
    } catch (cause) {
      // A full disk must not end what runs. The process is told to end when this one ends; only a kill would leave it behind.
      console.warn(`${this.#file} could not be written: ${String(cause)}`);
    }
  }

  clear(): void {
    this.#write([]);
  }

  #read(): readonly Entry[] {
    if (!existsSync(this.#file)) return [];
    try {
      return ledgerSchema.parse(JSON.parse(readFileSync(this.#file, "utf8")));
    } catch {
      // A ledger that is damaged names nobody, and must not keep the next start from starting.
      return [];
    }
  }

  #write(entries: readonly Entry[]): void {
    this.#entries = entries;
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(`${this.#file}.partial`, JSON.stringify(entries));
    renameSync(`${this.#file}.partial`, this.#file);
  }
}

/** When a process was born, in whatever unit the system counts; with the pid it names one process for ever. Null when it is gone. */
export function birthOf(pid: number): string | null {
  if (hasProc) {
    const fields = readProcStat(pid);
    if (fields === null) return null;
    // A zombie is as good as gone, but for one whose other threads still end: they hold its ports (field 20 counts its threads).
    return fields[0] === "Z" && Number(fields[17]) <= 1 ? null : (fields[19] ?? null);
  }
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || null;
  } catch {
    // `ps` fails when there is no such process.
    return null;
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (cause) {
    // It ended between the look and the kill; anything else is worth a stop.
    if (!(cause instanceof Error && "code" in cause && cause.code === "ESRCH")) throw cause;
  }
}
