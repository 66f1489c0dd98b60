/** A browser for the tests: an installed Chrome or Chromium, else Playwright's own, else the distribution's package. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright";
import { LocalError } from "./local-error.ts";
import { say } from "./terminal.ts";

const NAMES = ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "chrome"];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];
/** A network that swallows packets must not hold up the other way for ever. */
const DOWNLOAD_DEADLINE_MS = 180_000;

/** Resolves to the path of a browser, installing one where there is none. CHROME_PATH names another. */
export function ensureBrowser(): string {
  return findInstalled() ?? downloadOwn() ?? installPackage() ?? giveUp();
}

function findInstalled(): string | null {
  const named = process.env["CHROME_PATH"];
  const inPath = (process.env["PATH"] ?? "").split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...(named ? [named] : []), ...inPath, ...PLACES, chromium.executablePath()].find((file) => existsSync(file)) ?? null;
}

function downloadOwn(): string | null {
  say("  … no browser is installed; fetching Playwright's own");
  const command = join(import.meta.dirname, "..", "..", "node_modules", "playwright", "cli.js");
  spawnSync(process.execPath, [command, "install", "--no-shell", "chromium"], { stdio: "ignore", timeout: DOWNLOAD_DEADLINE_MS });
  return findInstalled();
}

function installPackage(): string | null {
  if (spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status !== 0) return null;
  say("  … that was not to be had; installing the distribution's package");
  const isRoot = process.getuid?.() === 0;
  const apt = (...args: string[]) => {
    const command = isRoot ? ["apt-get", ...args] : ["sudo", "-n", "apt-get", ...args];
    const [program = "apt-get", ...rest] = command;
    return spawnSync(program, rest, { stdio: "ignore", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } }).status === 0;
  };
  if (!apt("install", "-y", "--no-install-recommends", "chromium")) {
    apt("update");
    apt("install", "-y", "--no-install-recommends", "chromium");
  }
  return findInstalled();
}

function giveUp(): never {
  throw new LocalError("No browser is installed and none could be. Install Chrome or Chromium, or name one with CHROME_PATH.");
}
