/** Failures for tests of error groups, and the learner's two steps taken by hand: what is stored, and what is judged. */
import { randomBytes } from "node:crypto";
import type postgres from "postgres";
import { makeUuidV7 } from "../../lib/core/uuid-v7.ts";
import type { Client } from "../../lib/data/client.ts";
import {
  applyErrorVerdicts,
  type ErrorSlice,
  type LearntSlice,
  readErrorWatch,
  storeErrorSlice,
  takeErrorSlice,
} from "../../lib/data/learn-error-groups.ts";
import { groupFailures } from "../../lib/learning/execution-feedback/error-group-failures.ts";
import { judgeErrorGroup } from "../../lib/learning/execution-feedback/error-group-state.ts";

export type FailureParts = {
  readonly message?: string | null;
  readonly type?: string | null;
  readonly agentId?: string;
  readonly taskType?: string;
  /** How long ago it began, ms; it took a second. */
  readonly ageMs?: number;
};

/** A row of execution_history that failed. */
export function failedRow(
  workspaceId: string,
  { message = "disk 1 is full", type = null, agentId = "mail", taskType = "send", ageMs = 5000 }: FailureParts = {},
) {
  const startedMs = Date.now() - ageMs;
  return {
    workspace_id: workspaceId,
    id: makeUuidV7({ nowMs: startedMs, randomBytes: randomBytes(10) }),
    agent_id: agentId,
    task_type: taskType,
    status: "failed",
    started_at: new Date(startedMs).toISOString(),
    finished_at: new Date(startedMs + 1000).toISOString(),
    duration_ms: 1000,
    error_type: type,
    error_message: message,
  };
}

/** Adds failures and gives their ids. */
export async function addFailures(sql: postgres.Sql, workspaceId: string, parts: readonly FailureParts[]): Promise<readonly string[]> {
  const rows = parts.map((part) => failedRow(workspaceId, part));
  await sql`insert into public.execution_history ${sql(rows)}`;
  return rows.map((row) => row.id);
}

/** The slice of one workspace, whoever else waits; null when nothing does. */
export async function takeSliceOf(client: Client, workspaceId: string, limit = 500): Promise<ErrorSlice | null> {
  const skip: string[] = [];
  for (;;) {
    const slice = await takeErrorSlice(client, { limit, skip });
    if (slice === null || slice.workspace_id === workspaceId) return slice;
    skip.push(slice.workspace_id);
  }
}

export const learnt = (slice: ErrorSlice): LearntSlice => groupFailures(slice.failures, slice.templates);

/** Learns all that waits of a workspace, by slices of `limit`; gives how many slices it was. */
export async function learnAll(client: Client, workspaceId: string, limit = 500): Promise<number> {
  let slices = 0;
  for (;;) {
    const slice = await takeSliceOf(client, workspaceId, limit);
    if (slice === null) return slices;
    if (await storeErrorSlice(client, slice, learnt(slice))) slices += 1;
  }
}

/** Judges the groups of a workspace as the learner does at `nowMs`. */
export async function judgeAll(client: Client, workspaceId: string, nowMs = Date.now()): Promise<number> {
  const verdicts = (await readErrorWatch(client, workspaceId)).flatMap((group) => {
    const verdict = judgeErrorGroup(group, { nowMs });
    return verdict === null ? [] : [{ ...verdict, workspaceId, id: group.id, revision: group.revision }];
  });
  return applyErrorVerdicts(client, verdicts);
}

/** What the tables hold of a workspace, and what a recount of its occurrences and history says they must hold. */
export async function readTotals(sql: postgres.Sql, workspaceId: string) {
  const [row] = await sql<{ templates: number; occurrences: number; rollups: number[]; history: number; misplaced: number }[]>`
    select
      (select coalesce(sum(occurrence_count), 0)::int from public.error_templates where workspace_id = ${workspaceId}) as templates,
      (select count(*)::int from public.error_occurrences where workspace_id = ${workspaceId}) as occurrences,
      (select array_agg(total::int order by resolution) from (
        select level.resolution, coalesce(sum(occurrences), 0) as total
        from (values ('minute'), ('hour'), ('day')) as level (resolution)
        left join public.error_rollups as rollup on rollup.resolution = level.resolution and rollup.workspace_id = ${workspaceId}
        group by 1) as totals) as rollups,
      (select count(*)::int from public.execution_history where workspace_id = ${workspaceId} and status = 'failed') as history,
      (select count(*)::int from (
        (select template_id, date_trunc('hour', occurred_at, 'UTC') as at, agent_id, task_type, count(*)::int as amount
          from public.error_occurrences where workspace_id = ${workspaceId} group by 1, 2, 3, 4)
        except
        (select template_id, bucket_at, agent_id, task_type, occurrences from public.error_rollups where workspace_id = ${workspaceId} and resolution = 'hour')
      ) as odd) as misplaced`;
  if (row === undefined) throw new Error("A question without an answer");
  return row;
}
