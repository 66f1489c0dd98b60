/** A migrated database in a temporary folder, for generators and tests. */
import { createServer } from "node:net";
import { join } from "node:path";
import postgres from "postgres";
import { readOrMakeKeys } from "./keys.ts";
import { startPostgres } from "./postgres.ts";
import { prepareDatabase } from "./prepare-database.ts";
import { createRestAndAuth } from "./rest-and-auth.ts";
import { makeTemporaryHome, removeTemporaryHome } from "./temporary-home.ts";

export type ThrowawayDatabase = {
  readonly sql: postgres.Sql;
  readonly url: string;
  /** What `startPostgres` was given; its files may lie elsewhere. */
  readonly postgresHome: string;
  remove(): Promise<void>;
};

export async function makeThrowawayDatabase(): Promise<ThrowawayDatabase> {
  const home = makeTemporaryHome();
  const ends: (() => Promise<unknown>)[] = [async () => removeTemporaryHome(home)];
  const remove = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const keys = await readOrMakeKeys(home);
    const postgresHome = join(home, "postgres");
    const server = await startPostgres({ home: postgresHome, port: await freePort(), password: keys.databasePassword });
    ends.push(() => server.stop());
    const sql = postgres(server.url, { max: 2, onnotice: () => undefined });
    ends.push(() => sql.end());
    const auth = createRestAndAuth(server.url, keys, "http://localhost");
    ends.push(() => auth.close());
    await prepareDatabase(sql, auth.prepare);
    return { sql, url: server.url, postgresHome, remove };
  } catch (cause) {
    await remove();
    throw cause;
  }
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
