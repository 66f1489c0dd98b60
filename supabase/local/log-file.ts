/** The log of a run. Writing it must never end what it tells of: on a full disk lines are lost, and counted. */
import { appendFileSync, mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";

/** Begins the file anew, one run each: a log that only grows fills the disk it should explain. Returns what adds a line. */
export function openLog(file: string): (line: string) => void {
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  let lost = 0;
  return (line) => {
    const gap = lost > 0 ? `${lost} lines could not be written\n` : "";
    try {
      appendFileSync(file, `${gap}${new Date().toISOString()} ${line}\n`);
      lost = 0;
    } catch {
      // Told with the next line that can be written.
      lost += 1;
    }
  };
}
