/** A whole Windvane in a temporary home on free ports, for browser tests and benchmarks. */
import { join } from "node:path";
import { serveDashboard } from "./dashboard.ts";
import { type Stack, startStack } from "./stack.ts";
import { makeTemporaryHome, removeTemporaryHome } from "./temporary-home.ts";
import { freePort } from "./throwaway-database.ts";

/** Environment variables by which tests find the instance. */
export type TestInstance = {
  readonly E2E_BASE_URL: string;
  readonly SUPABASE_URL: string;
  readonly SUPABASE_PUBLISHABLE_KEY: string;
  readonly SUPABASE_SECRET_KEY: string;
  readonly DATABASE_URL: string;
};

export type TestInstanceOptions = { readonly withDashboard?: boolean };

/** Runs `work` beside a fresh instance and removes it afterwards, whatever happened. */
export async function withTestInstance<T>(work: (instance: TestInstance) => Promise<T>, options: TestInstanceOptions = {}): Promise<T> {
  const home = makeTemporaryHome();
  const ports = { api: await freePort(), database: await freePort() };
  const dashboardPort = await freePort();
  const siteUrl = `http://localhost:${dashboardPort}`;
  let stack: Stack | null = null;
  try {
    stack = await startStack({ home, ports, siteUrl });
    await stack.functions.warm("ingest");
    const environment = { SUPABASE_URL: stack.url, SUPABASE_PUBLISHABLE_KEY: stack.keys.publishableKey };
    const dashboard =
      options.withDashboard === false
        ? null
        : await serveDashboard({
            port: dashboardPort,
            host: "127.0.0.1",
            environment,
            logFile: join(home, "logs", "dashboard.log"),
            isDevelopment: false,
          });
    try {
      return await work({
        ...environment,
        E2E_BASE_URL: siteUrl,
        SUPABASE_SECRET_KEY: stack.keys.secretKey,
        DATABASE_URL: stack.databaseUrl,
      });
    } finally {
      await dashboard?.stop();
    }
  } finally {
    await stack?.stop();
    removeTemporaryHome(home);
  }
}
