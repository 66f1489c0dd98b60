import type { SourceFile } from "./source-file.ts";
import { insideParentheses, qualified, type Statement, splitList, statementsOf } from "./sql-statements.ts";

/** A table as its migration creates it. */
export type Table = { readonly file: SourceFile; readonly name: string; readonly offset: number; readonly items: readonly string[] };

/** Columns that need an index, or have one: in order, of one table, at a place in a migration. */
export type KeyColumns = {
  readonly file: SourceFile;
  readonly table: string;
  readonly offset: number;
  readonly columns: readonly string[];
};

const CREATE_TABLE = /^create (?:unlogged )?table (?:if not exists )?([\w."]+)\s*\(/;
const ALTER_TABLE = /^alter table (?:if exists )?(?:only )?([\w."]+)\s+(add [\s\S]*)$/;
const CREATE_INDEX =
  /^create (?:unique )?index (?:concurrently )?(?:if not exists )?(?:[\w."]+ )?on (?:only )?([\w."]+)\s*(?:using \w+\s*)?\(/;
const CREATE_POLICY = /^create policy ("[^"]*"|\w+)\s+on ([\w."]+)/;

/** Every migration, in the order in which they run. */
export function migrationsIn(files: readonly SourceFile[]): SourceFile[] {
  return files.filter((file) => /^supabase\/migrations\/.*\.sql$/.test(file.path)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The tables that a migration creates. Partitions are not among them: they take everything from their parent, nor are temporary ones. */
export function tablesOf(file: SourceFile): Table[] {
  return statementsOf(file).flatMap(({ text, offset }) => {
    const match = CREATE_TABLE.exec(text);
    if (match === null || match[1] === undefined) return [];
    return [{ file, name: qualified(match[1]), offset, items: splitList(insideParentheses(text, match[0].length - 1)) }];
  });
}

/** The policies that a migration creates. */
export function policiesOf(file: SourceFile): (Statement & { readonly name: string; readonly table: string })[] {
  return statementsOf(file).flatMap((statement) => {
    const [, name, table] = CREATE_POLICY.exec(statement.text) ?? [];
    return name === undefined || table === undefined ? [] : [{ ...statement, name, table: qualified(table) }];
  });
}

/** The columns of every foreign key that the migration declares. */
export function foreignKeysOf(file: SourceFile): KeyColumns[] {
  return definitionsOf(file).flatMap(({ table, offset, item }) => {
    const columns = foreignColumns(item);
    return columns.length === 0 ? [] : [{ file, table, offset, columns }];
  });
}

/** The columns of every index, primary key and unique constraint that the migration declares. */
export function indexesOf(file: SourceFile): KeyColumns[] {
  const declared = definitionsOf(file).flatMap(({ table, offset, item }) => {
    const columns = uniqueColumns(item);
    return columns.length === 0 ? [] : [{ file, table, offset, columns }];
  });
  const created = statementsOf(file).flatMap(({ text, offset }) => {
    const match = CREATE_INDEX.exec(text);
    if (match === null || match[1] === undefined) return [];
    return [{ file, table: qualified(match[1]), offset, columns: columnNames(insideParentheses(text, match[0].length - 1)) }];
  });
  return [...declared, ...created];
}

/** The column and constraint definitions of created and altered tables. */
function definitionsOf(file: SourceFile): { readonly table: string; readonly offset: number; readonly item: string }[] {
  const created = tablesOf(file).flatMap(({ name, offset, items }) => items.map((item) => ({ table: name, offset, item })));
  const altered = statementsOf(file).flatMap(({ text, offset }) => {
    const [, table, actions] = ALTER_TABLE.exec(text) ?? [];
    if (table === undefined || actions === undefined) return [];
    const items = splitList(actions).map((action) => action.replace(/^add (column )?(if not exists )?/, ""));
    return items.map((item) => ({ table: qualified(table), offset, item }));
  });
  return [...created, ...altered];
}

function foreignColumns(item: string): string[] {
  if (!/\breferences\b/.test(item)) return [];
  const key = /^(?:constraint [\w"]+ )?foreign key\s*\(([^)]*)\)/.exec(item);
  return columnNames(key?.[1] ?? item);
}

function uniqueColumns(item: string): string[] {
  const key = /^(?:constraint [\w"]+ )?(?:primary key|unique)(?: nulls not distinct)?\s*\(([^)]*)\)/.exec(item);
  if (key?.[1] !== undefined) return columnNames(key[1]);
  return /^(constraint|foreign|check|exclude|like)\b/.test(item) || !/\b(primary key|unique)\b/.test(item) ? [] : columnNames(item);
}

/** The leading word of each part: the column, without order, operator class or type. */
function columnNames(list: string): string[] {
  return splitList(list).map((part) => part.replaceAll('"', "").split(/\s/)[0] ?? part);
}
