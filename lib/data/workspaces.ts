import { z } from "zod";
import { AppError } from "../core/app-error.ts";
import { type Role, roleSchema, type Workspace } from "../domain/workspace.ts";
import { type Client, unwrap } from "./client.ts";

const rowSchema = z.object({
  role: roleSchema,
  workspaces: z.object({ id: z.string(), slug: z.string(), name: z.string(), is_demo: z.boolean() }),
});

/** The workspaces of the signed-in user by name, with the user's role in each; empty when there is none. Raises as `unwrap` does. */
export async function listWorkspaces(client: Client, userId: string): Promise<readonly Workspace[]> {
  const answer = await client.from("workspace_members").select("role, workspaces (id, slug, name, is_demo)").eq("user_id", userId);
  return unwrap(answer, "Listing workspaces")
    .map((row) => {
      const { role, workspaces } = rowSchema.parse(row);
      return { id: workspaces.id, slug: workspaces.slug, name: workspaces.name, isDemo: workspaces.is_demo, role };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * Founds a workspace with the user as its admin; resolves to its slug. Raises `conflict` when the slug is
 * taken, `invalid_input` for a malformed slug or name, else as `unwrap` does.
 */
export async function foundWorkspace(
  client: Client,
  args: { readonly slug: string; readonly name: string; readonly userId: string },
): Promise<string> {
  // No row is asked back: the founder becomes a member, and so may see it, only once it stands.
  const answer = await client.from("workspaces").insert({ slug: args.slug, name: args.name, owner_id: args.userId });
  if (answer.error?.code === "23505") throw new AppError("conflict", `The address ${args.slug} is taken`, { cause: answer.error });
  if (answer.error !== null) unwrap({ data: null, error: answer.error }, "Founding the workspace");
  return args.slug;
}

/** A colleague in a workspace. */
export type Member = { readonly userId: string; readonly displayName: string; readonly role: Role };

/** The members of a workspace by name. Raises as `unwrap` does. */
export async function listMembers(client: Client, workspaceId: string): Promise<readonly Member[]> {
  const answer = await client
    .from("workspace_members")
    .select("user_id, display_name, role")
    .eq("workspace_id", workspaceId)
    .order("display_name");
  return unwrap(answer, "Listing members").map((row) => ({
    userId: row.user_id,
    displayName: row.display_name,
    role: roleSchema.parse(row.role),
  }));
}
