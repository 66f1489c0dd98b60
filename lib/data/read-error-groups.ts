import { z } from "zod";
import type { ErrorGroup, ErrorGroupReading, ErrorGroupsReading, GroupDecision } from "../domain/error-group.ts";
import type { ExecutionSummary } from "../domain/execution.ts";
import { figuresSpan } from "../domain/figures-span.ts";
import { seriesStepMs, type TimeRange, type TimeSpan } from "../domain/time-range.ts";
import { type Client, unwrap } from "./client.ts";
import { ignoreEndOf, toErrorGroup } from "./error-group-rows.ts";
import { instantSchema, toExecutionSummary } from "./execution-rows.ts";

/** Which groups: those of the given agents and task types, of all when none are given. */
export type ErrorGroupsArguments = {
  readonly workspaceId: string;
  readonly range: TimeRange;
  readonly nowMs: number;
  readonly agentIds?: readonly string[];
  readonly taskTypes?: readonly string[];
};

/** A sparkline is as wide as a word: more steps than this would not be told apart. */
const MOST_SPARK_STEPS = 32;
const SPARK_STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 7 * 1440].map((minutes) => minutes * 60_000);

/** The width of a sparkline's steps over a span, ms. */
export function sparkStepMs(span: TimeSpan): number {
  return SPARK_STEPS_MS.find((stepMs) => span.toMs - span.fromMs <= stepMs * MOST_SPARK_STEPS) ?? 28 * 86_400_000;
}

/** The error groups of a range, the most frequent first; reads rollups, never history. Raises as `unwrap` does. */
export async function readErrorGroups(client: Client, args: ErrorGroupsArguments): Promise<ErrorGroupsReading> {
  const basis = figuresSpan(args.range, args.nowMs);
  const stepMs = sparkStepMs(basis.span);
  const groups = await listGroups(client, { ...args, ...basis, stepMs });
  const hasAny = groups.length > 0 || (await hasErrorGroups(client, args.workspaceId));
  return { ...basis, readAtMs: args.nowMs, stepMs, groups, hasAny };
}

/** One group over a range, in the steps of a chart. Raises as `unwrap` does. */
export async function readErrorGroup(
  client: Client,
  args: { readonly workspaceId: string; readonly range: TimeRange; readonly nowMs: number; readonly id: string },
): Promise<ErrorGroupReading> {
  const basis = figuresSpan(args.range, args.nowMs);
  const stepMs = seriesStepMs(basis.span);
  const [group] = await listGroups(client, { ...args, ...basis, stepMs });
  return { ...basis, readAtMs: args.nowMs, stepMs, group: group ?? null };
}

type ListArguments = {
  readonly workspaceId: string;
  readonly span: TimeSpan;
  readonly before: TimeSpan;
  readonly stepMs: number;
  readonly agentIds?: readonly string[];
  readonly taskTypes?: readonly string[];
  readonly id?: string;
};

async function listGroups(client: Client, args: ListArguments): Promise<readonly ErrorGroup[]> {
  const answer = await client.rpc("list_error_groups", {
    p_workspace_id: args.workspaceId,
    p_from: isoOf(args.span.fromMs),
    p_to: isoOf(args.span.toMs),
    p_before_from: isoOf(args.before.fromMs),
    p_step: `${args.stepMs / 1000} seconds`,
    ...(args.agentIds?.length && { p_agent_ids: [...args.agentIds] }),
    ...(args.taskTypes?.length && { p_task_types: [...args.taskTypes] }),
    ...(args.id !== undefined && { p_id: args.id }),
  });
  return unwrap(answer, "Listing error groups").map(toErrorGroup);
}

async function hasErrorGroups(client: Client, workspaceId: string): Promise<boolean> {
  const answer = await client.from("error_templates").select("id").eq("workspace_id", workspaceId).limit(1);
  return unwrap(answer, "Looking for error groups").length > 0;
}

/** Executions that failed as a group does, newest first: at most `limit` (1 to 200) that began before the one with the id `before`. Raises as `unwrap` does. */
export async function listErrorOccurrences(
  client: Client,
  args: {
    readonly workspaceId: string;
    readonly id: string;
    readonly fromMs?: number | undefined;
    readonly before?: string | undefined;
    readonly limit: number;
  },
): Promise<readonly ExecutionSummary[]> {
  const answer = await client.rpc("list_error_occurrences", {
    p_workspace_id: args.workspaceId,
    p_id: args.id,
    p_limit: args.limit,
    ...(args.fromMs !== undefined && { p_from: isoOf(args.fromMs) }),
    ...(args.before !== undefined && { p_before: args.before }),
  });
  return unwrap(answer, "Listing occurrences").map(toExecutionSummary);
}

/** The group that a failed execution belongs to; null for none, or none yet. Raises as `unwrap` does. */
export async function readGroupOfExecution(
  client: Client,
  args: { readonly workspaceId: string; readonly executionId: string },
): Promise<{ readonly id: string; readonly text: string } | null> {
  const [occurrence] = unwrap(
    await client.from("error_occurrences").select("template_id").match({ workspace_id: args.workspaceId, execution_id: args.executionId }),
    "Looking for the execution's group",
  );
  if (occurrence === undefined) return null;
  const [group] = unwrap(
    await client.from("error_templates").select("id, text").match({ workspace_id: args.workspaceId, id: occurrence.template_id }),
    "Reading the execution's group",
  );
  return group ?? null;
}

const decisionSchema = z.object({
  id: z.string(),
  recorded_at: instantSchema,
  actor_id: z.string().nullable(),
  action: z.string(),
  reason: z.string().nullable(),
  details: z.object({
    until_at: instantSchema.nullish(),
    until_count: z.number().nullish(),
    until_rate_per_hour: z.number().nullish(),
    to: z.string().nullish(),
  }),
});

/** What was decided of a group, newest first, at most 100. Raises as `unwrap` does. */
export async function listGroupDecisions(
  client: Client,
  args: { readonly workspaceId: string; readonly id: string },
): Promise<readonly GroupDecision[]> {
  const answer = await client
    .from("audit_log")
    .select("id, recorded_at, actor_id, action, reason, details")
    .match({ workspace_id: args.workspaceId, target_kind: "error_group", target_id: args.id })
    .order("recorded_at", { ascending: false })
    .limit(100);
  return unwrap(answer, "Reading what was decided").map((row) => {
    const { details, ...parsed } = decisionSchema.parse(row);
    const action = parsed.action.replace(/^error_group\./, "");
    const end = {
      ignore_until_at: details.until_at ?? null,
      ignore_until_count: details.until_count ?? null,
      ignore_until_rate_per_hour: details.until_rate_per_hour ?? null,
    };
    return {
      id: parsed.id,
      at: parsed.recorded_at,
      actorId: parsed.actor_id,
      action,
      reason: parsed.reason,
      until: action === "ignored" ? ignoreEndOf(end) : null,
      assigneeId: details.to ?? null,
    };
  });
}

function isoOf(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
