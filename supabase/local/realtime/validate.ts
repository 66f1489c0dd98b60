/** Whether a wish can be fulfilled: its tables are published, its columns readable, its filter values fit their types. */
import type { Database } from "./database.ts";
import { type Filter, filterCondition, filterValue } from "./filters.ts";
import type { Wish } from "./subscriptions.ts";
import { describeTable, type Table } from "./tables.ts";

/** `unavailable` says nothing about the wish: the database could not be asked. */
export type Verdict = { readonly kind: "ok" } | { readonly kind: "refused"; readonly message: string } | { readonly kind: "unavailable" };

const PUBLICATION = "supabase_realtime";

/** Judges a wish of a role. */
export async function validateWish(database: Database, wish: Wish, role: string): Promise<Verdict> {
  try {
    const oids = await findPublished(database, wish);
    if (oids.length === 0) {
      return refuse(`Please check Realtime is enabled for the given connect parameters: [${wish.description}]`);
    }
    for (const oid of oids) {
      const table = await describeTable(database, oid, [role]);
      const fault = table ? await findFault(database, { wish, table, role }) : null;
      if (fault) return refuse(`An exception happened so please check your connect parameters: [${wish.description}]. Exception: ${fault}`);
    }
    return { kind: "ok" };
  } catch {
    // Statements that can fail through the wish's own fault are caught where they run; what is left is the connection.
    return { kind: "unavailable" };
  }
}

function refuse(reason: string): Verdict {
  return { kind: "refused", message: `Unable to subscribe to changes with given parameters. ${reason}` };
}

async function findPublished(database: Database, { schema, table }: Wish): Promise<readonly number[]> {
  const rows = await database<{ oid: number }[]>`
    select c.oid from pg_catalog.pg_publication_tables p
    join pg_catalog.pg_namespace n on n.nspname = p.schemaname
    join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = p.tablename
    where p.pubname = ${PUBLICATION}
      and (${schema} = '*' or p.schemaname = ${schema}) and (${table} = '*' or p.tablename = ${table})`;
  return rows.map((row) => row.oid);
}

type Case = { readonly wish: Wish; readonly table: Table; readonly role: string };

/** What is wrong with a wish on one table; null when nothing is. */
async function findFault(database: Database, { wish, table, role }: Case): Promise<string | null> {
  const readable = table.readable[role] ?? [];
  for (const filter of wish.filters) {
    const column = table.columns.find((one) => one.name === filter.column);
    if (!column || !readable.includes(filter.column)) return `invalid column for filter ${filter.column}`;
    const fault = await tryFilter(database, filter, column.sqlType);
    if (fault) return fault;
  }
  const missing = wish.select?.find((column) => !readable.includes(column));
  return missing === undefined ? null : `invalid column for select ${missing}`;
}

/** Runs the filter on no row: the statement fails when the value, the operator and the type do not fit together. */
async function tryFilter(database: Database, filter: Filter, type: string): Promise<string | null> {
  const value = filterValue(filter);
  const condition = filterCondition(filter, { cell: "null::text", type, parameter: "$1" });
  const isPattern = filter.operator === "match" || filter.operator === "imatch";
  const cast = filter.operator === "in" ? `(($1::text)::${type}[])` : `(($1::text)::${type})`;
  // Planning skips what a null operand decides, so that the value is cast, and a pattern compiled, on its own.
  const probes = [`(${cast})::text`, `(${condition})::text`, isPattern ? "('' ~ $1::text)::text" : "null"];
  try {
    await database.unsafe(`select ${probes.join(", ")}`, [value]);
    return null;
  } catch (error) {
    if (isStatementError(error)) return error.message;
    throw error;
  }
}

/** SQLSTATE classes 08 and 57 are of the connection and the server, not of the statement. */
function isStatementError(error: unknown): error is Error & { code: string } {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return false;
  return /^[0-9A-Z]{5}$/.test(error.code) && !error.code.startsWith("08") && !error.code.startsWith("57");
}
