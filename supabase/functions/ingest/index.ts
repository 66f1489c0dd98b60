import { ingestExecutions } from "../../../lib/data/ingest-executions.ts";
import { type CheckedExecution, checkExecutions } from "../../../lib/domain/check-executions.ts";
import { INGEST_MAX_BYTES, INGEST_MAX_EXECUTIONS, type IngestResult, ingestBatchSchema } from "../../../lib/domain/ingest.ts";
import { answer, bearerToken, preflight, readLimited, refuse } from "../_shared/http.ts";
import { serviceClient } from "../_shared/service-client.ts";
import { contentId, sha256Hex } from "../_shared/sha256.ts";

const client = serviceClient();

Deno.serve((request) => handle(request).catch(fail));

async function handle(request: Request): Promise<Response> {
  if (request.method === "OPTIONS") return preflight();
  if (request.method !== "POST") return refuse(405, "method_not_allowed", "Send a batch of executions with POST.");
  const key = bearerToken(request);
  if (key === null) return unauthorized();
  const text = await readLimited(request, INGEST_MAX_BYTES);
  if (text === null) {
    const limits = { maxBytes: INGEST_MAX_BYTES, maxExecutions: INGEST_MAX_EXECUTIONS };
    return answer(413, { code: "payload_too_large", message: `A batch may have ${INGEST_MAX_BYTES} bytes. Send it in parts.`, ...limits });
  }
  const body = parseJson(text);
  if (body === undefined) return refuse(400, "invalid_input", "The body is not JSON.");
  const batch = ingestBatchSchema.safeParse(body);
  if (!batch.success) {
    const issue = batch.error.issues[0];
    return refuse(400, "invalid_input", `${issue?.path.join(".") || "The body"}: ${issue?.message ?? "is no batch"}`);
  }
  return store(key, batch.data);
}

async function store(key: string, batch: { sentAt?: string; workspaceId?: string; executions: unknown[] }): Promise<Response> {
  const { good, rejected } = checkExecutions(batch.executions);
  const executions = await Promise.all(good.map(withId));
  const stored = await ingestExecutions(client, {
    keyHash: await sha256Hex(key),
    sentAt: batch.sentAt,
    workspaceId: batch.workspaceId,
    executions,
  });
  if (stored.kind === "unauthorized") return unauthorized();
  const expired = stored.expired.map((position) => ({
    index: good[position]?.index ?? position,
    field: "startedAt",
    reason: `is older than the ${stored.retentionDays} days that are kept`,
  }));
  const result: IngestResult = {
    stored: stored.stored,
    unchanged: executions.length - expired.length - stored.stored,
    rejected: [...rejected, ...expired].sort((a, b) => a.index - b.index),
    clockSkews: stored.clockSkews,
  };
  return answer(200, result);
}

async function withId({ report }: CheckedExecution) {
  return { ...report, id: report.id ?? (await contentId(report, report.startedAt)) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Which part is wrong, the parser says in words that differ between runtimes.
    return undefined;
  }
}

function unauthorized(): Response {
  return refuse(401, "unauthorized", "The API key is wrong, revoked, or not for this workspace. Nothing was stored.");
}

function fail(cause: unknown): Response {
  console.error(cause);
  return refuse(503, "unavailable", "The batch could not be stored. Nothing is lost if it is sent again.");
}
