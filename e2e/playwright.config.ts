import { defineConfig } from "@playwright/test";

/** Browser tests run against an instance that `npm test` starts; see supabase/local/test-instance.ts. */
const baseURL = process.env["E2E_BASE_URL"];
if (!baseURL || !/^http:\/\/(localhost|127\.0\.0\.1):/.test(baseURL)) {
  throw new Error("Browser tests write, so they run against a local instance only. Start them with `npm test`.");
}

export default defineConfig({
  testDir: ".",
  testMatch: "*.e2e.ts",
  // Two cores hold the database, the server and the browser already.
  workers: 1,
  timeout: 60_000,
  retries: 0,
  outputDir: "../test-results",
  use: {
    baseURL,
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    launchOptions: {
      ...(process.env["CHROME_PATH"] !== undefined && { executablePath: process.env["CHROME_PATH"] }),
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
    },
  },
});
