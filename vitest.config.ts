import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("./", import.meta.url));
const globalSetup = "supabase/tests/global-setup.ts";

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: root },
      // Outside a server bundle the marker package throws on import; its own empty entry does not.
      { find: /^server-only$/, replacement: `${root}node_modules/server-only/empty.js` },
    ],
  },
  test: {
    environment: "node",
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["lib/**/*.test.{ts,tsx}", "components/**/*.test.{ts,tsx}", "e2e/bench/**/*.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "database",
          include: ["supabase/tests/**/*.test.ts", "supabase/local/**/*.test.ts", "supabase/functions/**/*.test.ts"],
          // One Postgres serves every file, so files take turns.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          ...(existsSync(root + globalSetup) ? { globalSetup: [root + globalSetup] } : {}),
        },
      },
    ],
  },
});
