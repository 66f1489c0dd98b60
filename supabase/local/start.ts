/** `npm start`: the embedded stack, the demo fleet and the dashboard, until Ctrl-C. */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildDashboard, isBuilt, ROOT, serveDashboard } from "./dashboard.ts";
import { DEMO_EMAIL, prepareDemo } from "./demo.ts";
import { startFleet } from "./fleet/fleet.ts";
import { lockHome, requireFreePort } from "./instance.ts";
import { LocalError } from "./local-error.ts";
import { ProcessLedger } from "./processes.ts";
import { type Stack, startStack } from "./stack.ts";
import { complain, say, step } from "./terminal.ts";

type Options = ReturnType<typeof readOptions>;
type Stop = () => Promise<unknown>;

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

async function main(): Promise<void> {
  const options = readOptions();
  const stops: Stop[] = [];
  let isStopping = false;
  const stopAll = onceOnly(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (!isStopping) say("\nStopping …");
      isStopping = true;
      stopAll().then(
        () => process.exit(0),
        (cause: unknown) => process.exit(complain(cause)),
      );
    });
  }
  try {
    await start(options, stops);
  } catch (cause) {
    const status = complain(cause);
    await stopAll();
    process.exit(status);
  }
}

async function start(options: Options, stops: Stop[]): Promise<void> {
  const unlock = lockHome(options.home);
  stops.push(async () => unlock());
  const ledger = new ProcessLedger(join(options.home, "processes.json"));
  for (const name of await ledger.endLeftovers()) say(`  ✓ ended a leftover: ${name}`);
  await requireFreePort(options.port, "--port", options.host);
  await requireFreePort(options.apiPort, "--api-port", options.host);

  const logs = join(options.home, "logs");
  const needsBuild = !options.isDevelopment && !isBuilt();
  const building = needsBuild ? step("dashboard built", () => buildDashboard(join(logs, "build.log"))) : Promise.resolve();
  const [stack] = await Promise.all([startBackend(options, stops, ledger), building]);
  const environment = dashboardEnvironment(stack, options);
  const dashboard = await step("dashboard served", () =>
    serveDashboard({
      port: options.port,
      host: options.host,
      environment,
      logFile: join(logs, "dashboard.log"),
      isDevelopment: options.isDevelopment,
    }),
  );
  ledger.add(dashboard.pid, "dashboard");
  stops.push(() => dashboard.stop());
  announce(dashboard.url, stack, options);
}

async function startBackend(options: Options, stops: Stop[], ledger: ProcessLedger): Promise<Stack> {
  const { home, host } = options;
  const databaseUrl = process.env["DATABASE_URL"];
  const stack = await step("embedded Supabase", () =>
    startStack({
      home,
      host,
      ports: { api: options.apiPort, database: options.databasePort },
      siteUrl: `http://localhost:${options.port}`,
      onProcess: (pid, name) => ledger.add(pid, name),
      ...(databaseUrl !== undefined && { databaseUrl }),
    }),
  );
  stops.push(() => stack.stop());
  await stack.functions.warm("ingest");
  if (options.isEmpty) return stack;
  const demo = await step("demo workspace and its history", () => prepareDemo(stack, join(home, "fleet", "api-key")));
  const fleet = await step("demo fleet", () =>
    startFleet({ supabaseUrl: stack.url, apiKey: demo.apiKey, home: join(home, "fleet"), logDir: join(home, "logs") }),
  );
  for (const pid of fleet.pids) ledger.add(pid, "demo agent");
  stops.push(() => fleet.stop());
  return stack;
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

function onceOnly(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => {
    running ??= work();
    return running;
  };
}

await main();
