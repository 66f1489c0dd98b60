/** An agent loses nothing while the dashboard is away, through the real ingest: also when it is killed meanwhile. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createWindvane } from "../../lib/sdk/windvane.ts";
import { storedExecutions } from "./ingest-requests.ts";
import { makeSmallWorkspace, supabase } from "./stack.ts";

const SDK = pathToFileURL(join(import.meta.dirname, "..", "..", "lib", "sdk", "windvane.ts")).href;
const TASK = { agentId: "sdk-agent", taskType: "outage" };

/** Finishes `count` executions, tells their ids, and then works on, or closes. */
const AGENT = `
import { createWindvane } from "${SDK}";
const [url, apiKey, directory, count, then] = process.argv.slice(2);
const { executionFeedback, close } = createWindvane({ url, apiKey, spool: { directory }, maxDelayMs: 10, onProblem: () => undefined });
for (let index = 0; index < Number(count); index += 1) {
  const execution = executionFeedback.startExecution(${JSON.stringify(TASK)});
  execution.finish({ success: true });
  process.stdout.write(execution.id + "\\n");
}
if (then === "close") await close({ timeoutMs: 30_000 });
else if (then === "exit") process.exit(0);
else setInterval(() => undefined, 1000);
`;

/** Stands between agents and the project. Away, it refuses connections; deaf, it passes a request on and never answers it. */
function createRoad() {
  let server: Server | null = null;
  let port = 0;
  let deafFor = 0;
  async function pass(request: Request, method: string): Promise<{ status: number; body: string }> {
    const { pathname } = new URL(request.url);
    const init = { method, headers: { authorization: request.headers.get("authorization") ?? "" }, body: await request.text() };
    const answer = await fetch(`${supabase().url}${pathname}`, init);
    return { status: answer.status, body: await answer.text() };
  }
  async function open(deafRequests = 0): Promise<string> {
    deafFor = deafRequests;
    const opened = createServer(async (incoming, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const headers = { authorization: incoming.headers.authorization ?? "" };
      const request = new Request(`http://127.0.0.1${incoming.url}`, { method: "POST", headers, body: Buffer.concat(chunks) });
      const { status, body } = await pass(request, "POST");
      deafFor -= 1;
      if (deafFor >= 0) incoming.socket.destroy();
      else response.writeHead(status, { "content-type": "application/json" }).end(body);
    });
    opened.listen(port, "127.0.0.1");
    await once(opened, "listening");
    server = opened;
    // A server that listens on TCP has an address with a port.
    port = (opened.address() as AddressInfo).port;
    return `http://127.0.0.1:${port}`;
  }
  async function close(): Promise<void> {
    const closing = server;
    server = null;
    closing?.closeAllConnections();
    if (closing !== null) await new Promise((done) => closing.close(done));
  }
  return { open, close };
}

let directory: string;
let road: ReturnType<typeof createRoad>;
const children: ChildProcess[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "windvane-outage-"));
  road = createRoad();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await road.close();
  rmSync(directory, { recursive: true, force: true });
});

function spooledText(): string {
  if (!existsSync(directory)) return "";
  const names = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".jsonl"));
  return names.map((name) => readFileSync(join(directory, name), "utf8")).join("");
}

/** As if the time had passed after which a silent process is taken for dead. */
function age(): void {
  const longAgo = new Date(Date.now() - 60_000);
  const names = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".alive"));
  for (const name of names) utimesSync(join(directory, name), longAgo, longAgo);
}

function startAgent(args: readonly string[]): { readonly child: ChildProcess; readonly ids: () => string[] } {
  const path = join(directory, "agent.mjs");
  writeFileSync(path, AGENT);
  const child = spawn(process.execPath, [path, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  let told = "";
  child.stdout?.on("data", (chunk: Buffer) => (told += chunk.toString()));
  return { child, ids: () => told.split("\n").filter((line) => line !== "") };
}

async function expectEachOnce(workspaceId: string, ids: readonly string[]): Promise<void> {
  const stored = await storedExecutions(workspaceId);
  expect(stored.map(({ id }) => id).sort()).toEqual([...ids].sort());
  expect(new Set(stored.map(({ status }) => status))).toEqual(new Set(["succeeded"]));
}

test("the dashboard goes away, comes back, loses its first answers, and has every execution once", async () => {
  const workspace = await makeSmallWorkspace();
  const url = await road.open();
  await road.close();
  const { executionFeedback, close } = createWindvane({
    url,
    apiKey: workspace.key,
    spool: { directory },
    maxDelayMs: 10,
    random: () => 0.05,
    onProblem: () => undefined,
  });
  const ids = Array.from({ length: 800 }, () => {
    const execution = executionFeedback.startExecution(TASK);
    execution.finish({ success: true });
    return execution.id;
  });
  await expect.poll(() => ids.every((id) => spooledText().includes(id))).toBe(true);
  await road.open(2);
  expect(await close({ timeoutMs: 30_000 })).toBe(0);
  await expectEachOnce(workspace.id, ids);
  expect(spooledText()).toBe("");
});

test("what a killed agent had written down is delivered by its successor", async () => {
  const workspace = await makeSmallWorkspace();
  const url = await road.open();
  await road.close();
  const first = startAgent([url, workspace.key, directory, "40", "work on"]);
  await expect.poll(() => first.ids().length, { timeout: 20_000 }).toBe(40);
  await expect.poll(() => first.ids().every((id) => spooledText().includes(id)), { timeout: 20_000 }).toBe(true);
  first.child.kill("SIGKILL");
  await once(first.child, "exit");
  age();
  await road.open();
  const second = startAgent([url, workspace.key, directory, "2", "close"]);
  await once(second.child, "close");
  await expectEachOnce(workspace.id, [...first.ids(), ...second.ids()]);
  expect(spooledText()).toBe("");
});

test("an agent that just exits has written down what it had not sent, and its successor delivers it", async () => {
  const workspace = await makeSmallWorkspace();
  const url = await road.open();
  const first = startAgent([url, workspace.key, directory, "5", "exit"]);
  await once(first.child, "close");
  expect(first.ids().filter((id) => !spooledText().includes(id))).toEqual([]);
  const second = startAgent([url, workspace.key, directory, "0", "close"]);
  await once(second.child, "close");
  await expectEachOnce(workspace.id, first.ids());
  expect([first.ids().length, spooledText()]).toEqual([5, ""]);
});
