/**
 * Installs what is missing. Plain JavaScript without imports of packages: it runs on Node 20 or newer in a
 * checkout that has no node_modules yet.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// Not import.meta.dirname, which the first releases of Node 20 do not have.
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const STAMP = join(ROOT, "node_modules", ".windvane-installed");

/**
 * Packages for running, or those for testing too. Exits with one sentence when it cannot. What it says on the way goes to standard
 * output, or, quietly, to standard error, where it spoils nobody's data.
 */
export function installPackages({ withTests, quietly = false }) {
  const [major] = process.versions.node.split(".");
  if (Number(major) < 20) stopWith(`Windvane needs Node 20 or newer; this is ${process.version}.`);
  const lock = createHash("sha256")
    .update(readFileSync(join(ROOT, "package-lock.json")))
    .digest("hex");
  const installed = existsSync(STAMP) ? readFileSync(STAMP, "utf8").split(" ") : [];
  if (installed[0] === lock && (installed[1] === "all" || !withTests)) return;
  (quietly ? process.stderr : process.stdout).write("  … installing packages (once)\n");
  const flags = ["--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  // What is in use must stay: `npm test` beside a running `npm start` adds to its packages, where `ci` would take them away first.
  const verb = installed[0] === lock ? ["install", "--no-save"] : ["ci"];
  const result = spawnSync("npm", [...verb, ...flags, ...(withTests ? [] : ["--omit=dev"])], {
    cwd: ROOT,
    stdio: ["ignore", quietly ? process.stderr.fd : "inherit", "inherit"],
  });
  if (result.status !== 0) stopWith("The packages could not be installed; npm says why above. Nothing was started.");
  writeFileSync(STAMP, `${lock} ${withTests ? "all" : "run"}`);
}

/** The Node that Windvane brings along: newer than the machine's own may be, and able to run TypeScript. */
export function ownNode() {
  const file = join(ROOT, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
  if (!existsSync(file)) stopWith("node_modules is incomplete. Remove it and start again.");
  return file;
}

/** The environment in which programs find the packages' own commands first. */
export function ownEnvironment() {
  const bin = join(ROOT, "node_modules", ".bin");
  return { ...process.env, PATH: `${bin}:${process.env.PATH ?? ""}`, NEXT_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" };
}

function stopWith(sentence) {
  process.stderr.write(`\n${sentence}\n`);
  process.exit(1);
}
