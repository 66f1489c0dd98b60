import { z } from "zod";
import { executionReportSchema, type IngestResult, ingestBatchSchema } from "../../../lib/domain/ingest.ts";
import { metricReportSchema } from "../../../lib/domain/metric.ts";
import { preferenceSchema } from "../../../lib/domain/recommendation.ts";

const rejected = z.array(z.object({ index: z.int(), field: z.string(), reason: z.string() }));

/** What ingest answers; the compiler holds it to the type that ingest answers with. */
export const ingestResultSchema = z.object({
  stored: z.int().describe("Executions that were new, or ended a running one."),
  unchanged: z.int().describe("Executions that were known already."),
  rejected: rejected.describe("Executions that were not stored: position in the batch, the field at fault, and why."),
  clockSkews: z
    .array(z.object({ agentId: z.string(), skewMs: z.number() }))
    .describe("Agents whose clock is off, and by how many ms it is ahead. Their executions are stored with corrected times."),
  metrics: z
    .object({ stored: z.int(), unchanged: z.int(), rejected })
    .optional()
    .describe("What became of the metrics; absent when none were sent."),
}) satisfies z.ZodType<IngestResult>;

/** What every refusal looks like. */
export const refusalSchema = z.object({
  code: z.string().describe("For programs, such as unauthorized, invalid_input, payload_too_large, unavailable."),
  message: z.string().describe("For people."),
});

/** What the fleet function answers to a question for the best agents. */
export const recommendationsSchema = z.object({
  taskType: z.string(),
  prefer: preferenceSchema,
  recommendations: z.array(
    z.object({
      agentId: z.string(),
      confidence: z.number().min(0).max(1),
      reason: z.string(),
      successRate: z.number().min(0).max(1),
      low: z.number().min(0).max(1),
      high: z.number().min(0).max(1),
      sample: z.number(),
      typicalDurationMs: z.number().nullable(),
      typicalCostUsd: z.number().nullable(),
      isExploration: z.boolean(),
    }),
  ),
});

/** What the fleet function answers to a question for groups of errors. */
export const errorPatternsSchema = z.object({
  patterns: z.array(
    z.object({
      id: z.string(),
      pattern: z.string(),
      count: z.int(),
      agents: z.array(z.unknown()),
      taskTypes: z.array(z.unknown()),
      exampleMessage: z.string().nullable(),
      firstSeenAt: z.string(),
      lastSeenAt: z.string(),
      state: z.string(),
    }),
  ),
});

/** Every shape that the document names, as JSON Schema (draft 2020-12, which OpenAPI 3.1 takes). */
export function componentSchemas(): Readonly<Record<string, unknown>> {
  const request = (schema: z.ZodType) => withoutDialect(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
  const answer = (schema: z.ZodType) => withoutDialect(z.toJSONSchema(schema, { io: "output", unrepresentable: "any" }));
  return {
    ExecutionReport: request(executionReportSchema),
    MetricReport: request(metricReportSchema),
    IngestBatch: withRows(request(ingestBatchSchema)),
    IngestResult: answer(ingestResultSchema),
    Refusal: answer(refusalSchema),
    Recommendations: answer(recommendationsSchema),
    ErrorPatterns: answer(errorPatternsSchema),
  };
}

/** The document says once which dialect its schemas are of. */
function withoutDialect({ $schema: _, ...schema }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return schema;
}

/** The envelope leaves its rows unchecked, so that a bad one does not spoil the others; the document says what a good one is. */
function withRows(schema: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const properties = (schema["properties"] ?? {}) as Readonly<Record<string, object>>;
  const rows = (name: string, of: string) => ({ ...properties[name], items: { $ref: `#/components/schemas/${of}` } });
  return {
    ...schema,
    properties: { ...properties, executions: rows("executions", "ExecutionReport"), metrics: rows("metrics", "MetricReport") },
  };
}
