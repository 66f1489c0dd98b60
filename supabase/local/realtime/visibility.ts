/**
 * Row-level security: which of the changed rows an actor may see is asked as that actor, with one
 * statement for all rows of a table and each distinct set of claims. All are sent ahead in one
 * transaction. When a policy fails, they are asked again one by one, each in a transaction of its own,
 * so that it hides rows from its actor alone.
 */
import type postgres from "postgres";
import { becomeActor, type Database, quoteName } from "./database.ts";
import { MAX_PIPELINED_CHECKS } from "./limits.ts";
import { report } from "./report.ts";
import type { Table } from "./tables.ts";
import type { Actor } from "./tokens.ts";

export type VisibilityCheck = {
  readonly actor: Actor;
  readonly table: Table;
  /** The printed values of the primary key of each row, in the order of `table.key`. */
  readonly keys: readonly (readonly (string | null)[])[];
};

type Answer = ReadonlySet<number>;

/** For each check, the positions of the rows that its actor may see. */
export async function findVisible(database: Database, checks: readonly VisibilityCheck[]): Promise<readonly Answer[]> {
  if (checks.length === 0) return [];
  const answers = await askTogether(database, checks);
  if (answers) return answers;
  const alone: Answer[] = [];
  for (const check of checks) alone.push((await askTogether(database, [check]))?.[0] ?? new Set());
  return alone;
}

/** Null when a statement failed, and with it all that came after. */
async function askTogether(database: Database, checks: readonly VisibilityCheck[]): Promise<readonly Answer[] | null> {
  const connection = await database.reserve();
  try {
    const answers: Answer[] = [];
    await connection`begin`;
    for (let at = 0; at < checks.length; at += MAX_PIPELINED_CHECKS) {
      const part = checks.slice(at, at + MAX_PIPELINED_CHECKS);
      answers.push(...(await Promise.all(part.map((check) => ask(connection, check)))));
    }
    return answers;
  } catch (error) {
    const [first] = checks;
    if (checks.length === 1 && first) {
      report(`the policies of ${first.table.sqlName} failed for role ${first.actor.role}, which therefore sees nothing`, error);
    }
    return null;
  } finally {
    // A rollback fails only with the connection, and then there is nothing left to roll back.
    await connection`rollback`.catch(() => undefined);
    connection.release();
  }
}

/** Two statements sent together and answered in order; neither waits for the other. */
async function ask(connection: postgres.ReservedSql, { actor, table, keys }: VisibilityCheck): Promise<Answer> {
  const parameters = [JSON.stringify(keys), actor.role, actor.claims];
  const becoming = becomeActor(connection, actor).execute();
  const asking = connection.unsafe<{ at: number }[]>(statement(table), parameters, { prepare: true }).execute();
  const [, rows] = await Promise.all([becoming, asking]);
  return new Set(rows.map((row) => row.at));
}

/** Finds nothing unless it runs as the actor it is asked for: a mistake here must hide rows, never show them. */
function statement(table: Table): string {
  const matches = table.key.map((column, index) => `t.${quoteName(column.name)} = (v->>${index})::${column.sqlType}`);
  return `
    select (n - 1)::int4 as at from jsonb_array_elements($1::text::jsonb) with ordinality as keys(v, n)
    where current_user = $2::text and current_setting('request.jwt.claims', true) = $3::text
      and exists (select 1 from ${table.sqlName} as t where ${matches.join(" and ")})`;
}
