/** Builds the Next.js app when its sources changed, and serves it. */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { urlAt } from "./hosts.ts";
import { LocalError } from "./local-error.ts";

export const ROOT = join(import.meta.dirname, "..", "..");
const NEXT = join(ROOT, "node_modules", "next", "dist", "bin", "next");
const SOURCES = [
  "app",
  "components",
  "lib",
  "public",
  "proxy.ts",
  "next.config.mjs",
  "tailwind.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
];
const LOCK = "package-lock.json";
/** Says which sources `.next` was built from. */
const STAMP = join(ROOT, ".next", "windvane-stamp");
/** Files among the sources that no build reads. */
const UNBUILT = /\.test\.tsx?$|\.md$/;
const START_DEADLINE_MS = 60_000;

export type Dashboard = { readonly url: string; readonly pid: number; readonly ended: Promise<void>; stop(): Promise<void> };

/** Whether `.next` was built from the sources as they are. */
export function isBuilt(): boolean {
  return existsSync(STAMP) && existsSync(join(ROOT, ".next", "BUILD_ID")) && readFileSync(STAMP, "utf8") === hashSources();
}

export async function buildDashboard(logFile: string, signal?: AbortSignal): Promise<void> {
  const hash = hashSources();
  // A build that is cut short leaves neither the old one nor the new one.
  rmSync(STAMP, { force: true });
  const child = startNext(["build"], { environment: {}, logFile, signal });
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  if (code !== 0) throw new LocalError(`The dashboard could not be built. ${logFile} says why:\n${tail(logFile)}`);
  writeFileSync(STAMP, hash);
}

export type ServeOptions = {
  readonly port: number;
  readonly host: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly isDevelopment: boolean;
  /** Ends a dashboard that is still starting. */
  readonly signal?: AbortSignal;
};

/** Resolves when the sign-in page answers. */
export async function serveDashboard(options: ServeOptions): Promise<Dashboard> {
  const mode = options.isDevelopment ? "dev" : "start";
  const child = startNext([mode, "--port", String(options.port), "--hostname", options.host], options);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await waitUntilAnswers(`${urlAt(options.host, options.port)}/sign-in`, child, options.logFile);
  if (child.pid === undefined) throw new LocalError("The dashboard could not be started.");
  return {
    url: dashboardUrl(options.host, options.port),
    pid: child.pid,
    ended,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** The address to open in a browser: `localhost` where that is meant, for cookies and eyes. */
export function dashboardUrl(host: string, port: number): string {
  return urlAt(host, port).replace("//127.0.0.1:", "//localhost:");
}

type NextOptions = Pick<ServeOptions, "environment" | "logFile"> & { readonly signal?: AbortSignal | undefined };

function startNext(args: readonly string[], { environment, logFile, signal }: NextOptions): ChildProcess {
  signal?.throwIfAborted();
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { flags: "w" });
  const child = spawn(process.execPath, [NEXT, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...environment, NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own: Ctrl-C reaches it through us, in order.
    detached: true,
  });
  // Without room for its log a dashboard goes on serving; the stream's own complaint would end us.
  log.on("error", () => undefined);
  child.stdout?.pipe(log);
  child.stderr?.pipe(log);
  child.on("error", () => undefined);
  const endGroup = () => {
    // The whole group: a build has workers of its own.
    if (child.pid !== undefined && isRunning(child)) process.kill(-child.pid, "SIGTERM");
  };
  signal?.addEventListener("abort", endGroup, { once: true });
  child.once("exit", () => signal?.removeEventListener("abort", endGroup));
  return child;
}

async function waitUntilAnswers(url: string, child: ChildProcess, logFile: string): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_MS;
  for (;;) {
    const answered = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(30_000) }).then(
      (answer) => answer.status < 500,
      () => false,
    );
    if (answered) return;
    if (!isRunning(child) || Date.now() > deadline) {
      child.kill("SIGKILL");
      throw new LocalError(`The dashboard did not start. ${logFile} says why:\n${tail(logFile)}`);
    }
    await new Promise((resume) => setTimeout(resume, 100));
  }
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

function hashSources(): string {
  const hash = createHash("sha256").update(readFileSync(join(ROOT, LOCK)));
  for (const file of SOURCES.flatMap((name) => listFiles(join(ROOT, name))).sort())
    hash.update(file.slice(ROOT.length)).update(readFileSync(file));
  return hash.digest("hex");
}

function listFiles(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !UNBUILT.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function tail(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").slice(-15).join("\n") : "";
}
