/**
 * Private channels: what an actor may do on a topic is what the policies on realtime.messages say.
 * Rows are written and read as the actor in a transaction that is rolled back, as hosted does, so that
 * any policy works that can be written.
 */
import type postgres from "postgres";
import { becomeActor, type Database } from "./database.ts";
import { report } from "./report.ts";
import type { Actor } from "./tokens.ts";

export type Permission = { readonly read: boolean; readonly write: boolean };
export type Permissions = { readonly broadcast: Permission; readonly presence: Permission };

/** On a public channel everything is allowed. */
export const PUBLIC_PERMISSIONS: Permissions = { broadcast: { read: true, write: true }, presence: { read: true, write: true } };

export type Question = {
  readonly actor: Actor;
  readonly topic: string;
  /** The headers that the actor came with, for policies that read `request.headers`. */
  readonly headers: Readonly<Record<string, string>>;
};

const INSUFFICIENT_PRIVILEGE = "42501";

/** Asks the policies once for everything; the answer is kept by the channel until its token changes. */
export async function authorise(database: Database, question: Question): Promise<Permissions> {
  const connection = await database.reserve();
  try {
    await connection`begin`;
    const probes = await connection<{ id: string }[]>`
      insert into realtime.messages (topic, extension) values (${question.topic}, 'broadcast'), (${question.topic}, 'presence')
      returning id`;
    await becomeActor(connection, question.actor);
    await connection`
      select set_config('realtime.topic', ${question.topic}, true),
             set_config('request.headers', ${JSON.stringify(question.headers)}, true)`;
    const readable = await readExtensions(
      connection,
      question,
      probes.map((probe) => probe.id),
    );
    const canWrite = (extension: string) => tryInsert(connection, question, extension);
    return {
      broadcast: { read: readable.has("broadcast"), write: await canWrite("broadcast") },
      presence: { read: readable.has("presence"), write: await canWrite("presence") },
    };
  } finally {
    // A rollback fails only with the connection, and then there is nothing left to roll back.
    await connection`rollback`.catch(() => undefined);
    connection.release();
  }
}

// Both probes compare the role: run as anyone else, by whatever mistake, they must refuse.

async function readExtensions(connection: postgres.ReservedSql, { actor, topic }: Question, ids: readonly string[]): Promise<Set<string>> {
  const rows = await guarded(
    connection,
    () => connection<{ extension: string }[]>`
    select extension from realtime.messages
    where current_user = ${actor.role} and topic = ${topic} and id::text in ${connection([...ids])}`,
  );
  return new Set(rows?.map((row) => row.extension));
}

async function tryInsert(connection: postgres.ReservedSql, { actor, topic }: Question, extension: string): Promise<boolean> {
  const inserted = await guarded(
    connection,
    () => connection`
    insert into realtime.messages (topic, extension) select ${topic}, ${extension} where current_user = ${actor.role}`,
  );
  return inserted?.count === 1;
}

/** Runs a statement in a savepoint; null when the actor may not, or when a policy fails. */
async function guarded<Result>(connection: postgres.ReservedSql, run: () => PromiseLike<Result>): Promise<Result | null> {
  await connection`savepoint probe`;
  try {
    return await run();
  } catch (error) {
    const isRefusal = error instanceof Error && "code" in error && error.code === INSUFFICIENT_PRIVILEGE;
    if (!isRefusal) report("a policy on realtime.messages failed, and the actor is refused", error);
    return null;
  } finally {
    await connection`rollback to savepoint probe`;
  }
}
