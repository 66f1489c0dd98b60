/** The embedded stack: Postgres, REST, Auth, Realtime, functions and schedules behind one URL. */
import { join, resolve } from "node:path";
import { format } from "node:util";
import postgres from "postgres";
import { applySettings } from "./apply-settings.ts";
import { createFunctions, type Functions } from "./functions/gateway.ts";
import { startGateway } from "./gateway.ts";
import { urlAt } from "./hosts.ts";
import { type Keys, readOrMakeKeys } from "./keys.ts";
import { LocalError } from "./local-error.ts";
import { openLog } from "./log-file.ts";
import { type Postgres, startPostgres } from "./postgres.ts";
import { prepareDatabase } from "./prepare-database.ts";
import { startRealtime } from "./realtime/gateway.ts";
import { createRestAndAuth } from "./rest-and-auth.ts";
import { startScheduler } from "./scheduler.ts";

export type StackOptions = {
  /** Folder of all its files: keys, data, logs. */
  readonly home: string;
  readonly ports: { readonly api: number; readonly database: number };
  /** A Postgres of the user's own, instead of the embedded one. */
  readonly databaseUrl?: string;
  readonly siteUrl?: string;
  readonly host?: string;
  readonly runSchedules?: boolean;
  /** Told of every process that must not outlive this one. */
  readonly onProcess?: (pid: number | undefined, name: string) => void;
};

export type Stack = {
  readonly url: string;
  readonly databaseUrl: string;
  /** Null for a Postgres of the user's own. */
  readonly database: Pick<Postgres, "pid" | "logFile"> | null;
  readonly keys: Keys;
  readonly functions: Functions;
  stop(): Promise<void>;
};

const HERE = import.meta.dirname;
const FUNCTIONS = resolve(HERE, "..", "functions");

export async function startStack(options: StackOptions): Promise<Stack> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    return { ...(await build(options, stops)), stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

async function build(options: StackOptions, stops: (() => Promise<unknown>)[]): Promise<Omit<Stack, "stop">> {
  const log = openLog(join(options.home, "logs", "stack.log"));
  // The REST library writes every refused request to the console; that is for the log, not for whoever watches the terminal.
  const complain = console.error;
  stops.push(async () => {
    console.error = complain;
  });
  console.error = (...parts: unknown[]) => log(`rest: ${format(...parts)}`);
  const keys = await readOrMakeKeys(options.home);
  const own = options.databaseUrl === undefined ? await startOwnDatabase(options, keys, stops) : null;
  const databaseUrl = own?.url ?? options.databaseUrl ?? "";
  const url = urlAt(options.host ?? "127.0.0.1", options.ports.api);

  const restAndAuth = createRestAndAuth(databaseUrl, keys, options.siteUrl ?? "http://localhost:3000");
  stops.push(() => restAndAuth.close());
  const sql = postgres(databaseUrl, { max: 4, onnotice: () => undefined });
  stops.push(() => sql.end({ timeout: 5 }));
  await prepareDatabase(sql, restAndAuth.prepare);
  await applySettings(sql, process.env);

  const realtime = await startRealtime({ databaseUrl, ...keys });
  stops.push(() => realtime.close());
  const functions = createFunctions({
    folder: FUNCTIONS,
    configFile: resolve(HERE, "..", "config.toml"),
    keys,
    log,
    onProcess: options.onProcess ?? (() => undefined),
    environment: functionEnvironment(url, databaseUrl, keys),
  });
  stops.push(async () => functions.close());
  const gateway = await startGateway({ restAndAuth, realtime, functions }, options.ports.api, options.host);
  stops.push(() => gateway.close());
  if (options.runSchedules !== false) {
    const callFunction = (name: string) => callOwnFunction(`${url}/functions/v1/${name}`, keys.secretKey);
    const scheduler = await startScheduler({ sql, callFunction, log });
    stops.push(() => scheduler.stop());
  }
  return { url, databaseUrl, database: own, keys, functions };
}

async function startOwnDatabase(options: StackOptions, keys: Keys, stops: (() => Promise<unknown>)[]): Promise<Postgres> {
  const home = join(options.home, "postgres");
  const database = await startPostgres({ home, port: options.ports.database, password: keys.databasePassword });
  stops.push(() => database.stop());
  return database;
}

function functionEnvironment(url: string, databaseUrl: string, keys: Keys): Record<string, string> {
  // The names that the hosted platform gives to every function.
  return {
    SUPABASE_URL: url,
    SUPABASE_ANON_KEY: keys.publishableKey,
    SUPABASE_SERVICE_ROLE_KEY: keys.secretKey,
    SUPABASE_DB_URL: databaseUrl,
  };
}

async function callOwnFunction(url: string, secretKey: string): Promise<void> {
  const answer = await fetch(url, { method: "POST", headers: { authorization: `Bearer ${secretKey}`, apikey: secretKey } });
  if (!answer.ok) throw new LocalError(`${url} answered ${answer.status}: ${(await answer.text()).slice(0, 500)}`);
}
