/** What the system tells of a process, where it has /proc; elsewhere callers ask `ps`. */
import { existsSync, readFileSync } from "node:fs";

export const hasProc = existsSync("/proc/self/stat");

/** The fields of /proc/PID/stat from the third, the state, on; null when the process is gone. */
export function readProcStat(pid: number): readonly string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field, the name, may hold spaces and brackets; everything after its last bracket is regular.
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch (cause) {
    // No file, or, of a process that ends while it is read, no such process.
    if (cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ESRCH")) return null;
    throw cause;
  }
}
