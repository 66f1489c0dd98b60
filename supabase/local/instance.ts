/** One Windvane at a time in one home: a lock that a killed process cannot leave behind. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { z } from "zod";
import { LocalError } from "./local-error.ts";
import { birthOf } from "./processes.ts";

const lockSchema = z.object({ pid: z.int(), born: z.string() });

/** Takes the lock; returns how to give it back. Raises LocalError while another living process has it. */
export function lockHome(home: string): () => void {
  try {
    mkdirSync(home, { recursive: true });
  } catch (cause) {
    throw new LocalError(`${home} cannot be written. Give this user the right to, or start with --home and another folder.`, { cause });
  }
  const file = join(home, "lock");
  const holder = readHolder(file);
  // A pid alone may by now be somebody else's; with its birth it is one process for ever.
  if (holder !== null && birthOf(holder.pid) === holder.born) {
    throw new LocalError(
      `Windvane already runs here, as process ${holder.pid}. Stop that one first: Ctrl-C in its terminal, or kill ${holder.pid}.`,
    );
  }
  try {
    rmSync(file, { force: true });
    // Of two that start at the same moment, the file is made by one only.
    writeFileSync(file, JSON.stringify({ pid: process.pid, born: birthOf(process.pid) }), { flag: "wx" });
  } catch (cause) {
    throw new LocalError(`${file} cannot be written. Give this user the right to, or start with --home and another folder.`, { cause });
  }
  return () => rmSync(file, { force: true });
}

function readHolder(file: string): z.infer<typeof lockSchema> | null {
  if (!existsSync(file)) return null;
  try {
    return lockSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    // Half a lock is a killed process's, and nobody's.
    return null;
  }
}

/** Raises LocalError, naming the flag that chooses another, when a port is taken. */
export async function requireFreePort(port: number, flag: string, host = "127.0.0.1"): Promise<void> {
  await new Promise<void>((done, failed) => {
    const probe = createServer();
    probe.once("error", (cause: NodeJS.ErrnoException) => {
      const why = cause.code === "EACCES" ? "may not be used by this user" : "is in use by another program";
      failed(new LocalError(`Port ${port} ${why}. Free it, or choose another with ${flag} NUMBER.`, { cause }));
    });
    probe.listen(port, host, () => probe.close(() => done()));
  });
}
