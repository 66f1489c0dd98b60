import { z } from "zod";
import { isUuidV7, readUuidV7InstantMs } from "../core/uuid-v7.ts";
import { executionStatusSchema, isEnded, type Json } from "./execution.ts";
import { INGEST_MAX_METRICS } from "./metric.ts";
import { reportedInstantSchema as instant, reportedNameSchema, reportedTextSchema as text } from "./reported-fields.ts";
import { toStorableJson } from "./storable-text.ts";

/** The largest body that ingest takes, in bytes: 500 rows of 8 KiB each fit. */
export const INGEST_MAX_BYTES = 4 * 1024 * 1024;

/** The most executions in one batch: what one request can validate and store within its CPU budget. */
export const INGEST_MAX_EXECUTIONS = 1000;

/** The largest inputs, outputs, tags or error details of one execution, in characters of JSON. */
export const INGEST_MAX_JSON_CHARACTERS = 65_536;

/** The longest execution, in ms: a year. What claims more is a unit or a clock gone wrong. */
export const INGEST_MAX_DURATION_MS = 366 * 24 * 60 * 60 * 1000;

/** How far an id's own time may be from the start, in ms: work may have waited for a day in a queue that made its id. */
const MAX_ID_DISTANCE_MS = 24 * 60 * 60 * 1000;

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const name = reportedNameSchema(120);
const count = z.int().nonnegative().max(2_147_483_647);
/** What comes out of JSON.parse is JSON; only its size is left to check, and what Postgres cannot hold of it. */
const json = z
  .custom<Json>(
    (value) => JSON.stringify(value).length <= INGEST_MAX_JSON_CHARACTERS,
    `is larger than ${INGEST_MAX_JSON_CHARACTERS} characters`,
  )
  .overwrite(toStorableJson);

/**
 * One execution as an agent reports it. Only `agentId`, `taskType` and `startedAt` are needed to say that
 * it runs; `status` and `finishedAt` (or `durationMs`) say how it ended. `id` is a UUIDv7 made by the
 * sender; without one, it is derived from the row, so that the same row sent again is the same row.
 * Tokens and cost are the execution's own, without those that its children report: figures add up all of them.
 */
export const executionReportSchema = z
  .strictObject({
    id: z.string().toLowerCase().regex(UUID_V7, "is not a UUIDv7").optional(),
    agentId: name,
    taskType: name,
    taskDescription: text(2000).optional(),
    status: executionStatusSchema.default("running"),
    startedAt: instant,
    finishedAt: instant.optional(),
    durationMs: z.number().nonnegative().max(INGEST_MAX_DURATION_MS).optional(),
    attempt: z.int().min(1).max(32_767).default(1),
    parentId: z.string().toLowerCase().regex(UUID_V7, "is not a UUIDv7").optional(),
    traceId: z
      .string()
      .toLowerCase()
      .regex(/^[0-9a-f]{32}$/, "is not 32 hexadecimal digits")
      .optional(),
    inputs: json.optional(),
    outputs: json.optional(),
    error: z.strictObject({ type: text(200).optional(), message: text(8000), details: json.optional() }).optional(),
    model: text(200).optional(),
    /** Who served the model. */
    provider: text(120).optional(),
    inputTokens: count.optional(),
    /** The part of `inputTokens` that the provider read from its cache. */
    cachedInputTokens: count.optional(),
    outputTokens: count.optional(),
    costUsd: z.number().nonnegative().max(1_000_000).optional(),
    tags: z.record(text(120), json).optional(),
  })
  .refine((row) => !isEnded(row.status) || row.finishedAt !== undefined || row.durationMs !== undefined, {
    path: ["finishedAt"],
    message: "is missing: an execution that ended needs finishedAt or durationMs",
  })
  .refine((row) => isEnded(row.status) || row.finishedAt === undefined, {
    path: ["status"],
    message: "is running, yet finishedAt is given",
  })
  .refine((row) => row.finishedAt === undefined || Date.parse(row.finishedAt) >= Date.parse(row.startedAt), {
    path: ["finishedAt"],
    message: "lies before startedAt",
  })
  .refine((row) => row.finishedAt === undefined || Date.parse(row.finishedAt) - Date.parse(row.startedAt) <= INGEST_MAX_DURATION_MS, {
    path: ["finishedAt"],
    message: "lies more than a year after startedAt",
  })
  .refine((row) => row.cachedInputTokens === undefined || row.cachedInputTokens <= (row.inputTokens ?? -1), {
    path: ["cachedInputTokens"],
    message: "is more than inputTokens, which it is a part of",
  })
  .refine(
    (row) =>
      row.id === undefined || !isUuidV7(row.id) || Math.abs(readUuidV7InstantMs(row.id) - Date.parse(row.startedAt)) <= MAX_ID_DISTANCE_MS,
    { path: ["id"], message: "was made more than a day before or after startedAt" },
  );

/** See {@link executionReportSchema}; as sent. */
export type ExecutionReport = z.input<typeof executionReportSchema>;

/** See {@link executionReportSchema}; with the defaults filled in. */
export type ParsedExecutionReport = z.output<typeof executionReportSchema>;

/** The envelope of a batch. Its rows and points are checked one by one, so that a bad one does not spoil the others. */
export const ingestBatchSchema = z
  .strictObject({
    /** The sender's clock at the moment of sending: tells a clock that is off from a row that is late. */
    sentAt: instant.optional(),
    /** The workspace that the sender means; when it is not the key's own, nothing is stored. */
    workspaceId: z.uuid().optional(),
    executions: z.array(z.unknown()).max(INGEST_MAX_EXECUTIONS).default([]),
    /** See `metricReportSchema`. */
    metrics: z.array(z.unknown()).max(INGEST_MAX_METRICS).default([]),
  })
  .refine((batch) => batch.executions.length + batch.metrics.length > 0, {
    path: ["executions"],
    message: "is missing or empty, and so is metrics",
  });

/** What ingest answers to a batch. */
export type IngestResult = {
  /** Rows that were new, or ended a running one. */
  readonly stored: number;
  /** Rows that were known already. */
  readonly unchanged: number;
  /** Rows that were not stored: position in the batch, the field at fault, and why. */
  readonly rejected: readonly RejectedItem[];
  /** Agents whose clock is off, and by how much (positive: ahead). Their rows are stored with corrected times. */
  readonly clockSkews: readonly { readonly agentId: string; readonly skewMs: number }[];
  /** What became of the metrics; absent when none were sent. The counts above are of executions alone. */
  readonly metrics?: MetricsResult | undefined;
};

/** One row or point of a batch that was not stored: its position, the first field at fault ("" for the whole of it), and why. */
export type RejectedItem = { readonly index: number; readonly field: string; readonly reason: string };

/** What became of a batch's metric points: new ones, ones that were known already, and ones that were not stored. */
export type MetricsResult = { readonly stored: number; readonly unchanged: number; readonly rejected: readonly RejectedItem[] };
