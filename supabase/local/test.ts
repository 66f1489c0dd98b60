/**
 * `npm test`: style, types, the parts that run in Deno, unit, database and browser tests; one summary line at the end.
 * `npm test -- types "browser tests"` runs these parts alone.
 */
import { type SpawnOptions, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { ensureBrowser } from "./browser.ts";
import { buildDashboard, isBuilt, ROOT } from "./dashboard.ts";
import { complain, say } from "./terminal.ts";
import { withTestInstance } from "./test-instance.ts";

type Tally = { readonly passed: number; readonly failed: number; readonly skipped: number };

const bin = (name: string) => join(ROOT, "node_modules", ".bin", name);
const reports = mkdtempSync(join(tmpdir(), "windvane-reports-"));
const wanted = process.argv.slice(2);
const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);
const tally = { passed: 0, failed: 0, skipped: 0 };

async function main(): Promise<number> {
  await check("browser", async () => {
    process.env["CHROME_PATH"] = ensureBrowser();
  });
  await check("lint", () => run(bin("biome"), ["check", "--error-on-warnings"]));
  await check("dashboard build", async () => {
    if (!isBuilt()) await buildDashboard(join(reports, "build.log"));
  });
  await check("types", () => {
    // What `next dev` wrote some time ago may speak of pages that have moved; the build's own types are fresh.
    rmSync(join(ROOT, ".next", "dev", "types"), { recursive: true, force: true });
    return run(bin("tsc"), ["--noEmit", "-p", "tsconfig.json"]);
  });
  await check("types in Deno", () => run(bin("deno"), ["check", "--quiet", "--no-remote", "--node-modules-dir=manual", ...denoFiles()]));
  await suite("unit and database tests", async (file) => {
    await run(bin("vitest"), ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`]);
  });
  await suite("browser tests", async (file) => {
    await withTestInstance(async (instance) => {
      const config = ["--config", join(ROOT, "e2e", "playwright.config.ts")];
      await run(bin("playwright"), ["test", ...config, "--reporter=line,json"], {
        env: { ...process.env, ...instance, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
      });
    });
  });
  rmSync(reports, { recursive: true, force: true });
  say(`\n${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`);
  return tally.failed === 0 && tally.passed > 0 ? 0 : 1;
}

/** A check that passes or fails as a whole. */
async function check(name: string, work: () => Promise<unknown>): Promise<void> {
  if (!isWanted(name)) return;
  say(`\n── ${name}`);
  try {
    await work();
    tally.passed += 1;
  } catch (cause) {
    complain(cause);
    say(`${name} failed`);
    tally.failed += 1;
  }
}

/** A runner that writes a report; what it counted is added. A runner that dies without a report is one failure. */
async function suite(name: string, work: (reportFile: string) => Promise<void>): Promise<void> {
  if (!isWanted(name)) return;
  say(`\n── ${name}`);
  const file = join(reports, `${name.replaceAll(" ", "-")}.json`);
  let died: unknown = null;
  try {
    await work(file);
  } catch (cause) {
    died = cause;
  }
  const counted = existsSync(file) ? readReport(file) : { passed: 0, failed: 0, skipped: 0 };
  if (died !== null && counted.failed === 0) complain(died);
  tally.passed += counted.passed;
  tally.skipped += counted.skipped;
  tally.failed += died !== null ? Math.max(counted.failed, 1) : counted.failed;
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
});
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), skipped: z.number(), flaky: z.number() }),
});

function readReport(file: string): Tally {
  const json: unknown = JSON.parse(readFileSync(file, "utf8"));
  const vitest = vitestReport.safeParse(json);
  if (vitest.success) {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = vitest.data;
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
  }
  const { stats } = playwrightReport.parse(json);
  // A test that passes only now and then has failed.
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}

/** What must run unchanged in Deno: core to data, the SDK, and the functions. */
function denoFiles(): readonly string[] {
  const list = (folder: string) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.includes(".test."))
      .map((name) => join(ROOT, folder, name));
  const lib = ["core", "domain", "stats", "policy", "learning", "autonomous", "data", "sdk"].flatMap((area) => list(join("lib", area)));
  return [...lib, ...list("supabase/functions")];
}

function run(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(command, [...args], { cwd: ROOT, stdio: "inherit", ...options });
    child.once("error", fail);
    child.once("exit", (code) => (code === 0 ? done() : fail(new Error(`${command} ended with exit status ${code}`))));
  });
}

process.exit(await main());
