import { z } from "zod";
import type { GroupedFigures, SeriesStep } from "../domain/execution-figures.ts";
import { type Client, unwrap } from "./client.ts";
import { instantSchema, numericSchema } from "./execution-rows.ts";

/** Executions that ended in [fromMs, toMs), epoch ms, of one workspace. */
export type FiguresArguments = { readonly workspaceId: string; readonly fromMs: number; readonly toMs: number };

const count = numericSchema.transform((value) => value ?? 0);
const totalsRowSchema = z.object({
  agent_id: z.string().nullable(),
  task_type: z.string().nullable(),
  succeeded: count,
  failed: count,
  cancelled: count,
  mean_ms: z.number().nullable(),
  p50_ms: z.number().nullable(),
  p95_ms: z.number().nullable(),
  p99_ms: z.number().nullable(),
  cost_usd: numericSchema,
  input_tokens: count,
  output_tokens: count,
});
const seriesRowSchema = totalsRowSchema
  .pick({ succeeded: true, failed: true, cancelled: true, p50_ms: true, p95_ms: true, p99_ms: true, cost_usd: true })
  .extend({ bucket_at: instantSchema });

/**
 * Figures of a range by `by`: one entry per agent, task type, or pair that had executions; one for all when
 * `by` is empty; none when nothing ended. Exact to the minute. Raises as `unwrap` does.
 */
export async function readExecutionTotals(
  client: Client,
  args: FiguresArguments & { readonly by: readonly ("agent" | "task_type")[] },
): Promise<readonly GroupedFigures[]> {
  const answer = await client.rpc("execution_totals", {
    p_workspace_id: args.workspaceId,
    p_from: new Date(args.fromMs).toISOString(),
    p_to: new Date(args.toMs).toISOString(),
    p_by: [...args.by],
  });
  return unwrap(answer, "Reading totals").map((row) => {
    const parsed = totalsRowSchema.parse(row);
    return {
      agentId: parsed.agent_id,
      taskType: parsed.task_type,
      succeeded: parsed.succeeded,
      failed: parsed.failed,
      cancelled: parsed.cancelled,
      meanMs: parsed.mean_ms,
      p50Ms: parsed.p50_ms,
      p95Ms: parsed.p95_ms,
      p99Ms: parsed.p99_ms,
      costUsd: parsed.cost_usd,
      inputTokens: parsed.input_tokens,
      outputTokens: parsed.output_tokens,
    };
  });
}

/**
 * Figures of a range in steps of `stepMs`, by start of the step; steps in which nothing ended are left out.
 * Steps below an hour read minutes, below a day hours, else days. Raises as `unwrap` does.
 */
export async function readExecutionSeries(
  client: Client,
  args: FiguresArguments & { readonly stepMs: number; readonly agentId?: string; readonly taskType?: string },
): Promise<readonly SeriesStep[]> {
  const answer = await client.rpc("execution_series", {
    p_workspace_id: args.workspaceId,
    p_from: new Date(args.fromMs).toISOString(),
    p_to: new Date(args.toMs).toISOString(),
    p_step: `${args.stepMs / 1000} seconds`,
    ...(args.agentId !== undefined && { p_agent_id: args.agentId }),
    ...(args.taskType !== undefined && { p_task_type: args.taskType }),
  });
  return unwrap(answer, "Reading the series").map((row) => {
    const parsed = seriesRowSchema.parse(row);
    return {
      bucketAt: parsed.bucket_at,
      succeeded: parsed.succeeded,
      failed: parsed.failed,
      cancelled: parsed.cancelled,
      p50Ms: parsed.p50_ms,
      p95Ms: parsed.p95_ms,
      p99Ms: parsed.p99_ms,
      costUsd: parsed.cost_usd,
    };
  });
}
