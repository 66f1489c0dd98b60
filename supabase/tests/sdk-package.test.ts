/** The package that `npm pack ./lib/sdk` makes, installed by itself and run by every runtime at hand, against the real ingest. */
import { execFile, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { storedExecutions } from "./ingest-requests.ts";
import { makeSmallWorkspace, supabase } from "./stack.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const run = promisify(execFile);

const AGENT = `
import { createWindvane } from "@windvane/sdk";
const [url, apiKey, directory] = process.argv.slice(2);
const problems = [];
const onProblem = ({ kind, message }) => problems.push(kind + ": " + message);
const { executionFeedback, performanceTracker, close } = createWindvane({ url, apiKey, onProblem, spool: { directory } });
const answer = await executionFeedback.runExecution({ agentId: "packed", taskType: "outer" }, async () => {
  await new Promise((wake) => setTimeout(wake, 5));
  const inner = executionFeedback.startExecution({ agentId: "packed", taskType: "inner" });
  await performanceTracker.trackOperation("lookup", async () => "found");
  inner.finish({ success: true, inputTokens: 10, cachedInputTokens: 4, provider: "example" });
  return 42;
});
const unsent = await close();
process.stdout.write(JSON.stringify({ answer, unsent, problems }) + "\\n");
`;

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "windvane-sdk-"));
  await run("npm", ["pack", join(ROOT, "lib", "sdk"), "--pack-destination", folder, "--silent"], { cwd: folder });
  const [tarball = ""] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "an-agent", private: true, type: "module" }));
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", `./${tarball}`], { cwd: folder });
  writeFileSync(join(folder, "agent.mjs"), AGENT);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The first program of this name that the machine has outside of the checkout's packages. */
function findOutside(name: string): string | null {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((path) => !path.includes("node_modules"));
  return folders.map((path) => join(path, name)).find((path) => existsSync(path)) ?? null;
}

const outerNode = findOutside("node");
const outerNodeVersion = outerNode === null ? "" : spawnSync(outerNode, ["--version"], { encoding: "utf8" }).stdout.trim();
const DENO = join(ROOT, "node_modules", ".bin", "deno");
const GRANTED = ["--no-prompt", "--allow-net", "--allow-read", "--allow-write", "--allow-env", "--allow-sys", "--node-modules-dir=manual"];

const RUNTIMES: readonly (readonly [string, string | null, readonly string[]])[] = [
  [`Windvane's own Node ${process.version}`, process.execPath, []],
  [`the machine's node ${outerNodeVersion}`, Number(/\d+/.exec(outerNodeVersion)?.[0] ?? 0) >= 20 ? outerNode : null, []],
  ["Deno", DENO, ["run", ...GRANTED]],
  [
    "Deno without the right to read or write",
    DENO,
    ["run", "--no-prompt", "--allow-net", `--allow-read=${ROOT}`, "--node-modules-dir=manual"],
  ],
  ["Bun", findOutside("bun"), ["run"]],
];

test.for(RUNTIMES)("an agent with the package alone reports under %s", async ([name, program, flags], context) => {
  if (program === null) return context.skip(`${name} is not on this machine, or is older than 20`);
  const workspace = await makeSmallWorkspace();
  const args = [...flags, join(folder, "agent.mjs"), supabase().url, workspace.key, join(folder, "spool")];
  const { stdout } = await run(program, args, { cwd: folder });
  expect(JSON.parse(stdout)).toEqual({ answer: 42, unsent: 0, problems: [] });
  const rows = await storedExecutions(workspace.id);
  const byType = new Map(rows.map((row) => [row.task_type, row]));
  const [outer, inner] = [byType.get("outer"), byType.get("inner")];
  expect([rows.length, outer?.status, inner?.status]).toEqual([2, "succeeded", "succeeded"]);
  expect(inner?.parent_id).toBe(outer?.id);
  expect(inner?.trace_id).toMatch(/^[0-9a-f-]{36}$/);
  expect(inner?.trace_id).toBe(outer?.trace_id);
});

test("it depends on no package, and its types are whole without any", async () => {
  const installed = readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."));
  expect(installed).toEqual(["@windvane"]);
  const consumer = `
import { createWindvane, type Problem, type StartedExecution } from "@windvane/sdk";
const { executionFeedback, performanceTracker } = createWindvane({ url: "http://127.0.0.1:1", apiKey: "k", onProblem: (problem: Problem) => problem.kind });
const started: StartedExecution = executionFeedback.startExecution({ agentId: "a", taskType: "t" });
const promised: Promise<number> = performanceTracker.trackOperation("o", async () => 1);
const plain: string = executionFeedback.runExecution({ agentId: "a", taskType: "t" }, () => "x");
// @ts-expect-error a task type is needed
executionFeedback.startExecution({ agentId: "a" });
started.finish({ success: plain === "" && promised !== undefined });
`;
  writeFileSync(join(folder, "consumer.ts"), consumer);
  const options = {
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    target: "es2022",
    module: "nodenext",
    lib: ["es2022", "dom"],
    types: [],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["consumer.ts"] }));
  const compiled = spawnSync(process.execPath, [join(ROOT, "node_modules", "typescript", "bin", "tsc"), "-p", folder], {
    encoding: "utf8",
  });
  expect(compiled.stdout).toBe("");
});
