/**
 * Row-level security: which of the changed rows an actor may see is asked as that actor, with one
 * statement for all rows of a table and each distinct set of claims. All are sent ahead in one
 * transaction; each stands in a savepoint, so that a policy that fails hides rows from its actor alone.
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

/** For each check, the positions of the rows that its actor may see. */
export async function findVisible(database: Database, checks: readonly VisibilityCheck[]): Promise<readonly ReadonlySet<number>[]> {
  if (checks.length === 0) return [];
  const connection = await database.reserve();
  try {
    await connection`begin`;
    const answers: ReadonlySet<number>[] = [];
    for (let at = 0; at < checks.length; at += MAX_PIPELINED_CHECKS) {
      const part = checks.slice(at, at + MAX_PIPELINED_CHECKS);
      answers.push(...(await Promise.all(part.map((check) => runCheck(connection, check)))));
    }
    return answers;
  } finally {
    await connection`rollback`.catch(() => undefined);
    connection.release();
  }
}

async function runCheck(connection: postgres.ReservedSql, check: VisibilityCheck): Promise<ReadonlySet<number>> {
  const keys = JSON.stringify(check.keys);
  // Sent together and answered in order; none waits for the one before.
  const [, , rows] = await Promise.allSettled([
    connection`savepoint one_actor`,
    becomeActor(connection, check.actor),
    connection.unsafe<{ at: number }[]>(statement(check.table), [keys]),
    connection`rollback to savepoint one_actor`,
  ]);
  if (rows.status === "fulfilled") return new Set(rows.value.map((row) => row.at));
  report(`the policies of ${check.table.sqlName} failed for role ${check.actor.role}, which therefore sees nothing`, rows.reason);
  return new Set();
}

function statement(table: Table): string {
  const matches = table.key.map((column, index) => `t.${quoteName(column.name)} = (v->>${index})::${column.sqlType}`);
  return `
    select (n - 1)::int4 as at from jsonb_array_elements($1::text::jsonb) with ordinality as keys(v, n)
    where exists (select 1 from ${table.sqlName} as t where ${matches.join(" and ")})`;
}
