/** Starts one embedded stack for the whole `database` project, or points at the project that the environment names. */
import type { TestProject } from "vitest/node";
import { type Stack, startStack } from "../local/stack.ts";
import { makeTemporaryHome, removeTemporaryHome } from "../local/temporary-home.ts";
import { freePort } from "../local/throwaway-database.ts";

let running: { readonly stack: Stack; readonly home: string } | null = null;

export async function setup(project: TestProject): Promise<void> {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, SUPABASE_SECRET_KEY, DATABASE_URL } = process.env;
  if (SUPABASE_URL && SUPABASE_PUBLISHABLE_KEY && SUPABASE_SECRET_KEY) {
    const keys = { publishableKey: SUPABASE_PUBLISHABLE_KEY, secretKey: SUPABASE_SECRET_KEY };
    project.provide("supabase", { url: SUPABASE_URL, ...keys, databaseUrl: DATABASE_URL ?? null });
    return;
  }
  const { stack } = await startOwn();
  const { publishableKey, secretKey } = stack.keys;
  project.provide("supabase", { url: stack.url, publishableKey, secretKey, databaseUrl: stack.databaseUrl });
}

export async function teardown(): Promise<void> {
  if (running === null) return;
  await running.stack.stop();
  removeTemporaryHome(running.home);
  running = null;
}

/** What the tests provoke and the database refuses is no news: the library before it prints every such answer. */
function hushRefusals(): void {
  const print = console.error;
  console.error = (...words: unknown[]) => {
    const [first] = words;
    if (!(first instanceof Error && first.name === "PostgresError")) print(...words);
  };
}

async function startOwn() {
  hushRefusals();
  const home = makeTemporaryHome();
  // Tests refresh and maintain by themselves, when they choose to.
  const stack = await startStack({ home, ports: { api: await freePort(), database: await freePort() }, runSchedules: false });
  running = { stack, home };
  return running;
}
