/** `npm start`: the embedded stack, the demo fleet and the dashboard, until Ctrl-C. */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildDashboard, dashboardUrl, isBuilt, ROOT, serveDashboard } from "./dashboard.ts";
import { DEMO_EMAIL, prepareDemo } from "./demo.ts";
import { startFleet } from "./fleet/fleet.ts";
import { lockHome, requireFreePort } from "./instance.ts";
import { Lifetime } from "./lifetime.ts";
import { LocalError } from "./local-error.ts";
import { ProcessLedger } from "./processes.ts";
import { type Stack, startStack } from "./stack.ts";
import { say, step } from "./terminal.ts";

type Options = ReturnType<typeof readOptions>;

function readOptions() {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  try {
    const { values } = parseArgs({
      options: { empty: flag, dev: flag, home: text, host: text, port: text, "api-port": text, "database-port": text },
    });
    return {
      isEmpty: values.empty,
      isDevelopment: values.dev,
      home: resolve(ROOT, values.home ?? ".windvane"),
      host: values.host ?? "127.0.0.1",
      port: readPort(values.port, 3000, "--port"),
      apiPort: readPort(values["api-port"], 54321, "--api-port"),
      databasePort: readPort(values["database-port"], 54322, "--database-port"),
    };
  } catch (cause) {
    if (cause instanceof LocalError) throw cause;
    throw new LocalError(`${cause instanceof Error ? cause.message : String(cause)}
npm start -- [--empty] [--dev] [--port N] [--api-port N] [--database-port N] [--host ADDRESS] [--home FOLDER]`);
  }
}

function readPort(text: string | undefined, preset: number, name: string): number {
  const port = Number(text ?? preset);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new LocalError(`${name} takes a port from 1 to 65535, not ${text}.`);
  return port;
}

async function start(options: Options, lifetime: Lifetime): Promise<void> {
  const { home, host, port } = options;
  const unlock = lockHome(home);
  lifetime.add(async () => unlock());
  const ledger = new ProcessLedger(join(home, "processes.json"));
  for (const name of await ledger.endLeftovers()) say(`  ✓ ended a leftover: ${name}`);
  await requireFreePort(port, "--port", host);
  await requireFreePort(options.apiPort, "--api-port", host);

  const logs = join(home, "logs");
  const { signal, isDevelopment } = { signal: lifetime.signal, ...options };
  const needsBuild = !isDevelopment && !isBuilt();
  const building = needsBuild ? step("dashboard built", () => buildDashboard(join(logs, "build.log"), signal)) : Promise.resolve();
  const backend = startBackend(options, lifetime, ledger);
  // Where one of the two fails, the other is still waited for: only what has started can be stopped.
  await Promise.allSettled([backend, building]);
  await building;
  const stack = await backend;
  const logFile = join(logs, "dashboard.log");
  const environment = dashboardEnvironment(stack, options);
  const dashboard = await step("dashboard served", () => serveDashboard({ port, host, environment, logFile, isDevelopment, signal }));
  ledger.add(dashboard.pid, "dashboard");
  lifetime.add(() => dashboard.stop());
  lifetime.watch([
    { name: "The dashboard", pid: dashboard.pid, logFile },
    ...(stack.database === null ? [] : [{ name: "Postgres", ...stack.database }]),
  ]);
  announce(dashboard.url, stack, options);
}

async function startBackend(options: Options, lifetime: Lifetime, ledger: ProcessLedger): Promise<Stack> {
  const { home, host } = options;
  const databaseUrl = process.env["DATABASE_URL"];
  if (databaseUrl !== undefined) say(`  ! DATABASE_URL is set: its database is used, and migrated (${withoutPassword(databaseUrl)})`);
  const stack = await step("embedded Supabase", () =>
    startStack({
      home,
      host,
      ports: { api: options.apiPort, database: options.databasePort },
      siteUrl: dashboardUrl(host, options.port),
      onProcess: (pid, name) => ledger.add(pid, name),
      ...(databaseUrl !== undefined && { databaseUrl }),
    }),
  );
  lifetime.add(() => stack.stop());
  lifetime.signal.throwIfAborted();
  await stack.functions.warm("ingest");
  if (options.isEmpty) return stack;
  const demo = await step("demo workspace and its history", () => prepareDemo(stack, join(home, "fleet", "api-key")));
  lifetime.signal.throwIfAborted();
  const fleet = await step("demo fleet", () =>
    startFleet({ supabaseUrl: stack.url, apiKey: demo.apiKey, home: join(home, "fleet"), logDir: join(home, "logs") }),
  );
  for (const pid of fleet.pids) ledger.add(pid, "demo agent");
  lifetime.add(() => fleet.stop());
  lifetime.signal.throwIfAborted();
  return stack;
}

function withoutPassword(url: string): string {
  const at = URL.parse(url);
  return at === null ? "which is no URL" : `${at.host}${at.pathname}`;
}

function dashboardEnvironment(stack: Stack, options: Options): Record<string, string> {
  const connection = { SUPABASE_URL: stack.url, SUPABASE_PUBLISHABLE_KEY: stack.keys.publishableKey };
  if (options.isEmpty) return connection;
  return { ...connection, WINDVANE_DEMO_EMAIL: DEMO_EMAIL, WINDVANE_DEMO_PASSWORD: stack.keys.demoPassword };
}

function announce(url: string, stack: Stack, options: Options): void {
  say(`\nWindvane is at ${url}`);
  if (options.isEmpty) say("Create the first account on its sign-in page.");
  else say(`Sign in with "Enter the demo", or as ${DEMO_EMAIL} with the password ${stack.keys.demoPassword}`);
  say(`Supabase is at ${stack.url} (publishable key ${stack.keys.publishableKey})`);
  say("Ctrl-C stops everything.");
}

const lifetime = new Lifetime();
await lifetime.begin(() => start(readOptions(), lifetime));
