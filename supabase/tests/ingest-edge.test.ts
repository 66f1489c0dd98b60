/** The HTTP edge of ingest: routes, keys, encodings, limits, and answers as exporters expect them. */
import { gzipSync } from "node:zlib";
import { BinaryReader } from "@bufbuild/protobuf/wire";
import { describe, expect, test } from "vitest";
import { OTLP_MAX_SPANS } from "../../lib/otel/limits.ts";
import { finished, running, storedExecutions } from "./ingest-requests.ts";
import { endpoint, hex, jsonSpan, postTraces, tracesRequest } from "./otlp-requests.ts";
import { makeSmallWorkspace, only, service } from "./stack.ts";

const span = (more: object = {}) => ({
  ...jsonSpan({ traceId: hex(32), spanId: hex(16), name: "work", startMs: Date.now() - 1000, endMs: Date.now() }),
  ...more,
});

const send = (path: string, init: RequestInit) => fetch(endpoint(path), { method: "POST", ...init });

describe("a key", () => {
  test.each([
    ["Authorization: Bearer KEY", (key: string) => ({ authorization: `Bearer ${key}` })],
    ["Authorization: Bearer%20KEY", (key: string) => ({ authorization: `Bearer%20${key}` })],
    ["x-api-key: KEY", (key: string) => ({ "x-api-key": key })],
  ])("is taken as %s", async (_, headersOf) => {
    const { id, key } = await makeSmallWorkspace();
    const headers = { "content-type": "application/json", ...headersOf(key) };
    expect((await send("/v1/traces", { headers, body: JSON.stringify(tracesRequest([span()])) })).status).toBe(200);
    expect((await send("", { headers, body: JSON.stringify({ executions: [finished(running())] }) })).status).toBe(200);
    expect(await storedExecutions(id)).toHaveLength(2);
  });

  test("that is missing or wrong is refused, also for a request without spans", async () => {
    expect(await postTraces("nobody's", tracesRequest([]))).toMatchObject({ status: 401, body: { code: 16 } });
    const answer = await send("/v1/metrics", { headers: { "content-type": "application/json" }, body: "{}" });
    expect([answer.status, await answer.json()]).toMatchObject([401, { code: 16 }]);
  });
});

