import { execFileSync } from "node:child_process";
import { hasProc, readProcStat } from "../process-stat.ts";

export type ProcessUsage = { readonly cpuMs: number; readonly memoryBytes: number };

/** Linux counts CPU time in ticks of 1/100 s for user space, whatever the kernel's own rate. */
const TICK_MS = 10;
const PAGE_BYTES = 4096;

/** CPU time so far and resident memory of a process; null when it has ended. */
export function readUsage(pid: number | undefined): ProcessUsage | null {
  if (pid === undefined) return null;
  return hasProc ? readProc(pid) : readPs(pid);
}

function readProc(pid: number): ProcessUsage | null {
  const fields = readProcStat(pid);
  return fields && { cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS, memoryBytes: Number(fields[21]) * PAGE_BYTES };
}

function readPs(pid: number): ProcessUsage | null {
  try {
    const [memory = "", time = ""] = execFileSync("ps", ["-o", "rss=,time=", "-p", String(pid)], { encoding: "utf8" })
      .trim()
      .split(/\s+/);
    const seconds = time.split(/[:-]/).reduce((sum, part) => sum * 60 + Number(part), 0);
    return { cpuMs: seconds * 1000, memoryBytes: Number(memory) * 1024 };
  } catch {
    // `ps` fails when the process is gone, which is an answer and not a fault.
    return null;
  }
}
