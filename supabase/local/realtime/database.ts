/** The gateway's own connections: superuser, in UTC, so that timestamps are converted as hosted does. */
import postgres from "postgres";
import type { Actor } from "./tokens.ts";

export type Database = postgres.Sql;
/** A connection that runs statements: the pool, or one reserved connection. */
export type Queryable = postgres.Sql | postgres.ReservedSql;

export function openDatabase(databaseUrl: string): Database {
  return postgres(databaseUrl, {
    max: 4,
    connect_timeout: 5,
    backoff: () => 0.1,
    onnotice: () => undefined,
    connection: { TimeZone: "UTC", application_name: "realtime" },
  });
}

/** Becomes the actor until the end of the transaction or savepoint. Both ways of reading claims are set. */
export function becomeActor(connection: Queryable, actor: Actor) {
  return connection`
    select set_config('role', ${actor.role}, true),
           set_config('request.jwt.claims', ${actor.claims}, true),
           set_config('request.jwt.claim.sub', ${actor.subject}, true),
           set_config('request.jwt.claim.role', ${actor.role}, true)`;
}

/** A name as it stands in a statement. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
