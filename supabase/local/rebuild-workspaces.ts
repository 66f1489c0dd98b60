/** Makes the rollups of workspaces anew from their history, one after the other. */
import type postgres from "postgres";
import { LocalError } from "./local-error.ts";

export type RebuildOptions = {
  readonly say: (line: string) => void;
  /** One workspace by its slug; all of them when it is left out. */
  readonly slug?: string | undefined;
  /** Ends the work: the workspace at hand is left as it was. */
  readonly signal?: AbortSignal;
};

type Workspace = { readonly id: string; readonly slug: string };

/**
 * Rebuilds, in a transaction for each workspace, and says how far it is. Resolves to the slugs of the workspaces that are done. Raises
 * LocalError for an unknown slug, and when it was stopped.
 */
export async function rebuildWorkspaces(sql: postgres.Sql, { say, slug, signal }: RebuildOptions): Promise<readonly string[]> {
  // A rebuild may take longer than a project lets statements of people take; and one that nobody waits for any more ends itself.
  await sql`select set_config('statement_timeout', '0', false), set_config('client_connection_check_interval', '1000', false)`;
  const workspaces = await sql<Workspace[]>`
    select id, slug from public.workspaces where ${slug === undefined ? sql`true` : sql`slug = ${slug}`} order by slug`;
  if (slug !== undefined && workspaces.length === 0) throw new LocalError(`There is no workspace ${slug}.`);
  const done: string[] = [];
  for (const [index, workspace] of workspaces.entries()) {
    const place = `${index + 1} of ${workspaces.length}`;
    say(`${place}: ${workspace.slug} …`);
    const beganMs = performance.now();
    await rebuildOne(sql, workspace, signal);
    const seconds = ((performance.now() - beganMs) / 1000).toFixed(1);
    const { executions, rollups } = await count(sql, workspace);
    say(`${place}: ${workspace.slug}: ${executions} executions in ${rollups} rollups, ${seconds} s`);
    done.push(workspace.slug);
  }
  return done;
}

async function rebuildOne(sql: postgres.Sql, { id, slug }: Workspace, signal: AbortSignal | undefined): Promise<void> {
  const query = sql`select private.rebuild_rollups(${id})`;
  const cancel = () => void query.cancel();
  if (signal?.aborted) throw new LocalError(`Stopped before ${slug}.`);
  signal?.addEventListener("abort", cancel);
  try {
    await query;
  } catch (cause) {
    if (signal?.aborted) throw new LocalError(`Stopped. The rollups of ${slug} are as they were.`, { cause });
    throw cause;
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}

async function count(sql: postgres.Sql, { id }: Workspace): Promise<{ executions: string; rollups: string }> {
  const [row] = await sql<{ executions: string; rollups: string }[]>`
    select coalesce(sum(succeeded + failed + cancelled) filter (where resolution = 'day'), 0)::text as executions, count(*)::text as rollups
    from public.execution_rollups where workspace_id = ${id}`;
  return row ?? { executions: "0", rollups: "0" };
}
