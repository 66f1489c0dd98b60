import { encodingOf } from "../../../lib/otel/export-answer.ts";
import { answer, apiKeyOf, pathBelow, preflight, refuse } from "../_shared/http.ts";
import { ingestBatch, unauthorized } from "../_shared/ingest-batch.ts";
import { openApiDocument } from "../_shared/openapi.ts";
import { ingestOtlpMetrics } from "../_shared/otlp-metrics.ts";
import { refuseOtlp } from "../_shared/otlp-request.ts";
import { ingestTraces } from "../_shared/otlp-traces.ts";
import { serviceClient } from "../_shared/service-client.ts";

const client = serviceClient();
const ROUTES = { "/": ingestBatch, "/v1/traces": ingestTraces, "/v1/metrics": ingestOtlpMetrics };

Deno.serve((request) => handle(request).catch((cause) => fail(request, cause)));

async function handle(request: Request): Promise<Response> {
  if (request.method === "OPTIONS") return preflight();
  const path = pathBelow(request, "ingest");
  if (path === "/openapi.json" && request.method === "GET") return answer(200, openApiDocument(Deno.env.get("SUPABASE_URL") ?? ""));
  const isOtlp = path.startsWith("/v1/");
  const no = (status: number, code: string, message: string) =>
    isOtlp ? refuseOtlp(encodingOf(request.headers.get("content-type")) ?? "json", status, message) : refuse(status, code, message);
  if (path === "/v1/logs") return no(404, "not_found", "Logs are not taken. Send traces and metrics, and set OTEL_LOGS_EXPORTER=none.");
  const route = Object.entries(ROUTES).find(([name]) => name === path)?.[1];
  if (route === undefined) return no(404, "not_found", `There is nothing at ${path}. Batches go to /, OTLP to /v1/traces and /v1/metrics.`);
  if (request.method !== "POST") return no(405, "method_not_allowed", "Send a batch with POST.");
  const key = apiKeyOf(request);
  if (key !== null) return route(client, request, key);
  return isOtlp ? no(401, "unauthorized", "The API key is missing: send the header Authorization: Bearer KEY.") : unauthorized();
}

/** A request that could not be stored may be sent again: whatever of it was stored is stored once. */
function fail(request: Request, cause: unknown): Response {
  console.error(cause);
  const message = "The batch could not be stored. Nothing is lost if it is sent again.";
  if (!pathBelow(request, "ingest").startsWith("/v1/")) return answer(503, { code: "unavailable", message }, { "retry-after": "2" });
  return refuseOtlp(encodingOf(request.headers.get("content-type")) ?? "json", 503, message);
}
