/** A migrated database in a temporary folder, for generators and tests. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { readOrMakeKeys } from "./keys.ts";
import { migrate } from "./migrate.ts";
import { removePostgres, startPostgres } from "./postgres.ts";
import { createRestAndAuth } from "./rest-and-auth.ts";

export type ThrowawayDatabase = { readonly sql: postgres.Sql; readonly url: string; remove(): Promise<void> };

export async function makeThrowawayDatabase(): Promise<ThrowawayDatabase> {
  const home = mkdtempSync(join(tmpdir(), "windvane-database-"));
  const keys = await readOrMakeKeys(home);
  const postgresHome = join(home, "postgres");
  const server = await startPostgres({ home: postgresHome, port: await freePort(), password: keys.databasePassword });
  const sql = postgres(server.url, { max: 2, onnotice: () => undefined });
  const auth = createRestAndAuth(server.url, keys, "http://localhost");
  await auth.prepare();
  await auth.close();
  await sql.unsafe(readFileSync(join(import.meta.dirname, "bootstrap.sql"), "utf8"));
  await sql.unsafe(readFileSync(join(import.meta.dirname, "realtime", "bootstrap.sql"), "utf8"));
  await migrate(sql);
  return {
    sql,
    url: server.url,
    async remove() {
      await sql.end();
      await server.stop();
      removePostgres(postgresHome);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A port that nothing listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (typeof address === "object" && address ? resolve(address.port) : reject(new Error("No free port"))));
    });
  });
}
