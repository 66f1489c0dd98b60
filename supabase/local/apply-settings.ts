/** What the environment says of the installation, put where the database's own functions read it. */
import type postgres from "postgres";
import { z } from "zod";
import { LocalError } from "./local-error.ts";

const days = z.coerce.number().int().min(1).max(3650);

/** Minutes, which a baseline is made of, are kept for thirty days. */
const hours = z.coerce.number().int().min(1).max(720);

/** The variables that the database obeys, each with what it takes. */
const SETTINGS = {
  EXECUTION_HISTORY_RETENTION_DAYS: { schema: days, takes: "a whole number of days from 1 to 3650" },
  PERFORMANCE_BASELINE_WINDOW_HOURS: { schema: hours, takes: "a whole number of hours from 1 to 720" },
} as const;

/**
 * Stores the settings that the environment names, then does the upkeep that a machine which was off at midnight has missed.
 * Raises LocalError for a value that makes no sense; nothing is changed then.
 */
export async function applySettings(sql: postgres.Sql, environment: Readonly<Record<string, string | undefined>>): Promise<void> {
  const given = Object.entries(SETTINGS).flatMap(([name, { schema, takes }]) => {
    const text = environment[name];
    if (text === undefined) return [];
    const parsed = schema.safeParse(text.trim() === "" ? undefined : text);
    if (!parsed.success) throw new LocalError(`${name} takes ${takes}, not ${JSON.stringify(text)}.`);
    return [{ name, value: String(parsed.data) }];
  });
  for (const { name, value } of given) await sql`update private.settings set value = ${value} where name = ${name}`;
  await sql`select private.maintain_partitions()`;
}
