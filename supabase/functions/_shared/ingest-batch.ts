import type { Client } from "../../../lib/data/client.ts";
import { ingestExecutions } from "../../../lib/data/ingest-executions.ts";
import { ingestMetrics } from "../../../lib/data/ingest-metrics.ts";
import { type CheckedExecution, checkExecutions } from "../../../lib/domain/check-executions.ts";
import { checkMetrics } from "../../../lib/domain/check-metrics.ts";
import { describeIssue } from "../../../lib/domain/describe-issue.ts";
import {
  INGEST_MAX_BYTES,
  INGEST_MAX_EXECUTIONS,
  type IngestResult,
  ingestBatchSchema,
  type MetricsResult,
  type RejectedItem,
} from "../../../lib/domain/ingest.ts";
import { INGEST_MAX_METRICS } from "../../../lib/domain/metric.ts";
import { answer, refuse } from "./http.ts";
import { readBody } from "./read-body.ts";
import { contentId, sha256Hex } from "./sha256.ts";

type Sender = {
  readonly client: Client;
  readonly keyHash: string;
  readonly sentAt: string | undefined;
  readonly workspaceId: string | undefined;
};
type Unauthorized = { readonly kind: "unauthorized" };

/** Plain HTTP: a batch of executions and metrics, each of them stored once however often it is sent. */
export async function ingestBatch(client: Client, request: Request, key: string): Promise<Response> {
  const body = await readBody(request, { maxBytes: INGEST_MAX_BYTES, maxInflatedBytes: INGEST_MAX_BYTES });
  if (body.kind === "too_large") {
    const limits = { maxBytes: INGEST_MAX_BYTES, maxExecutions: INGEST_MAX_EXECUTIONS, maxMetrics: INGEST_MAX_METRICS };
    return answer(413, { code: "payload_too_large", message: `A batch may have ${INGEST_MAX_BYTES} bytes. Send it in parts.`, ...limits });
  }
  if (body.kind === "unknown_encoding")
    return refuse(415, "unsupported_encoding", `Content-Encoding may be gzip or deflate, not ${body.encoding}.`);
  if (body.kind === "malformed") return refuse(400, "invalid_input", "The body is not packed as its Content-Encoding says.");
  const parsed = parseJson(body.bytes);
  if (parsed === undefined) return refuse(400, "invalid_input", "The body is not JSON.");
  const batch = ingestBatchSchema.safeParse(parsed);
  if (!batch.success) {
    const issue = batch.error.issues[0];
    return refuse(
      400,
      "invalid_input",
      `${issue?.path.join(".") || "The body"} ${issue === undefined ? "is no batch" : describeIssue(issue)}`,
    );
  }
  const { executions, metrics, sentAt, workspaceId } = batch.data;
  const sender = { client, keyHash: await sha256Hex(key), sentAt, workspaceId };
  const stored = await storeExecutions(sender, executions);
  if (isUnauthorized(stored)) return unauthorized();
  if (metrics.length === 0) return answer(200, stored);
  const measured = await storeMetrics(sender, metrics);
  return isUnauthorized(measured) ? unauthorized() : answer(200, { ...stored, metrics: measured });
}

/** The answer to a key that is not one. */
export function unauthorized(): Response {
  return refuse(401, "unauthorized", "The API key is wrong, revoked, or not for this workspace. Nothing was stored.");
}

function isUnauthorized(outcome: object): outcome is Unauthorized {
  return "kind" in outcome;
}

async function storeExecutions(sender: Sender, rows: readonly unknown[]): Promise<IngestResult | Unauthorized> {
  if (rows.length === 0) return { stored: 0, unchanged: 0, rejected: [], clockSkews: [] };
  const { good, rejected } = checkExecutions(rows);
  const executions = await Promise.all(good.map(withId));
  const stored = await ingestExecutions(sender.client, { ...sender, executions });
  if (stored.kind === "unauthorized") return stored;
  const expired = stored.expired.map((position) => ({
    index: good[position]?.index ?? position,
    field: "startedAt",
    reason: `is older than the ${stored.retentionDays} days that are kept`,
  }));
  return {
    stored: stored.stored,
    unchanged: executions.length - expired.length - stored.stored,
    rejected: inOrder([...rejected, ...expired]),
    clockSkews: stored.clockSkews,
  };
}

async function storeMetrics(sender: Sender, points: readonly unknown[]): Promise<MetricsResult | Unauthorized> {
  const { good, rejected } = checkMetrics(points);
  const stored = await ingestMetrics(sender.client, { ...sender, metrics: good.map(({ report }) => report) });
  if (stored.kind === "unauthorized") return stored;
  const refused = (positions: readonly number[], reason: string) =>
    positions.map((position) => ({ index: good[position]?.index ?? position, field: "at", reason }));
  const late = refused(stored.expired, `is older than the ${stored.retentionDays} days that are kept`);
  const early = refused(stored.future, "is more than a day ahead of this server's clock");
  const unchanged = good.length - late.length - early.length - stored.stored;
  return { stored: stored.stored, unchanged, rejected: inOrder([...rejected, ...late, ...early]) };
}

function inOrder(items: readonly RejectedItem[]): RejectedItem[] {
  return [...items].sort((a, b) => a.index - b.index);
}

async function withId({ report }: CheckedExecution) {
  return { ...report, id: report.id ?? (await contentId(report, report.startedAt)) };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // Which part is wrong, the parser says in words that differ between runtimes.
    return undefined;
  }
}
