/** A workspace with an API key, for benchmarks that send by HTTP. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import type postgres from "postgres";

export async function makeBenchWorkspace(sql: postgres.Sql): Promise<{ readonly workspaceId: string; readonly key: string }> {
  const key = `wv_${randomBytes(24).toString("hex")}`;
  const keyHash = createHash("sha256").update(key).digest("hex");
  const slug = `bench-${randomUUID()}`;
  const [user] = await sql<{ id: string }[]>`
    insert into auth.users (id, email) values (${randomUUID()}, ${`${slug}@example.test`}) returning id`;
  if (user === undefined) throw new Error("The benchmark's user was not made");
  const [workspace] = await sql<{ id: string }[]>`
    insert into public.workspaces (slug, name, owner_id) values (${slug}, 'Bench', ${user.id}) returning id`;
  if (workspace === undefined) throw new Error("The benchmark's workspace was not made");
  await sql`
    insert into public.api_keys (workspace_id, name, prefix, key_hash, created_by)
    values (${workspace.id}, 'bench', ${key.slice(0, 10)}, ${keyHash}, ${user.id})`;
  return { workspaceId: workspace.id, key };
}
