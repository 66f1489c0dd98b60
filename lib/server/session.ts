import "server-only";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { listWorkspaces } from "../data/workspaces.ts";
import type { Workspace } from "../domain/workspace.ts";
import { getSupabase } from "./supabase.ts";

/** Who is signed in. */
export type SessionUser = { readonly id: string; readonly email: string };

/** Who is signed in; null when nobody is, or the session has ended. */
export const readUser = cache(async (): Promise<SessionUser | null> => {
  const client = await getSupabase();
  const { data } = await client.auth.getClaims();
  if (!data) return null;
  const { sub, email } = data.claims;
  return { id: sub, email: typeof email === "string" ? email : "" };
});

/** Who is signed in; sends everybody else to the sign-in page. */
export async function requireUser(): Promise<SessionUser> {
  return (await readUser()) ?? redirect("/sign-in");
}

/** The signed-in person's workspaces, by name. */
export const readWorkspaces = cache(async (): Promise<readonly Workspace[]> => {
  const user = await requireUser();
  return listWorkspaces(await getSupabase(), user.id);
});

/** The workspace of an address. One that does not exist and one that the person may not enter look the same: not found. */
export async function requireWorkspace(slug: string): Promise<Workspace> {
  const workspaces = await readWorkspaces();
  return workspaces.find((workspace) => workspace.slug === slug) ?? notFound();
}
