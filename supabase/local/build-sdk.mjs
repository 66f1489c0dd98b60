/**
 * Builds lib/sdk/dist, the package's content: the SDK and what it uses of lib, as JavaScript and declarations. `npm pack ./lib/sdk` runs
 * it. Plain JavaScript, so that any Node from 20 on can say what is missing.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ROOT } from "./install.mjs";

const SDK = join(ROOT, "lib", "sdk");
const DIST = join(SDK, "dist");
const ENTRY = join(DIST, "sdk", "windvane");
const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)"([^"]+)"/g;

/** Compiles, then keeps what the entry reaches. A package that something reaches for is a fault: the SDK depends on none. */
function buildSdk() {
  rmSync(DIST, { recursive: true, force: true });
  const compiler = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  if (!existsSync(compiler)) return `The SDK is built in a checkout with its packages: run npm ci in ${ROOT} first.`;
  const compiled = spawnSync(process.execPath, [compiler, "-p", join(SDK, "tsconfig.json")], { encoding: "utf8" });
  if (compiled.status !== 0) return `The SDK does not compile.\n${compiled.stdout}${compiled.stderr}`;
  const reached = new Set();
  const foreign = [reach(`${ENTRY}.js`, "js", reached), reach(`${ENTRY}.d.ts`, "d.ts", reached)].find((name) => name !== null);
  if (foreign !== undefined) return `The SDK reaches for ${foreign}, which it does not bring along.`;
  for (const entry of readdirSync(DIST, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile() && !reached.has(file)) rmSync(file);
  }
  // The compiler leaves the endings of sources in declarations, which not every reader of packages can follow.
  for (const file of reached)
    if (file.endsWith(".d.ts")) writeFileSync(file, readFileSync(file, "utf8").replace(/(from ".+)\.ts"/g, '$1.js"'));
  copyFileSync(join(ROOT, "LICENSE"), join(DIST, "LICENSE"));
  return null;
}

/** Adds to `reached` every file that `entry` leads to; the first package on the way, if any. */
function reach(entry, ending, reached) {
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    for (const [, specifier] of readFileSync(file, "utf8").matchAll(IMPORT)) {
      if (!specifier.startsWith(".")) return `${specifier} (in ${file})`;
      open.push(resolve(dirname(file), specifier.replace(/\.(ts|js)$/, `.${ending}`)));
    }
  }
  return null;
}

const failure = buildSdk();
if (failure !== null) {
  process.stderr.write(`\n${failure}\n`);
  process.exit(1);
}
