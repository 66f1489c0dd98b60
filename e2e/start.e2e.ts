import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { removePostgres } from "../supabase/local/postgres.ts";
import { freePort } from "../supabase/local/throwaway-database.ts";

const ROOT = join(import.meta.dirname, "..");

/** These tests start instances of their own: what names the shared one must not reach them. */
const SHARED = ["DATABASE_URL", "SUPABASE_URL", "SUPABASE_PUBLISHABLE_KEY", "SUPABASE_SECRET_KEY"];
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !SHARED.includes(name)));

type Run = { readonly child: ChildProcess; readonly said: () => string; readonly ended: Promise<number | null> };

function start(args: readonly string[]): Run {
  const child = spawn(process.execPath, [join(ROOT, "supabase", "local", "start.ts"), ...args], {
    cwd: ROOT,
    env: { NODE_ENV: "production", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (part: Buffer) => {
      text += part.toString();
    });
  }
  return { child, said: () => text, ended: new Promise((resolve) => child.once("exit", resolve)) };
}

test("npm start: up, refused a second time, killed hard, repaired by the next start, and gone after Ctrl-C", async ({ request }) => {
  test.setTimeout(120_000);
  const home = mkdtempSync(join(tmpdir(), "windvane-start-"));
  const [port, api, database] = [await freePort(), await freePort(), await freePort()];
  const args = ["--home", home, "--port", `${port}`, "--api-port", `${api}`, "--database-port", `${database}`];
  const recorded = () => JSON.parse(readFileSync(join(home, "processes.json"), "utf8")) as { pid: number }[];
  try {
    const first = start(args);
    await expect.poll(first.said, { timeout: 60_000 }).toContain(`Windvane is at http://localhost:${port}`);
    expect((await request.get(`http://localhost:${port}/sign-in`)).status()).toBe(200);
    const left = recorded();
    // The dashboard, a function's worker, the fleet's upstream and seven agents.
    expect(left.length).toBeGreaterThanOrEqual(10);

    const second = start(args);
    expect(await second.ended).toBe(1);
    expect(second.said()).toContain("Windvane already runs here");

    first.child.kill("SIGKILL");
    await first.ended;
    const third = start(args);
    await expect.poll(third.said, { timeout: 60_000 }).toContain(`Windvane is at http://localhost:${port}`);
    expect(third.said()).toContain("ended a leftover: dashboard");
    for (const { pid } of left) expect(isAlive(pid), `process ${pid} outlived its start`).toBe(false);

    const running = recorded();
    third.child.kill("SIGINT");
    expect(await third.ended).toBe(0);
    for (const { pid } of running) expect(isAlive(pid), `process ${pid} outlived Ctrl-C`).toBe(false);
    expect(existsSync(join(home, "lock"))).toBe(false);
  } finally {
    removePostgres(join(home, "postgres"));
    rmSync(home, { recursive: true, force: true });
  }
});

test("a port that is taken is named, with the flag that chooses another", async () => {
  const home = mkdtempSync(join(tmpdir(), "windvane-start-"));
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const address = taken.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const run = start(["--home", home, "--port", `${port}`]);
  expect(await run.ended).toBe(1);
  expect(run.said().trim()).toBe(`Port ${port} is in use by another program. Free it, or choose another with --port NUMBER.`);
  taken.close();
  rmSync(home, { recursive: true, force: true });
});

function isAlive(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  // A zombie waits only for its parent to take note.
  return existsSync(stat) && !/\) Z /.test(readFileSync(stat, "utf8"));
}
