import { z } from "zod";
import { storedGroupStateSchema } from "../domain/error-group.ts";
import { type ErrorTemplate, errorTemplateSchema } from "../domain/error-template.ts";
import { type Client, unwrap } from "./client.ts";
import type { Json } from "./database.types.ts";
import { ignoreEndOf } from "./error-group-rows.ts";
import { instantSchema } from "./execution-rows.ts";

const failureSchema = z.object({
  execution_id: z.string(),
  error_type: z.string().nullable(),
  error_message: z.string().nullable(),
  agent_id: z.string(),
  task_type: z.string(),
  started_at: z.string(),
  occurred_at: z.string(),
});

const sliceSchema = z
  .object({
    workspace_id: z.string(),
    version: z.number(),
    entries: z.array(z.number()),
    gone: z.array(z.string()),
    failures: z.array(failureSchema),
    templates: z.array(errorTemplateSchema),
  })
  .nullable();

/** Failures of one workspace that wait to be grouped, as the database keeps them, and the templates that are known there. */
export type ErrorSlice = NonNullable<z.infer<typeof sliceSchema>>;

/** A failure of a slice. */
export type SliceFailure = ErrorSlice["failures"][number];

/** What was learnt of a slice: to which template each failure belongs, and the templates that are new or other than before. */
export type LearntSlice = {
  readonly occurrences: readonly { readonly failure: SliceFailure; readonly templateId: string }[];
  readonly templates: readonly {
    readonly template: ErrorTemplate;
    /** The template that has its failures now; null while it stands for itself. */
    readonly mergedInto: string | null;
    readonly example: { readonly failure: SliceFailure; readonly message: string } | null;
  }[];
};

/** The failures that have waited longest, at most `limit` and of one workspace; null when none wait. Takes nothing away. Raises as `unwrap` does. */
export async function takeErrorSlice(
  client: Client,
  args: { readonly limit: number; readonly skip: readonly string[] },
): Promise<ErrorSlice | null> {
  const answer = await client.rpc("take_error_slice", { p_limit: args.limit, p_skip: [...args.skip] });
  return sliceSchema.parse(unwrap(answer, "Taking failures to group"));
}

/**
 * Stores what was learnt of a slice, whole or not at all; false when somebody else has learnt of the workspace since, and nothing was
 * stored. Raises as `unwrap` does.
 */
export async function storeErrorSlice(client: Client, slice: ErrorSlice, learnt: LearntSlice): Promise<boolean> {
  const answer = await client.rpc("store_error_slice", {
    p_workspace_id: slice.workspace_id,
    p_version: slice.version,
    p_entries: slice.entries,
    p_gone: slice.gone,
    p_templates: learnt.templates.map(({ template, mergedInto, example }) => ({
      id: template.id,
      text: template.text,
      miner: plain(template),
      merged_into: mergedInto,
      example_message: example?.message ?? null,
      example_type: example?.failure.error_type ?? null,
      example_execution_id: example?.failure.execution_id ?? null,
    })),
    p_occurrences: learnt.occurrences.map(({ failure: { error_type: _, error_message: __, ...failure }, templateId }) => ({
      ...failure,
      template_id: templateId,
    })),
  });
  return unwrap(answer, "Storing error groups") !== "learnt by another";
}

const watchedSchema = z.object({
  workspace_id: z.string(),
  id: z.string(),
  revision: z.number(),
  text: z.string(),
  state: storedGroupStateSchema,
  state_changed_at: instantSchema,
  first_seen_at: instantSchema,
  last_started_at: instantSchema,
  ignore_until_at: instantSchema.nullable(),
  ignore_until_count: z.number().nullable(),
  ignore_until_rate_per_hour: z.number().nullable(),
  burst_since: instantSchema.nullable(),
  ten_minutes: z.number(),
  hour: z.number(),
  since_decision: z.number(),
});

/** Groups that may have to change by themselves, of all workspaces or one, with the facts to judge them by. At most 200 of a kind. Raises as `unwrap` does. */
export async function readErrorWatch(client: Client, workspaceId?: string) {
  const answer = await client.rpc("read_error_watch", workspaceId === undefined ? {} : { p_workspace_id: workspaceId });
  return z
    .array(watchedSchema)
    .parse(unwrap(answer, "Reading groups to judge"))
    .map((row) => ({
      workspaceId: row.workspace_id,
      id: row.id,
      revision: row.revision,
      text: row.text,
      state: row.state,
      stateChangedAt: row.state_changed_at,
      firstSeenAt: row.first_seen_at,
      lastStartedAt: row.last_started_at,
      ignoreUntil: row.state === "ignored" ? ignoreEndOf(row) : null,
      burstSince: row.burst_since,
      tenMinutes: row.ten_minutes,
      hour: row.hour,
      sinceDecision: row.since_decision,
    }));
}

/** A verdict on a group as it was at a revision. `calm` has no words. */
export type BoundVerdict = {
  readonly workspaceId: string;
  readonly id: string;
  readonly revision: number;
  readonly kind: "back" | "reopened" | "burst" | "calm";
  readonly reason?: string;
  readonly severity?: string;
  readonly title?: string;
  readonly body?: string;
};

/** Changes the groups that are still as they were judged, and raises or ends their alerts; resolves to how many changed. Raises as `unwrap` does. */
export async function applyErrorVerdicts(client: Client, verdicts: readonly BoundVerdict[]): Promise<number> {
  if (verdicts.length === 0) return 0;
  const rows = verdicts.map(({ workspaceId, ...verdict }) => ({ ...verdict, workspace_id: workspaceId }));
  return unwrap(await client.rpc("apply_error_verdicts", { p_verdicts: rows }), "Applying verdicts on error groups");
}

/** A template as the client's types want JSON: with arrays that could be written to. */
function plain(template: ErrorTemplate): Json {
  return JSON.parse(JSON.stringify(template));
}
