import { expect, test } from "vitest";
import { executionReportSchema, ingestBatchSchema } from "../domain/ingest.ts";
import { curlSnippet, otelSnippet, sdkSnippet } from "./first-agent-snippets.ts";

test("what the command sends is a batch that ingest takes", () => {
  const snippet = curlSnippet("http://127.0.0.1:54321");
  // As the shell makes it: single quotes go, and the clock is read.
  const body = /-d ([\s\S]*)$/
    .exec(snippet)?.[1]
    ?.replace(/\$\(date[^)]*\)/, "2026-11-22T12:00:00Z")
    .replaceAll("'", "");
  const batch = ingestBatchSchema.parse(JSON.parse(body ?? ""));
  expect(executionReportSchema.parse(batch.executions[0])).toMatchObject({ agentId: "email-agent", status: "succeeded", durationMs: 1240 });
  expect(snippet).toContain("http://127.0.0.1:54321/functions/v1/ingest");
});

test("the code names the workspace's own stack", () => {
  expect(sdkSnippet("https://fleet.example.org")).toContain('url: "https://fleet.example.org"');
});

test("the settings of OpenTelemetry name the endpoint below which exporters put /v1/traces, and the key's header as it is written in them", () => {
  const settings = otelSnippet("https://fleet.example.org");
  expect(settings).toContain('OTEL_EXPORTER_OTLP_ENDPOINT="https://fleet.example.org/functions/v1/ingest"');
  expect(decodeURIComponent(/HEADERS="authorization=([^"]*)"/.exec(settings)?.[1] ?? "")).toBe("Bearer $WINDVANE_API_KEY");
});
