/** Homes of instances that live as long as the process that made them: for tests, benchmarks and generators. */
import { chmodSync, existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { removePostgres } from "./postgres.ts";
import { endAbandonedServer } from "./postgres-place.ts";
import { birthOf } from "./processes.ts";

const PREFIX = "windvane-temporary-";
const ownerSchema = z.object({ pid: z.int(), born: z.string() });

/** Makes one, after removing those whose makers were killed or interrupted, with the Postgres that may still run there. */
export function makeTemporaryHome(parent = tmpdir()): string {
  for (const name of readdirSync(parent)) if (name.startsWith(PREFIX)) removeIfAbandoned(join(parent, name));
  const home = mkdtempSync(join(parent, PREFIX));
  // Postgres, which runs as another user when this one is root, must be able to pass through.
  chmodSync(home, 0o711);
  writeFileSync(join(home, "owner"), JSON.stringify({ pid: process.pid, born: birthOf(process.pid) }));
  return home;
}

/** Removes a home whose Postgres has been stopped. */
export function removeTemporaryHome(home: string): void {
  removePostgres(join(home, "postgres"));
  rmSync(home, { recursive: true, force: true });
}

function removeIfAbandoned(home: string): void {
  const file = join(home, "owner");
  // Another user's, or one that is being made at this moment.
  if (lstatSync(home).uid !== process.getuid?.() || !existsSync(file)) return;
  const owner = ownerSchema.safeParse(JSON.parse(readFileSync(file, "utf8") || "null"));
  if (!owner.success || birthOf(owner.data.pid) === owner.data.born) return;
  endAbandonedServer(join(home, "postgres"));
  removeTemporaryHome(home);
}
