/** REST and Auth: `@supabase/lite` on the native Postgres. */
import { App } from "@supabase/lite";
import { createPostgresConnection } from "@supabase/lite/postgres";
import { z } from "zod";
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
  keepSqlStates(connection);
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

/** The SQLSTATEs that the library answers as they are; of every other it would only say 500. */
const ANSWERED = /^(21|22|42|53|55|PT|PGRST$|23502$|23503$|23505$|25006$)/;
/** Classes that PostgREST answers with 500; the rest is the caller's to mend. */
const SERVER_FAULT = /^(0[9]|25|2D|38|39|3B|40|54|57|58|F0|HV|XX|P0(?!001))/;

/** Answers the other SQLSTATEs, such as a broken check, as PostgREST does: with their own code. */
function keepSqlStates(connection: { normalizeDbError(error: unknown): unknown }): void {
  const normalize = connection.normalizeDbError.bind(connection);
  const keepState = (error: unknown): unknown => {
    const known = normalize(error);
    const parsed = databaseErrorSchema.safeParse(known);
    if (!parsed.success || ANSWERED.test(parsed.data.code)) return known;
    const { code, message, detail, hint } = parsed.data;
    // The form in which a database function may say status and body itself.
    const said = new Error(JSON.stringify({ code, message, details: detail ?? null, hint: hint ?? null }), { cause: known });
    const status = SERVER_FAULT.test(code) ? 500 : 400;
    return Object.assign(said, { name: "PostgresError", code: "PGRST", detail: JSON.stringify({ status, headers: {} }) });
  };
  Object.assign(connection, { normalizeDbError: keepState });
}

const databaseErrorSchema = z.object({
  code: z.string().length(5),
  message: z.string(),
  detail: z.string().nullish(),
  hint: z.string().nullish(),
});
