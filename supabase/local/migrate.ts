/** Applies `supabase/migrations/*.sql` in order, each once and whole, with the bookkeeping of the Supabase command line. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type postgres from "postgres";
import { LocalError } from "./local-error.ts";

const MIGRATIONS = join(import.meta.dirname, "..", "migrations");

/** Resolves to the names that were applied now. */
export async function migrate(sql: postgres.Sql, folder = MIGRATIONS): Promise<readonly string[]> {
  const known = new Set(
    (await sql<{ version: string }[]>`select version from supabase_migrations.schema_migrations`).map((row) => row.version),
  );
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort();
  const applied: string[] = [];
  for (const file of files) {
    const [version = "", ...rest] = file.replace(/\.sql$/, "").split("_");
    if (known.has(version)) continue;
    const text = readFileSync(join(folder, file), "utf8");
    try {
      await sql.begin(async (transaction) => {
        await transaction.unsafe(text);
        await transaction`insert into supabase_migrations.schema_migrations (version, name, statements) values (${version}, ${rest.join("_")}, ${[text]})`;
      });
    } catch (cause) {
      throw new LocalError(`Migration ${file} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
    applied.push(file);
  }
  return applied;
}