describe("an OTLP request", () => {
  test("that is partly bad is stored but for that part, which is counted and named", async () => {
    const { id, key } = await makeSmallWorkspace();
    const answer = await postTraces(key, tracesRequest([span(), span({ traceId: "0".repeat(32), name: "lost" }), span({ spanId: "12" })]));
    expect(answer).toMatchObject({
      status: 200,
      body: { partialSuccess: { rejectedSpans: "2", errorMessage: expect.stringContaining("lost") } },
    });
    expect(await storedExecutions(id)).toHaveLength(1);
  });

  test("in protobuf is answered in protobuf, refusals too", async () => {
    const { key } = await makeSmallWorkspace();
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/x-protobuf" };
    const empty = await send("/v1/traces", { headers, body: new Uint8Array() });
    expect([empty.status, empty.headers.get("content-type"), (await empty.arrayBuffer()).byteLength]).toEqual([
      200,
      "application/x-protobuf",
      0,
    ]);
    const bad = await send("/v1/traces", { headers, body: new Uint8Array([10, 200, 1, 1]) });
    expect([bad.status, bad.headers.get("content-type")]).toEqual([400, "application/x-protobuf"]);
    const reader = new BinaryReader(new Uint8Array(await bad.arrayBuffer()));
    expect([reader.tag()[0], reader.int32(), reader.tag()[0], reader.string()]).toEqual([1, 3, 2, expect.stringContaining("protobuf")]);
  });

  test("that is not JSON, or of another type or packing, is refused for good", async () => {
    const { key } = await makeSmallWorkspace();
    const authorization = `Bearer ${key}`;
    const status = async (headers: Record<string, string>, body: string) =>
      (await send("/v1/traces", { headers: { authorization, ...headers }, body })).status;
    expect(await status({ "content-type": "application/json" }, "{")).toBe(400);
    expect(await status({ "content-type": "text/plain" }, "{}")).toBe(415);
    expect(await status({ "content-type": "application/json", "content-encoding": "br" }, "{}")).toBe(415);
    expect(await status({ "content-type": "application/json", "content-encoding": "gzip" }, "not packed")).toBe(400);
  });

  test("that unpacks to more than is taken is refused, however small it came", async () => {
    const { key } = await makeSmallWorkspace();
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, 32));
    expect(bomb.byteLength).toBeLessThan(300_000);
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json", "content-encoding": "gzip" };
    expect((await send("/v1/traces", { headers, body: bomb })).status).toBe(413);
    expect((await send("", { headers, body: bomb })).status).toBe(413);
  });

  test("with as many spans as are taken is stored within the limits of a function; one more is refused", async () => {
    const { id, key } = await makeSmallWorkspace();
    const traceId = hex(32);
    const spans = Array.from({ length: OTLP_MAX_SPANS }, (_, index) =>
      jsonSpan({
        traceId,
        spanId: (index + 1).toString(16).padStart(16, "0"),
        ...(index > 0 && { parentSpanId: "0000000000000001" }),
        name: "chat model",
        startMs: Date.now() - 10_000,
        endMs: Date.now(),
        attributes: {
          "gen_ai.operation.name": "chat",
          "gen_ai.request.model": "m",
          "gen_ai.usage.input_tokens": index,
          "a.b": "x".repeat(100),
        },
      }),
    );
    const pack = (items: readonly object[]) => gzipSync(JSON.stringify(tracesRequest(items)));
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json", "content-encoding": "gzip" };
    const full = await send("/v1/traces", { headers, body: pack(spans) });
    expect([full.status, await full.json()]).toEqual([200, {}]);
    const over = await send("/v1/traces", { headers, body: pack([...spans, span()]) });
    expect([over.status, await over.json()]).toMatchObject([413, { message: expect.stringContaining(String(OTLP_MAX_SPANS)) }]);
    const stored = await service().client.from("execution_history").select("*", { count: "exact", head: true }).eq("workspace_id", id);
    expect(stored.count).toBe(OTLP_MAX_SPANS);
  });

  test("of logs is told that they are not taken; an unknown path, and GET, are refused", async () => {
    const { key } = await makeSmallWorkspace();
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
    const logs = await send("/v1/logs", { headers, body: "{}" });
    expect([logs.status, await logs.json()]).toMatchObject([404, { message: expect.stringContaining("OTEL_LOGS_EXPORTER") }]);
    expect((await send("/v2/traces", { headers, body: "{}" })).status).toBe(404);
    expect((await send("/v1/traces", { headers, method: "GET" })).status).toBe(405);
  });
});

test("plain HTTP takes gzip", async () => {
  const { id, key } = await makeSmallWorkspace();
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json", "content-encoding": "gzip" };
  const report = finished(running());
  const answer = await send("", { headers, body: gzipSync(JSON.stringify({ executions: [report] })) });
  expect([answer.status, await answer.json()]).toMatchObject([200, { stored: 1 }]);
  expect(only(await storedExecutions(id)).id).toBe(report.id);
});

test("metrics are stored beside executions, and counted apart", async () => {
  const { key } = await makeSmallWorkspace();
  const point = { name: "queue", type: "other", unit: "1", at: new Date().toISOString(), value: 3 };
  const body = JSON.stringify({ executions: [finished(running())], metrics: [point, point, { ...point, type: "odd" }] });
  const answer = await send("", { headers: { authorization: `Bearer ${key}`, "content-type": "application/json" }, body });
  expect(await answer.json()).toMatchObject({ stored: 1, metrics: { stored: 1, unchanged: 1, rejected: [{ index: 2, field: "type" }] } });
});
