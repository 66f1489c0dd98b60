/** REST and Auth: `@supabase/lite` on the native Postgres. */
import { App } from "@supabase/lite";
import { createPostgresConnection } from "@supabase/lite/postgres";
import type { Keys } from "./keys.ts";

export type RestAndAuth = {
  fetch(request: Request, peerAddress: string | null): Promise<Response>;
  /** Creates what its Auth needs in the database. Run before migrations. */
  prepare(): Promise<void>;
  close(): Promise<void>;
};

/** Parameters that are already JSON text must not be encoded a second time, as this driver would. */
const passJsonThrough = (oid: number) => ({
  to: oid,
  from: [oid],
  serialize: (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value)),
  parse: (text: string): unknown => JSON.parse(text),
});

export function createRestAndAuth(databaseUrl: string, keys: Keys, siteUrl: string): RestAndAuth {
  const connection = createPostgresConnection({
    url: databaseUrl,
    postgresOptions: { max: 12, onnotice: () => undefined, types: { json: passJsonThrough(114), jsonb: passJsonThrough(3802) } },
  });
  keepGrants(connection);
  const app = new App({
    connection,
    auth: {
      enabled: true,
      jwt_secret: keys.jwtSecret,
      publishable_key: keys.publishableKey,
      secret_key: keys.secretKey,
      jwt_expiry: 3600,
      minimum_password_length: 8,
      site_url: siteUrl,
      email: { enable_confirmations: false },
    },
    options: { server: { admin: false, disableStudio: true } },
  });
  return {
    fetch: async (request, peerAddress) => app.fetch(request, { peerAddress }),
    prepare: async () => {
      await app.ensureSystemSchema();
    },
    close: () => connection.close(),
  };
}

/**
 * At its first request the library would grant every right on every table to every role, and replace auth.uid().
 * Roles, grants and auth functions are those of bootstrap.sql and the migrations, as on a hosted project.
 */
function keepGrants(connection: object): void {
  if (!("ensureRlsContext" in connection)) throw new Error("This version of @supabase/lite grants rights in some other way: look again");
  Object.assign(connection, { ensureRlsContext: async () => true });
}
