/** Builds the Next.js app when its sources changed, and serves it. */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
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
const START_DEADLINE_MS = 60_000;

export type Dashboard = { readonly url: string; readonly pid: number | undefined; readonly ended: Promise<void>; stop(): Promise<void> };

/** Whether `.next` was built from the sources as they are. */
export function isBuilt(): boolean {
  const stamp = join(ROOT, ".next", "windvane-stamp");
  return existsSync(stamp) && existsSync(join(ROOT, ".next", "BUILD_ID")) && readFileSync(stamp, "utf8") === hashSources();
}

export async function buildDashboard(logFile: string): Promise<void> {
  const hash = hashSources();
  const child = startNext(["build"], {}, logFile);
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  if (code !== 0) throw new LocalError(`The dashboard could not be built. ${logFile} says why:\n${tail(logFile)}`);
  writeFileSync(join(ROOT, ".next", "windvane-stamp"), hash);
}

export type ServeOptions = {
  readonly port: number;
  readonly host: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly isDevelopment: boolean;
};

/** Resolves when the sign-in page answers. */
export async function serveDashboard(options: ServeOptions): Promise<Dashboard> {
  const mode = options.isDevelopment ? "dev" : "start";
  const child = startNext([mode, "--port", String(options.port), "--hostname", options.host], options.environment, options.logFile);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = `http://localhost:${options.port}`;
  await waitUntilAnswers(`http://127.0.0.1:${options.port}/sign-in`, child, options.logFile);
  return {
    url,
    pid: child.pid,
    ended,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function startNext(args: readonly string[], environment: Readonly<Record<string, string>>, logFile: string): ChildProcess {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { flags: "w" });
  const child = spawn(process.execPath, [NEXT, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...environment, NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own: Ctrl-C reaches it through us, in order.
    detached: true,
  });
  child.stdout?.pipe(log);
  child.stderr?.pipe(log);
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
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill("SIGKILL");
      throw new LocalError(`The dashboard did not start. ${logFile} says why:\n${tail(logFile)}`);
    }
    await new Promise((resume) => setTimeout(resume, 100));
  }
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
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name));
}

function tail(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").slice(-15).join("\n") : "";
}
