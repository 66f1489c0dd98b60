import type postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hasDatabase, needsDatabase, openDatabase, supabase } from "./stack.ts";

let sql: postgres.Sql;

beforeAll(() => {
  if (hasDatabase()) sql = openDatabase(1);
});
beforeEach(needsDatabase);
afterAll(() => sql?.end());

const names = (rows: readonly { name: string }[]) => rows.map(({ name }) => name);

/** Functions of the public schema that somebody who is not signed in may call. */
const OPEN_TO_ANYBODY: readonly string[] = [];

/** Columns that each table lets its clients write; every other column is the database's own. */
const WRITABLE: Readonly<Record<string, { readonly insert: string; readonly update: string }>> = {
  agents: { insert: "", update: "description" },
  alerts: { insert: "", update: "status" },
  api_keys: { insert: "created_by,key_hash,name,prefix,workspace_id", update: "name,revoked_at" },
  error_templates: {
    insert: "",
    update: "assignee_id,ignore_until_at,ignore_until_count,ignore_until_rate_per_hour,state,state_reason",
  },
  workspace_members: { insert: "created_at,display_name,role,user_id,workspace_id", update: "display_name,role" },
  workspaces: { insert: "name,owner_id,slug", update: "name,settings,shares_evidence,slug" },
  model_prices: {
    insert: "cached_input_usd,created_by,input_usd,model,note,output_usd,provider,valid_from,workspace_id",
    update: "cached_input_usd,created_by,input_usd,note,output_usd",
  },
};

describe("tables", () => {
  test("have row-level security, in every schema of ours and in every partition", async () => {
    const bare = await sql<{ name: string }[]>`
      select oid::regclass::text as name from pg_class
      where relkind in ('r', 'p') and not relrowsecurity
        and relnamespace in ('public'::regnamespace, 'private'::regnamespace, 'partitions'::regnamespace)`;
    expect(names(bare)).toEqual([]);
  });

  test("say what they hold", async () => {
    const silent = await sql<{ name: string }[]>`
      select oid::regclass::text as name from pg_class
      where relkind in ('r', 'p') and not relispartition and coalesce(obj_description(oid, 'pg_class'), '') = ''
        and relnamespace in ('public'::regnamespace, 'private'::regnamespace)`;
    expect(names(silent)).toEqual([]);
  });

  test("have policies for clients, unless no client needs them", async () => {
    const closed = await sql<{ name: string }[]>`
      select relname as name from pg_class as c
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
        and not exists (select from pg_policy where polrelid = c.oid) order by 1`;
    expect(names(closed)).toEqual(["execution_spans", "schedules"]);
  });

  test("give an anonymous visitor no right at all", async () => {
    const open = await sql<{ name: string }[]>`
      select format('%s %s', c.oid::regclass, privilege) as name
      from pg_class as c, unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) as privilege
      where relkind in ('r', 'p', 'v', 'm', 'S') and relnamespace in ('public'::regnamespace, 'private'::regnamespace, 'partitions'::regnamespace)
        and case when relkind = 'S' then privilege in ('select', 'update') and has_sequence_privilege('anon', c.oid, case privilege when 'select' then 'select' else 'update' end)
          else has_table_privilege('anon', c.oid, privilege)
            or privilege in ('select', 'insert', 'update', 'references') and has_any_column_privilege('anon', c.oid, privilege) end`;
    expect(names(open)).toEqual([]);
  });

  test("can be written by a client in the listed columns only", async () => {
    const rows = await sql<{ table: string; insert: string | null; update: string | null }[]>`
      select c.relname as table,
        string_agg(a.attname, ',' order by a.attname) filter (where has_column_privilege('authenticated', c.oid, a.attname, 'insert')) as insert,
        string_agg(a.attname, ',' order by a.attname) filter (where has_column_privilege('authenticated', c.oid, a.attname, 'update')) as update
      from pg_class as c join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition group by 1`;
    const writable = rows.filter(({ insert, update }) => insert !== null || update !== null);
    expect(Object.fromEntries(writable.map((row) => [row.table, { insert: row.insert ?? "", update: row.update ?? "" }]))).toEqual(
      WRITABLE,
    );
  });

  test("are not truncated, referenced or given triggers by clients", async () => {
    const loose = await sql<{ name: string }[]>`
      select format('%s %s', c.oid::regclass, privilege) as name
      from pg_class as c, unnest(array['truncate', 'references', 'trigger']) as privilege
      where relkind in ('r', 'p') and relnamespace in ('public'::regnamespace, 'private'::regnamespace, 'partitions'::regnamespace)
        and has_table_privilege('authenticated', c.oid, privilege)`;
    expect(names(loose)).toEqual([]);
  });
});

