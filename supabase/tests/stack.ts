/** What tests of the database and its HTTP surface share: people, workspaces and keys, made with the official clients. */
import { createHash, randomUUID } from "node:crypto";
import { createClient } from "@supabase/supabase-js";
import postgres from "postgres";
import { inject, type TestContext } from "vitest";
import type { Client } from "../../lib/data/client.ts";
import type { Database } from "../../lib/data/database.types.ts";
import type { Role } from "../../lib/domain/workspace.ts";

/** Where the tested project is. `databaseUrl` is null for a project whose database cannot be reached directly. */
export type Provided = {
  readonly url: string;
  readonly publishableKey: string;
  readonly secretKey: string;
  readonly databaseUrl: string | null;
};

declare module "vitest" {
  interface ProvidedContext {
    readonly supabase: Provided;
  }
}

/** Somebody with a client of their own; `userId` is empty for an anonymous visitor and the service. */
export type Actor = { readonly client: Client; readonly userId: string; readonly email: string };

export type TestWorkspace = {
  readonly id: string;
  readonly slug: string;
  readonly admin: Actor;
  readonly operator: Actor;
  readonly viewer: Actor;
  /** An admin of another workspace, who must never see or touch this one. */
  readonly stranger: Actor;
  readonly strangersWorkspaceId: string;
  readonly anonymous: Actor;
  readonly service: Actor;
};

export const PASSWORD = "a password of tests";
const WITHOUT_SESSION = { auth: { persistSession: false, autoRefreshToken: false } };

export const supabase = (): Provided => inject("supabase");

/** A client with one of the project's keys and nobody signed in. */
export function clientWith(key: string): Client {
  return createClient<Database>(supabase().url, key, WITHOUT_SESSION);
}

export function anonymous(): Actor {
  return { client: clientWith(supabase().publishableKey), userId: "", email: "" };
}

export function service(): Actor {
  return { client: clientWith(supabase().secretKey), userId: "", email: "" };
}

/** A new person, signed in. */
export async function signedUp(name = "person"): Promise<Actor> {
  const client = clientWith(supabase().publishableKey);
  const email = `${name}-${randomUUID()}@example.test`;
  const { data, error } = await client.auth.signUp({ email, password: PASSWORD });
  if (error !== null || data.user === null) throw new Error(`${name} could not sign up: ${error?.message ?? "no user"}`);
  return { client, userId: data.user.id, email };
}

/** A workspace with its founder, found by REST as the app does. */
export async function foundWorkspace(founder: Actor): Promise<{ readonly id: string; readonly slug: string }> {
  const slug = `t-${randomUUID()}`;
  ok(await founder.client.from("workspaces").insert({ slug, name: "Test", owner_id: founder.userId }));
  const found = ok(await founder.client.from("workspaces").select("id, slug").eq("slug", slug).single());
  return found;
}

/** Adds somebody, in the admin's own name. */
export async function admit(admin: Actor, workspaceId: string, member: { readonly actor: Actor; readonly role: Role }): Promise<void> {
  const row = { workspace_id: workspaceId, user_id: member.actor.userId, role: member.role, display_name: member.role };
  ok(await admin.client.from("workspace_members").insert(row));
}

/** A workspace with an actor of every kind. */
export async function makeWorkspace(): Promise<TestWorkspace> {
  const [admin, operator, viewer, stranger] = await Promise.all([
    signedUp("admin"),
    signedUp("operator"),
    signedUp("viewer"),
    signedUp("stranger"),
  ]);
  const workspace = await foundWorkspace(admin);
  await admit(admin, workspace.id, { actor: operator, role: "operator" });
  await admit(admin, workspace.id, { actor: viewer, role: "viewer" });
  const { id: strangersWorkspaceId } = await foundWorkspace(stranger);
  return { ...workspace, admin, operator, viewer, stranger, strangersWorkspaceId, anonymous: anonymous(), service: service() };
}

let founder: Promise<Actor> | null = null;

/** A workspace with a key, for tests that are about data and not about people: one person founds all of a file. */
export async function makeSmallWorkspace() {
  founder ??= signedUp("founder");
  const admin = await founder;
  const workspace = await foundWorkspace(admin);
  return { ...workspace, admin, key: await makeKey(admin, workspace.id) };
}

/** An API key as the settings page makes it. */
export async function makeKey(admin: Actor, workspaceId: string, name = "test"): Promise<string> {
  return ok(await admin.client.rpc("create_api_key", { p_workspace_id: workspaceId, p_name: name }));
}

type Answer = { readonly data: unknown; readonly error: { readonly message: string } | null };

/** The data of an answer; a failure fails the test with its message. */
export function ok<A extends Answer>(answer: A): Extract<A, { readonly error: null }>["data"] {
  if (answer.error !== null) throw new Error(answer.error.message);
  return answer.data;
}

/** The one row of a result. */
export function only<T>(rows: readonly T[]): T {
  const [row, ...others] = rows;
  if (row === undefined || others.length > 0) throw new Error(`Expected one row, got ${rows.length}`);
  return row;
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A connection of the database's owner, for questions to the catalogue and for what the API cannot do. */
export function openDatabase(max = 2): postgres.Sql {
  const { databaseUrl } = supabase();
  if (databaseUrl === null) throw new Error("DATABASE_URL is not set: this test asks the database itself");
  return postgres(databaseUrl, { max, onnotice: () => undefined });
}

export const hasDatabase = (): boolean => supabase().databaseUrl !== null;

/** Skips a test of a project whose database cannot be reached, and says so. */
export function needsDatabase(context: Pick<TestContext, "skip">): void {
  if (!hasDatabase()) context.skip("DATABASE_URL is not set: this test asks the database itself");
}
