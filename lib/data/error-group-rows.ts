import { z } from "zod";
import { type ErrorGroup, type IgnoreEnd, type NamedCount, storedGroupStateSchema } from "../domain/error-group.ts";
import { instantSchema, numericSchema } from "./execution-rows.ts";

const countsSchema = z.record(z.string(), numericSchema);

const rowSchema = z.object({
  id: z.string(),
  text: z.string(),
  example_message: z.string(),
  example_type: z.string().nullable(),
  example_execution_id: z.string(),
  first_seen_at: instantSchema,
  last_seen_at: instantSchema,
  state: storedGroupStateSchema,
  state_changed_at: instantSchema,
  state_changed_by: z.string().nullable(),
  state_reason: z.string().nullable(),
  ignore_until_at: instantSchema.nullable(),
  ignore_until_count: z.number().nullable(),
  ignore_until_rate_per_hour: z.number().nullable(),
  assignee_id: z.string().nullable(),
  burst_since: instantSchema.nullable(),
  revision: z.number(),
  occurrences: numericSchema,
  occurrences_before: numericSchema,
  by_agent: countsSchema,
  by_task_type: countsSchema,
  step_at: z.array(instantSchema),
  step_occurrences: z.array(numericSchema),
});

/** Until when a row is ignored; `never` where it names no end. */
export function ignoreEndOf(row: {
  readonly ignore_until_at: string | null;
  readonly ignore_until_count: number | null;
  readonly ignore_until_rate_per_hour: number | null;
}): IgnoreEnd {
  if (row.ignore_until_at !== null) return { kind: "time", untilAt: row.ignore_until_at };
  if (row.ignore_until_count !== null) return { kind: "count", count: row.ignore_until_count };
  if (row.ignore_until_rate_per_hour !== null) return { kind: "rate", perHour: row.ignore_until_rate_per_hour };
  return { kind: "never" };
}

/** A row of `list_error_groups`. Raises a ZodError where the database and this code disagree. */
export function toErrorGroup(row: unknown): ErrorGroup {
  const parsed = rowSchema.parse(row);
  return {
    id: parsed.id,
    text: parsed.text,
    exampleMessage: parsed.example_message,
    exampleType: parsed.example_type,
    exampleExecutionId: parsed.example_execution_id,
    firstSeenAt: parsed.first_seen_at,
    lastSeenAt: parsed.last_seen_at,
    stored: parsed.state,
    stateChangedAt: parsed.state_changed_at,
    stateChangedBy: parsed.state_changed_by,
    stateReason: parsed.state_reason,
    ignoreUntil: parsed.state === "ignored" ? ignoreEndOf(parsed) : null,
    assigneeId: parsed.assignee_id,
    burstSince: parsed.burst_since,
    revision: parsed.revision,
    count: parsed.occurrences,
    countBefore: parsed.occurrences_before,
    byAgent: byCount(parsed.by_agent),
    byTaskType: byCount(parsed.by_task_type),
    steps: parsed.step_at.map((bucketAt, index) => ({ bucketAt, count: parsed.step_occurrences[index] ?? 0 })),
  };
}

function byCount(counts: Readonly<Record<string, number>>): readonly NamedCount[] {
  return Object.entries(counts)
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name));
}
