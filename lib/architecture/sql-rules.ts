import { type Rule, type SourceFile, sample, type Violation, violationAt } from "./source-file.ts";
import { qualified, statementsOf } from "./sql-statements.ts";
import { foreignKeysOf, indexesOf, type KeyColumns, migrationsIn, policiesOf, tablesOf } from "./sql-tables.ts";

const NAME = /^supabase\/migrations\/(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)_[a-z0-9]+(_[a-z0-9]+)*\.sql$/;
const AUTH_CALL = /\bauth\.(uid|jwt|role|email)\(\)/g;
/** A function of ours called with a column, as in `private.is_member(workspace_id)`: Postgres then calls it for each row. */
const PER_ROW_CALL = /\b(?:private|public)\.\w+\(\s*[a-z_"]/g;
const POLICY_COLUMN = /\b([a-z_]+)\s+in\s*\(\s*select\s+private\./g;

function checkNames(files: readonly SourceFile[]): Violation[] {
  const seen = new Set<string>();
  return migrationsIn(files).flatMap((file) => {
    const stamp = (NAME.exec(file.path)?.slice(1) ?? []).map(Number);
    const [year = 0, month = 0, day = 0, hour = 99, minute = 99, second = 99] = stamp;
    const isReal = new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
    const isNew = !seen.has(stamp.join("-"));
    seen.add(stamp.join("-"));
    if (isReal && isNew && month >= 1 && month <= 12) return [];
    return [violationAt(file, 0, "a migration is named <UTC year to second>_<topic>.sql, and no two share a stamp")];
  });
}

function checkHeads(files: readonly SourceFile[]): Violation[] {
  return migrationsIn(files)
    .filter(({ text }) => !/^--[^\n]*\bpurpose\b/i.test(text) || !/^(--[^\n]*\n)*--[^\n]*\brisk\b/i.test(text))
    .map((file) => violationAt(file, 0, "a migration opens with its purpose and its risk"));
}

function checkTables(files: readonly SourceFile[]): Violation[] {
  return migrationsIn(files).flatMap((file) => {
    const statements = statementsOf(file).map(({ text }) => text.replace(/\s+/g, " "));
    const secured = new Set(
      statements.flatMap((text) => /^alter table ([\w."]+) enable row level security/.exec(text)?.[1] ?? []).map(qualified),
    );
    const described = new Set(statements.flatMap((text) => /^comment on table ([\w."]+) is '_/.exec(text)?.[1] ?? []).map(qualified));
    return tablesOf(file).flatMap(({ name, offset }) => [
      ...(secured.has(name) ? [] : [violationAt(file, offset, `${name} is created without row level security in the same migration`)]),
      ...(described.has(name) ? [] : [violationAt(file, offset, `${name} has no comment in the migration that creates it`)]),
    ]);
  });
}

function covers(index: KeyColumns, needed: KeyColumns): boolean {
  if (index.table !== needed.table) return false;
  const leading = index.columns.slice(0, needed.columns.length);
  if (needed.columns.every((column) => leading.includes(column))) return true;
  // A composite key is found as well through an index that begins with its most telling column, which is never the workspace.
  const [first = ""] = index.columns;
  return needed.columns.length > 1 && first !== "workspace_id" && needed.columns.includes(first);
}

function checkIndexes(files: readonly SourceFile[]): Violation[] {
  const migrations = migrationsIn(files);
  const indexes = migrations.flatMap(indexesOf);
  const needed = migrations.flatMap((file) => [...foreignKeysOf(file), ...policyColumnsOf(file)]);
  return needed
    .filter((key) => !indexes.some((index) => covers(index, key)))
    .map(({ file, offset, table, columns }) => violationAt(file, offset, `no index of ${table} begins with ${columns.join(", ")}`));
}

function policyColumnsOf(file: SourceFile): KeyColumns[] {
  return policiesOf(file).flatMap(({ text, table, offset }) =>
    [...text.matchAll(POLICY_COLUMN)].map(([, column = ""]) => ({ file, table, offset, columns: [column] })),
  );
}

function checkPolicies(files: readonly SourceFile[]): Violation[] {
  return migrationsIn(files).flatMap((file) =>
    policiesOf(file).flatMap(({ name, text, offset }) => {
      const faults = [
        /\bfor (select|insert|update|delete)\b/.test(text) ? "" : "is not for one operation",
        /\bto (authenticated|anon|service_role)\b/.test(text) ? "" : "does not say to which role",
        /^"[^"]+ [^"]+"$/.test(name) ? "" : "is not named as a sentence",
        /\bfor update\b/.test(text) && !(/\busing\b/.test(text) && /\bwith check\b/.test(text))
          ? "updates without both using and with check"
          : "",
        [...text.matchAll(AUTH_CALL)].some(({ index }) => !/\(\s*select\s+$/.test(text.slice(0, index)))
          ? "calls auth without a select around it"
          : "",
        PER_ROW_CALL.test(text) ? "calls a function for each row: membership is a set" : "",
      ];
      PER_ROW_CALL.lastIndex = 0;
      return faults.filter((fault) => fault !== "").map((fault) => violationAt(file, offset, `policy ${name} ${fault}`));
    }),
  );
}

function checkFunctions(files: readonly SourceFile[]): Violation[] {
  return migrationsIn(files).flatMap((file) =>
    statementsOf(file)
      .filter(({ text }) => /^create (or replace )?function\b/.test(text))
      .flatMap(({ text, offset }) => {
        const [, name = ""] = /function\s+([\w."]+)/.exec(text) ?? [];
        const open = /\bset search_path\s*(=|to)\s*''/.test(text)
          ? []
          : [violationAt(file, offset, `${name} does not set search_path = ''`)];
        const isStray = /\bsecurity definer\b/.test(text) && !name.startsWith("private.");
        return isStray ? [...open, violationAt(file, offset, `${name} runs as definer outside the schema private`)] : open;
      }),
  );
}

const PATH = "supabase/migrations/20261122000100_a.sql";
const TABLE = `create table public.a (workspace_id uuid not null references public.w (id), id uuid, primary key (workspace_id, id));
comment on table public.a is 'What it holds.';\nalter table public.a enable row level security;`;
const POLICY = `create policy "members see it" on public.a for select to authenticated using (workspace_id in (select private.my_workspace_ids('admin')));`;

/** What the text of the migrations must say: house-style section 10. The database tests see the rest. */
export const SQL_RULES: readonly Rule[] = [
  {
    name: "migrations are UTC-stamped and named after their topic",
    check: checkNames,
    broken: [
      sample("supabase/migrations/0001_init.sql", ""),
      sample("supabase/migrations/20261322000100_a.sql", ""),
      sample("supabase/migrations/20261122006100_a.sql", ""),
      [...sample(PATH, ""), ...sample(PATH.replace("_a", "_b"), "")],
    ],
    kept: [sample(PATH, ""), [...sample(PATH, ""), ...sample("supabase/migrations/20261122000200_b.sql", "")]],
  },
  {
    name: "migrations open with purpose and risk",
    check: checkHeads,
    broken: [sample(PATH, "select 1;"), sample(PATH, "-- Purpose: a.\nselect 1;")],
    kept: [sample(PATH, "-- Purpose: a,\n-- and b.\n-- Risk: none.\nselect 1;")],
  },
  {
    name: "each table has row level security and a comment from its first migration",
    check: checkTables,
    broken: [
      sample(PATH, TABLE.replace("enable row", "disable row")),
      sample(PATH, TABLE.replace("comment on table public.a", "comment on column public.a.id")),
      sample(PATH, `-- ${TABLE.replaceAll("\n", "\n-- ")}\ncreate table a (id uuid);`),
      [
        ...sample(PATH, "create table a (id uuid);"),
        ...sample("supabase/migrations/20261122000200_b.sql", "alter table a enable row level security;"),
      ],
    ],
    kept: [sample(PATH, TABLE), sample(PATH, "create table public.b partition of public.a default;")],
  },
  {
    name: "each foreign key and policy column has an index",
    check: checkIndexes,
    broken: [
      sample(PATH, TABLE.replace("(workspace_id, id)", "(id)")),
      sample(PATH, "create table a (id uuid primary key, b_id uuid references b (id), c text);\ncreate index on a (c, b_id);"),
      sample(
        PATH,
        "create table a (workspace_id uuid primary key, b uuid, foreign key (workspace_id, b) references b (workspace_id, id));",
      ),
      sample(PATH, "alter table a add column b_id uuid references b (id);"),
      sample(PATH, POLICY),
    ],
    kept: [
      sample(PATH, TABLE + POLICY),
      sample(PATH, "create table a (b_id uuid references b (id));\ncreate index a_b_id on public.a using btree (b_id desc);"),
      sample(
        PATH,
        "create table a (workspace_id uuid, b uuid, foreign key (workspace_id, b) references b (workspace_id, id));\ncreate index on a (b);",
      ),
    ],
  },
  {
    name: "policies are for one operation and one role, and ask who is calling once a statement",
    check: checkPolicies,
    broken: [
      sample(PATH, POLICY.replace("for select ", "")),
      sample(PATH, POLICY.replace("to authenticated ", "")),
      sample(PATH, POLICY.replace('"members see it"', "members")),
      sample(PATH, POLICY.replace("for select", "for update")),
      sample(PATH, POLICY.replace(/using .*/, "using (user_id = auth.uid());")),
      sample(PATH, POLICY.replace(/using .*/, "using (private.is_member(workspace_id));")),
    ],
    kept: [sample(PATH, POLICY), sample(PATH, POLICY.replace(/using .*/, "using (user_id = (select auth.uid()));"))],
  },
  {
    name: "functions have an empty search path, and definers live in private",
    check: checkFunctions,
    broken: [
      sample(PATH, "create function public.a() returns int language sql as $$ select 1; $$;"),
      sample(PATH, "create function public.a() returns int language sql security definer set search_path = '' as $$ select 1 $$;"),
    ],
    kept: [
      sample(
        PATH,
        "create or replace function private.a() returns int language sql security definer set search_path = '' as $$ select 1; $$;",
      ),
      sample(PATH, "create function a() returns int language sql set search_path to '' as $$ select 1 $$;"),
    ],
  },
];
