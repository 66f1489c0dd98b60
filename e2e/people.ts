/** People and workspaces for browser tests and benchmarks, made through the official client as anyone would. */
import { randomUUID } from "node:crypto";
import { createClient } from "@supabase/supabase-js";
import type { Page } from "playwright";
import { createApiKey } from "../lib/data/api-keys.ts";
import type { Client } from "../lib/data/client.ts";
import type { Database } from "../lib/data/database.types.ts";
import { foundWorkspace, listWorkspaces } from "../lib/data/workspaces.ts";

export type Person = { readonly email: string; readonly password: string; readonly userId: string; readonly client: Client };
export type Founder = Person & { readonly workspaceId: string; readonly slug: string; readonly apiKey: string };

type Project = { readonly SUPABASE_URL: string; readonly SUPABASE_PUBLISHABLE_KEY: string };

/** Somebody new, signed up. */
export async function makePerson(project: Project): Promise<Person> {
  const client = createClient<Database>(project.SUPABASE_URL, project.SUPABASE_PUBLISHABLE_KEY, {
    auth: { persistSession: false, autoRefreshToken: false, storageKey: randomUUID() },
  });
  const email = `${randomUUID()}@windvane.test`;
  const password = randomUUID();
  const { data, error } = await client.auth.signUp({ email, password });
  if (error || !data.user) throw error ?? new Error("Nobody was signed up");
  return { email, password, userId: data.user.id, client };
}

/** Somebody new with a workspace of their own and a key for it. */
export async function makeFounder(project: Project, name = "Test fleet"): Promise<Founder> {
  const person = await makePerson(project);
  const slug = `w-${randomUUID().slice(0, 13)}`;
  await foundWorkspace(person.client, { slug, name, userId: person.userId });
  const [workspace] = await listWorkspaces(person.client, person.userId);
  if (workspace === undefined) throw new Error("The workspace is not to be seen");
  const apiKey = await createApiKey(person.client, { workspaceId: workspace.id, name: "test" });
  return { ...person, workspaceId: workspace.id, slug, apiKey };
}

/** Signs in on the sign-in page and waits until it has been left. */
export async function signIn(page: Page, person: Pick<Person, "email" | "password">): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}

/** The environment that `npm test` gives to browser tests. */
export function projectFromEnvironment(): Project & { readonly SUPABASE_SECRET_KEY: string; readonly DATABASE_URL: string } {
  const read = (name: string) => {
    const value = process.env[name];
    if (!value) throw new Error(`${name} is missing; start the browser tests with npm test`);
    return value;
  };
  return {
    SUPABASE_URL: read("SUPABASE_URL"),
    SUPABASE_PUBLISHABLE_KEY: read("SUPABASE_PUBLISHABLE_KEY"),
    SUPABASE_SECRET_KEY: read("SUPABASE_SECRET_KEY"),
    DATABASE_URL: read("DATABASE_URL"),
  };
}
