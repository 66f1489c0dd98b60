import { INGEST_MAX_BYTES, INGEST_MAX_EXECUTIONS } from "../../../lib/domain/ingest.ts";
import { INGEST_MAX_METRICS } from "../../../lib/domain/metric.ts";
import { PREFERENCES } from "../../../lib/domain/recommendation.ts";
import { OTLP_MAX_BYTES, OTLP_MAX_INFLATED_BYTES, OTLP_MAX_POINTS, OTLP_MAX_SPANS } from "../../../lib/otel/limits.ts";
import { EXAMPLES, RESULT_EXAMPLE } from "./openapi-examples.ts";
import { componentSchemas } from "./openapi-schemas.ts";

/** The OpenAPI 3.1 document of what agents call over HTTP. Its shapes are made from the schemas that check the requests. */
export function openApiDocument(url: string): Readonly<Record<string, unknown>> {
  return {
    openapi: "3.1.0",
    info: {
      title: "Windvane",
      version: "1",
      description:
        "Agents report executions and metrics here, and ask which agent to trust. Every request bears an API key of a workspace.",
    },
    servers: [{ url: `${url}/functions/v1` }],
    security: [{ bearer: [] }, { apiKey: [] }],
    paths: {
      "/ingest": { post: ingestOperation() },
      "/ingest/v1/traces": { post: otlpOperation("traces", `At most ${OTLP_MAX_SPANS} spans a request. Each becomes an execution.`) },
      "/ingest/v1/metrics": { post: otlpOperation("metrics", `At most ${OTLP_MAX_POINTS} points a request.`) },
      "/fleet/recommendations": { get: recommendationsOperation() },
      "/fleet/error-patterns": { get: errorPatternsOperation() },
    },
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "An API key, as the settings page makes it." },
        apiKey: { type: "apiKey", in: "header", name: "x-api-key" },
      },
      schemas: componentSchemas(),
    },
  };
}

function ingestOperation() {
  return {
    operationId: "ingest",
    summary: "Report executions and metrics",
    description: [
      `At most ${INGEST_MAX_BYTES} bytes, ${INGEST_MAX_EXECUTIONS} executions and ${INGEST_MAX_METRICS} metric points; gzip is taken.`,
      "Rows are checked one by one: a bad one is named in the answer and does not spoil the others.",
      "Whatever is sent again is stored once: an execution by its id (made from its content where none is given), a point by series, source and instant.",
      "401 and 400 will not change when sent again; 429 and 503 will, after Retry-After seconds.",
    ].join(" "),
    requestBody: { required: true, content: json("IngestBatch", { examples: EXAMPLES }) },
    responses: {
      200: { description: "What became of the batch.", content: json("IngestResult", { example: RESULT_EXAMPLE }) },
      ...refusals({ 400: "The body is no batch.", 413: "The body is too large.", 415: "The Content-Encoding is not known." }),
    },
  };
}

function otlpOperation(signal: "traces" | "metrics", limit: string) {
  const body = { schema: { type: "object", description: `Export${signal === "traces" ? "Trace" : "Metrics"}ServiceRequest of OTLP 1.x` } };
  const content = { "application/json": body, "application/x-protobuf": { schema: { type: "string", format: "binary" } } };
  const refused = (description: string) => ({ description, content: { "application/json": { schema: { type: "object" } } } });
  return {
    operationId: `otlp_${signal}`,
    summary: `OpenTelemetry ${signal} by OTLP/HTTP`,
    description: `${limit} At most ${OTLP_MAX_BYTES} bytes, ${OTLP_MAX_INFLATED_BYTES} unpacked; gzip is taken. Set OTEL_EXPORTER_OTLP_ENDPOINT to this server's /ingest.`,
    requestBody: { required: true, content },
    responses: {
      200: { description: "Taken, wholly or in part: partial_success says how many items were not, and why.", content },
      400: refused("The body cannot be read. Not to be sent again."),
      401: refused("The API key is missing, wrong or revoked."),
      413: refused("The request is too large. Send smaller batches."),
      415: refused("The Content-Type or Content-Encoding is not known."),
      503: { ...refused("Not stored. To be sent again."), headers: { "Retry-After": { schema: { type: "integer" } } } },
    },
  };
}

function recommendationsOperation() {
  return {
    operationId: "recommendAgent",
    summary: "Which agent to trust with a task type",
    parameters: [
      { ...parameter("taskType", { type: "string" }, "The kind of work."), required: true },
      parameter("prefer", { type: "string", enum: PREFERENCES }, "What counts among agents that succeed alike; reliability if not given."),
      workspaceParameter(),
    ],
    responses: {
      200: { description: "The agent to use now first, then the others by rank.", content: json("Recommendations") },
      ...refusals({ 400: "A parameter is wrong." }),
    },
  };
}

function errorPatternsOperation() {
  return {
    operationId: "identifyErrorPatterns",
    summary: "Which errors happen, grouped by what they say",
    parameters: [
      parameter("days", { type: "integer", minimum: 1, maximum: 90, default: 7 }, "How far to look back."),
      workspaceParameter(),
    ],
    responses: {
      200: { description: "Groups of errors, the most frequent first.", content: json("ErrorPatterns") },
      ...refusals({ 400: "A parameter is wrong." }),
    },
  };
}

function workspaceParameter() {
  return parameter("workspaceId", { type: "string", format: "uuid" }, "Refused when it is not the key's own workspace.");
}

function parameter(name: string, schema: object, description: string) {
  return { name, in: "query", required: false, description, schema };
}

function json(schema: string, more: object = {}) {
  return { "application/json": { schema: { $ref: `#/components/schemas/${schema}` }, ...more } };
}

function refusals(own: Readonly<Record<number, string>>) {
  const all = { ...own, 401: "The API key is missing, wrong, revoked, or of another workspace.", 503: "Try again." };
  return Object.fromEntries(Object.entries(all).map(([status, description]) => [status, { description, content: json("Refusal") }]));
}
