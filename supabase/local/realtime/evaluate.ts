/** Has Postgres convert printed values to JSON and judge filters: one statement for all rows of a table in a batch. */
import type { Database } from "./database.ts";
import { type Filter, filterCondition, filterValue } from "./filters.ts";
import type { Tuple } from "./replication.ts";
import type { Column, Table } from "./tables.ts";

/** One row, converted. */
export type Row = {
  /** JSON text by column; absent where the value was not sent. */
  readonly values: ReadonlyMap<string, string>;
  /** Whether it passes all of these filters. A filter on a value that was not sent is not passed. */
  passes(filters: readonly Filter[]): boolean;
};

export type Evaluation = { readonly table: Table; readonly tuples: readonly Tuple[]; readonly filters: readonly Filter[] };

/** Converts rows, in their order. Rejects when a filter no longer fits the table, as after a change of a column's type. */
export async function evaluateRows(database: Database, { table, tuples, filters }: Evaluation): Promise<readonly Row[]> {
  const { columns } = table;
  const names = new Set(columns.map((column) => column.name));
  const unique = uniqueFilters(filters).filter((filter) => names.has(filter.column));
  const cells = JSON.stringify(tuples.map((tuple) => columns.map((column) => tuple[column.name] ?? null)));
  const { text, parameters } = statement(columns, unique);
  const answers = await database.unsafe<{ values: string; passed: string }[]>(text, [cells, ...parameters]);
  return answers.map(({ values, passed }, at) => {
    const converted: (string | null)[] = JSON.parse(values);
    const judged: boolean[] = JSON.parse(passed);
    const tuple = tuples[at] ?? {};
    const sent = columns.flatMap((column, index) => (column.name in tuple ? [[column.name, converted[index] ?? "null"] as const] : []));
    const passing = new Set(unique.filter((filter, index) => judged[index] && filter.column in tuple).map(identify));
    return { values: new Map(sent), passes: (wanted) => wanted.every((filter) => passing.has(identify(filter))) };
  });
}

function statement(
  columns: readonly Column[],
  filters: readonly Filter[],
): { readonly text: string; readonly parameters: readonly string[] } {
  const parameters: string[] = [];
  const values = columns.map((column, index) => `to_jsonb((v->>${index})::${column.sqlType})::text`);
  const conditions = filters.map((filter) => {
    const index = columns.findIndex((column) => column.name === filter.column);
    const value = filterValue(filter);
    if (value !== null) parameters.push(value);
    // The rows are the first parameter, the filters' values follow.
    const parameter = `$${parameters.length + 1}`;
    return filterCondition(filter, { cell: `v->>${index}`, type: columns[index]?.sqlType ?? "text", parameter });
  });
  const text = `
    select to_jsonb(array[${values.join(", ")}]::text[])::text as values,
           to_jsonb(array[${conditions.join(", ")}]::boolean[])::text as passed
    from jsonb_array_elements($1::text::jsonb) with ordinality as rows(v, n) order by n`;
  return { text, parameters };
}

function uniqueFilters(filters: readonly Filter[]): readonly Filter[] {
  return [...new Map(filters.map((filter) => [identify(filter), filter])).values()];
}

function identify(filter: Filter): string {
  return JSON.stringify([
    filter.column,
    filter.operator,
    filter.isNegated,
    filter.operator === "is" ? filter.keyword : filterValue(filter),
  ]);
}
