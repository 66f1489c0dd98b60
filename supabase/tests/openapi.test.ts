/** The OpenAPI document: what it says is what the schemas check, and its examples are taken. */
import { expect, test } from "vitest";
import { z } from "zod";
import { checkExecutions } from "../../lib/domain/check-executions.ts";
import { checkMetrics } from "../../lib/domain/check-metrics.ts";
import { errorPatternsQuerySchema, recommendationsQuerySchema } from "../../lib/domain/fleet-question.ts";
import { executionReportSchema, ingestBatchSchema } from "../../lib/domain/ingest.ts";
import { EXAMPLES, RESULT_EXAMPLE } from "../functions/_shared/openapi-examples.ts";
import { ingestResultSchema } from "../functions/_shared/openapi-schemas.ts";
import { endpoint, hex } from "./otlp-requests.ts";
import { makeSmallWorkspace } from "./stack.ts";

const operationSchema = z.object({
  operationId: z.string(),
  summary: z.string(),
  parameters: z.array(z.object({ name: z.string(), in: z.literal("query"), required: z.boolean(), schema: z.looseObject({}) })).optional(),
  requestBody: z.object({ required: z.boolean(), content: z.record(z.string(), z.unknown()) }).optional(),
  responses: z.record(z.string().regex(/^\d{3}$/), z.looseObject({ description: z.string() })),
});
/** The parts of OpenAPI 3.1 that the document uses. */
const documentSchema = z.strictObject({
  openapi: z.literal("3.1.0"),
  info: z.object({ title: z.string(), version: z.string(), description: z.string() }),
  servers: z.array(z.object({ url: z.url() })).min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  paths: z.record(z.string().startsWith("/"), z.record(z.enum(["get", "post"]), operationSchema.optional())),
  components: z.object({
    securitySchemes: z.record(z.string(), z.looseObject({ type: z.string() })),
    schemas: z.record(z.string(), z.looseObject({})),
  }),
});

async function fetchDocument() {
  const answer = await fetch(endpoint("/openapi.json"));
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/json"]);
  const text = await answer.text();
  return { text, document: documentSchema.parse(JSON.parse(text)) };
}

test("the document is served without a key, is whole, and refers to nothing that is not in it", async () => {
  const { text, document } = await fetchDocument();
  const referred = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? "");
  expect(referred.length).toBeGreaterThan(5);
  expect(referred.filter((name) => document.components.schemas[name] === undefined)).toEqual([]);
  const schemes = document.security.flatMap((one) => Object.keys(one));
  expect(schemes.filter((name) => document.components.securitySchemes[name] === undefined)).toEqual([]);
  const ids = Object.values(document.paths).flatMap((path) => Object.values(path).flatMap((operation) => operation?.operationId ?? []));
  expect(new Set(ids).size).toBe(ids.length);
});

test("it names every field of an execution that is taken, and no other", async () => {
  const { document } = await fetchDocument();
  const shape = z.object({ properties: z.record(z.string(), z.unknown()), required: z.array(z.string()) });
  const said = shape.parse(document.components.schemas["ExecutionReport"]);
  expect(Object.keys(said.properties).sort()).toEqual(Object.keys(executionReportSchema.shape).sort());
  expect(said.required.sort()).toEqual(["agentId", "startedAt", "taskType"]);
});

test("it names the parameters of the fleet function's questions, and no other", async () => {
  const { document } = await fetchDocument();
  const named = (path: string) => document.paths[path]?.get?.parameters?.map(({ name }) => name).sort();
  expect(named("/fleet/recommendations")).toEqual(Object.keys(recommendationsQuerySchema.shape).sort());
  expect(named("/fleet/error-patterns")).toEqual(Object.keys(errorPatternsQuerySchema.shape).sort());
});

test.each(Object.entries(EXAMPLES))("its example %s is a batch without a bad row", (_, { value }) => {
  const batch = ingestBatchSchema.parse(value);
  expect(checkExecutions(batch.executions).rejected).toEqual([]);
  expect(checkMetrics(batch.metrics).rejected).toEqual([]);
});

test("the answers that it shows are those that are given", async () => {
  expect(() => ingestResultSchema.parse(RESULT_EXAMPLE)).not.toThrow();
  const { key } = await makeSmallWorkspace();
  const executions = [{ agentId: "a", taskType: "t", startedAt: new Date().toISOString(), traceId: hex(32) }, {}];
  const metrics = [{ name: "n", type: "other", unit: "", at: new Date().toISOString(), value: 1 }];
  const answer = await fetch(endpoint(""), {
    method: "POST",
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify({ executions, metrics }),
  });
  expect(z.strictObject(ingestResultSchema.shape).parse(await answer.json())).toMatchObject({ stored: 1, metrics: { stored: 1 } });
});