describe("functions", () => {
  test("of the public schema are closed to visitors who are not signed in", async () => {
    const open = await sql<{ name: string }[]>`
      select proname as name from pg_proc
      where pronamespace = 'public'::regnamespace and has_function_privilege('anon', oid, 'execute') order by 1`;
    expect(names(open)).toEqual(OPEN_TO_ANYBODY);
  });

  test("of the private schema are open to no visitor, and to a signed-in person only where a policy or a public function needs them", async () => {
    const open = await sql<{ name: string; anon: boolean }[]>`
      select proname as name, has_function_privilege('anon', oid, 'execute') as anon from pg_proc
      where pronamespace = 'private'::regnamespace
        and (has_function_privilege('anon', oid, 'execute') or has_function_privilege('authenticated', oid, 'execute')) order by 1`;
    expect(open.filter(({ anon }) => anon)).toEqual([]);
    expect(names(open)).toEqual([
      "error_parts",
      "error_rows_text",
      "evidence_of",
      "execution_conditions",
      "figure_slices",
      "find_executions",
      "histogram_key",
      "histogram_quantiles",
      "histogram_value",
      "instant_of",
      "is_version_suffix",
      "merge_histograms",
      "my_sibling_counts",
      "my_workspace_ids",
      "next_unreported_model",
      "pack_evidence",
      "price_periods",
      "price_slice",
      "range_parts",
      "require_role",
      "retention_days",
      "rollup_slices",
      "token_cost_usd",
      "unreported_costs",
      "uuid_floor",
    ]);
  });

  test("that run as their owner live in private, and all of ours have an empty search_path", async () => {
    const loose = await sql<{ name: string }[]>`
      select oid::regprocedure::text as name from pg_proc
      where pronamespace in ('public'::regnamespace, 'private'::regnamespace)
        and (prosecdef and pronamespace <> 'private'::regnamespace or not coalesce(proconfig, '{}') @> array['search_path=""'])`;
    expect(names(loose)).toEqual([]);
  });

  test("of the public schema say what they do", async () => {
    const silent = await sql<{ name: string }[]>`
      select proname as name from pg_proc
      where pronamespace = 'public'::regnamespace and coalesce(obj_description(oid, 'pg_proc'), '') = ''`;
    expect(names(silent)).toEqual([]);
  });
});

describe("indexes", () => {
  test("begin with the columns of every foreign key", async () => {
    const slow = await sql<{ name: string }[]>`
      select format('%s (%s)', k.conrelid::regclass, string_agg(a.attname, ', ')) as name
      from pg_constraint as k
      join pg_attribute as a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
      where k.contype = 'f' and k.connamespace in ('public'::regnamespace, 'private'::regnamespace)
        and not exists (
          select from pg_index as i where i.indrelid = k.conrelid and i.indpred is null
            and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)
      group by k.oid, k.conrelid`;
    expect(names(slow)).toEqual([]);
  });

  test("begin with the column by which a policy finds its rows", async () => {
    const policies = await sql<{ table: string; text: string; leads: string[] }[]>`
      select c.relname as table, coalesce(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) as text,
        array(select a.attname::text from pg_index as i join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
          where i.indrelid = c.oid and i.indpred is null) as leads
      from pg_policy as p join pg_class as c on c.oid = p.polrelid and c.relnamespace = 'public'::regnamespace`;
    expect(policies.length).toBeGreaterThan(10);
    for (const { table, text, leads } of policies) {
      const [, column = ""] = /\b(\w+) (?:IN|=) \( ?SELECT/.exec(text) ?? [];
      expect(leads, `${table}: ${text}`).toContain(column);
    }
  });
});

test("the API describes the public schema only: no partition, nothing private", async () => {
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace in ('partitions'::regnamespace, 'private'::regnamespace) and relkind in ('r', 'p') order by 1 limit 12`;
  expect(tables.length).toBeGreaterThan(5);
  for (const { name } of tables) {
    const headers = { apikey: supabase().secretKey, authorization: `Bearer ${supabase().secretKey}` };
    const answer = await fetch(`${supabase().url}/rest/v1/${name}?limit=1`, { headers });
    expect(answer.status, name).toBe(404);
  }
});
