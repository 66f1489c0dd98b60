/** `npm run rebuild-rollups`: for the running embedded stack, or for the database that DATABASE_URL names. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import postgres from "postgres";
import { ROOT } from "./dashboard.ts";
import { readOrMakeKeys } from "./keys.ts";
import { LocalError } from "./local-error.ts";
import { rebuildWorkspaces } from "./rebuild-workspaces.ts";
import { complain, say } from "./terminal.ts";

const USAGE = "npm run rebuild-rollups -- [--workspace SLUG] [--home FOLDER] [--database-port N]";

type Options = { readonly workspace: string | undefined; readonly home: string; readonly databasePort: number };

function readOptions(): Options {
  const text = { type: "string" } as const;
  try {
    const { values } = parseArgs({ options: { workspace: text, home: text, "database-port": text } });
    const databasePort = Number(values["database-port"] ?? 54_322);
    if (!Number.isInteger(databasePort)) throw new LocalError(`--database-port takes a port, not ${values["database-port"]}.`);
    return { workspace: values.workspace, home: resolve(ROOT, values.home ?? ".windvane"), databasePort };
  } catch (cause) {
    throw new LocalError(`${cause instanceof Error ? cause.message : String(cause)}\n${USAGE}`);
  }
}

async function findDatabase({ home, databasePort }: Options): Promise<string> {
  const named = process.env["DATABASE_URL"];
  if (named) return named;
  if (!existsSync(join(home, "keys.json"))) throw new LocalError(`There is no Windvane in ${home}, and DATABASE_URL is not set.\n${USAGE}`);
  const { databasePassword } = await readOrMakeKeys(home);
  return `postgres://postgres:${databasePassword}@127.0.0.1:${databasePort}/postgres`;
}

async function run(): Promise<void> {
  const options = readOptions();
  const sql = postgres(await findDatabase(options), { max: 1, onnotice: () => undefined });
  const stopping = new AbortController();
  process.once("SIGINT", () => stopping.abort());
  process.once("SIGTERM", () => stopping.abort());
  try {
    await rebuildWorkspaces(sql, { say, slug: options.workspace, signal: stopping.signal });
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED")
      throw new LocalError(
        `Nothing answers on port ${options.databasePort}. Is Windvane running? Start it, or name another database by DATABASE_URL.`,
      );
    throw cause;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

const status = await run().then(() => 0, complain);
process.exit(status);
