import { expect, test } from "vitest";
import { executionReportSchema } from "../domain/ingest.ts";
import { curlSnippet, exampleReport, otelSnippet, sdkSnippet } from "./report-snippets.ts";

const target = { url: "http://127.0.0.1:54321", apiKey: "wv_example", nowMs: Date.UTC(2026, 10, 22) };

test("the example is a report that ingest takes, and it has ended", () => {
  const parsed = executionReportSchema.parse(exampleReport(target.nowMs));
  expect(Date.parse(parsed.startedAt) + (parsed.durationMs ?? 0)).toBe(target.nowMs);
});

test("the command carries the key, the address, and the example as one quoted argument", () => {
  const command = curlSnippet(target);
  expect(command).toContain("http://127.0.0.1:54321/functions/v1/ingest");
  expect(command).toContain('"Authorization: Bearer wv_example"');
  const body = /-d '([^']*)'$/.exec(command)?.[1] ?? "";
  expect(JSON.parse(body)).toEqual({ executions: [exampleReport(target.nowMs)] });
});

test("the program carries the key and the address", () => {
  expect(sdkSnippet(target)).toContain('apiKey: "wv_example"');
  expect(sdkSnippet(target)).toContain('url: "http://127.0.0.1:54321"');
});

test("the settings of OpenTelemetry bear the endpoint and the key", () => {
  const settings = otelSnippet({ url: "https://fleet.example.org", apiKey: "wv_key" });
  expect(settings).toContain('ENDPOINT="https://fleet.example.org/functions/v1/ingest"');
  expect(decodeURIComponent(/HEADERS="authorization=([^"]*)"/.exec(settings)?.[1] ?? "")).toBe("Bearer wv_key");
});
