/** What must be known of a table to report its changes, read from the catalogue for each batch, so that it is never stale. */
import { type Database, quoteName } from "./database.ts";

export type Column = {
  readonly name: string;
  /** The bare type name, as clients get it: int4, _text, timestamptz. */
  readonly type: string;
  /** The type as it stands in a cast. */
  readonly sqlType: string;
};

export type Table = {
  /** The quoted name, for statements. */
  readonly sqlName: string;
  readonly isSecured: boolean;
  /** Columns of the primary key; empty without one. */
  readonly key: readonly Column[];
  readonly columns: readonly Column[];
  /** The columns that each role may select. */
  readonly readable: Readonly<Record<string, readonly string[]>>;
};

type Row = { schema: string; name: string; secured: boolean; key: string[]; columns: Column[]; readable: Record<string, string[]> };

/** Describes a table for some roles; null when it is gone. */
export async function describeTable(database: Database, oid: number, roles: readonly string[]): Promise<Table | null> {
  const [row] = await database<Row[]>`
    with attributes as (
      select a.attnum, a.attname, t.typname, format_type(a.atttypid, -1) as sql_type
      from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
      where a.attrelid = ${oid} and a.attnum > 0 and not a.attisdropped
    ), roles as (
      select rolname, oid from pg_catalog.pg_roles
      where rolname in (select jsonb_array_elements_text(${JSON.stringify(roles)}::text::jsonb))
    )
    select n.nspname as schema, c.relname as name, c.relrowsecurity as secured,
      (select coalesce(json_agg(a.attname order by a.attnum), '[]') from attributes a
        join pg_catalog.pg_index i on i.indrelid = c.oid and i.indisprimary and a.attnum = any(i.indkey)) as key,
      (select coalesce(json_agg(json_build_object('name', attname, 'type', typname, 'sqlType', sql_type) order by attnum), '[]')
        from attributes) as columns,
      (select coalesce(json_object_agg(r.rolname, (
          select coalesce(json_agg(a.attname), '[]') from attributes a
          where has_column_privilege(r.oid, c.oid, a.attnum, 'select')
        )), '{}') from roles r) as readable
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.oid = ${oid}`;
  if (!row) return null;
  return {
    sqlName: `${quoteName(row.schema)}.${quoteName(row.name)}`,
    isSecured: row.secured,
    key: row.columns.filter((column) => row.key.includes(column.name)),
    columns: row.columns,
    readable: row.readable,
  };
}
