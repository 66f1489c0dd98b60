/** Brings a database to where a hosted project's is: what the platform puts there, then our migrations. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type postgres from "postgres";
import { migrate } from "./migrate.ts";

const PLATFORM = ["bootstrap.sql", join("realtime", "bootstrap.sql")];

/** `prepareAuth` makes the schema auth. Harmless on a database that is ready. */
export async function prepareDatabase(sql: postgres.Sql, prepareAuth: () => Promise<void>): Promise<void> {
  await prepareAuth();
  for (const name of PLATFORM) await sql.unsafe(readFileSync(join(import.meta.dirname, name), "utf8"));
  await migrate(sql);
}
