/** Notes the requests that the dashboard's own modules make, and times each: through the stack, and in the database alone. */
import { createClient } from "@supabase/supabase-js";
import type postgres from "postgres";
import type { Client } from "../../lib/data/client.ts";
import type { Database } from "../../lib/data/database.types.ts";

/** A request as supabase-js sent it. */
export type NotedRequest = { readonly url: URL; readonly init: RequestInit };

/** A member's client that notes what it sends; each request is still answered. */
export function createNotingClient(
  project: { readonly SUPABASE_URL: string; readonly SUPABASE_PUBLISHABLE_KEY: string },
  accessToken: string,
): { readonly client: Client; readonly take: () => readonly NotedRequest[] } {
  const noted: NotedRequest[] = [];
  const client = createClient<Database>(project.SUPABASE_URL, project.SUPABASE_PUBLISHABLE_KEY, {
    accessToken: async () => accessToken,
    global: {
      fetch: (input, init = {}) => {
        noted.push({ url: new URL(String(input)), init });
        return fetch(input, init);
      },
    },
  });
  return { client, take: () => noted.splice(0) };
}

/** How long the stack takes to answer a request, to the last byte parsed, ms. */
export async function timeThroughStack({ url, init }: NotedRequest): Promise<number> {
  const beganMs = performance.now();
  const answer = await fetch(url, init);
  const body: unknown = await answer.json();
  const tookMs = performance.now() - beganMs;
  if (!answer.ok) throw new Error(`${url.pathname} answered ${answer.status}: ${JSON.stringify(body)}`);
  return tookMs;
}

/** A request as one statement with its parameters. */
export type Statement = { readonly text: string; readonly parameters: readonly (string | null)[] };

/** How long the database takes for a statement in the name of a member, ms: sending, planning, running, and receiving all rows. */
export async function timeInDatabase(sql: postgres.Sql, userId: string, { text, parameters }: Statement): Promise<number> {
  return sql.begin(async (transaction) => {
    const claims = JSON.stringify({ sub: userId, role: "authenticated" });
    await transaction`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${claims}, true)`;
    const beganMs = performance.now();
    await transaction.unsafe(text, [...parameters], { prepare: true });
    return performance.now() - beganMs;
  });
}

/** The statement that a request stands for: a call of a function, or a selection from one table. Raises for anything else. */
export async function toStatement(sql: postgres.Sql, { url, init }: NotedRequest): Promise<Statement> {
  const [, , , kind = "", name] = url.pathname.split("/");
  const columns = (url.searchParams.get("select") ?? "*").replaceAll(/\w+ ?\([^)]*\)/g, "1");
  if (kind === "rpc" && name !== undefined) return toCall(sql, name, { columns, given: JSON.parse(String(init.body)) });
  if ((init.method ?? "GET") === "GET") return toSelection(kind, url, columns);
  throw new Error(`No statement is known for ${init.method} ${url.pathname}`);
}

async function toCall(sql: postgres.Sql, name: string, call: { columns: string; given: Record<string, unknown> }): Promise<Statement> {
  const types = await sql<{ name: string; type: string }[]>`
    select argument.name, format_type(argument.type, null) as type
    from pg_proc, unnest(proargnames[1:pronargs], string_to_array(proargtypes::text, ' ')::oid[]) as argument (name, type)
    where pronamespace = 'public'::regnamespace and proname = ${name}`;
  const given = Object.entries(call.given);
  const named = given.map(([argument], index) => {
    const type = types.find((known) => known.name === argument)?.type;
    if (type === undefined) throw new Error(`${name} has no argument ${argument}`);
    return `${argument} => $${index + 1}::text::${type}`;
  });
  return { text: `select ${call.columns} from public.${name}(${named.join(", ")})`, parameters: given.map(([, value]) => toText(value)) };
}

const OPERATORS: Readonly<Record<string, string>> = { eq: "=", neq: "<>", gte: ">=", gt: ">", lte: "<=", lt: "<" };

function toSelection(table: string, url: URL, columns: string): Statement {
  const parameters: string[] = [];
  const bind = (value: string) => `$${parameters.push(value)}`;
  let ending = "";
  const conditions: string[] = [];
  for (const [name, value] of url.searchParams) {
    const [operator = "", operand = ""] = splitOnce(value, ".");
    if (name === "select") continue;
    if (name === "order")
      ending = ` order by ${value
        .split(",")
        .map((part) => part.split(".").slice(0, 2).join(" "))
        .join(", ")}${ending}`;
    else if (name === "limit") ending += ` limit ${Number(value)}`;
    else if (name === "offset") ending += ` offset ${Number(value)}`;
    else if (operator === "in") conditions.push(`${name}::text = any (string_to_array(${bind(operand.slice(1, -1))}, ','))`);
    else if (operator === "is") conditions.push(`${name} is ${operand === "null" ? "null" : "not null"}`);
    else if (OPERATORS[operator] !== undefined) conditions.push(`${name} ${OPERATORS[operator]} ${bind(operand)}`);
    else throw new Error(`No condition is known for ${name}=${value}`);
  }
  return { text: `select ${columns} from public.${table} where ${conditions.join(" and ") || "true"}${ending}`, parameters };
}

function toText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (!Array.isArray(value)) return typeof value === "object" ? JSON.stringify(value) : String(value);
  return `{${value.map((item) => JSON.stringify(String(item))).join(",")}}`;
}

function splitOnce(text: string, mark: string): readonly string[] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + mark.length)];
}
