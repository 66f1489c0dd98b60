import type { ExecutionReport } from "../domain/ingest.ts";

/** Where agents report, and with which key. `nowMs` dates the example. */
export type ReportTarget = { readonly url: string; readonly apiKey: string; readonly nowMs: number };

/** How long the example's execution took. */
const EXAMPLE_MS = 1240;

/** The execution that {@link curlSnippet} reports: it ends now. */
export function exampleReport(nowMs: number): ExecutionReport {
  return {
    agentId: "first-agent",
    taskType: "greeting",
    status: "succeeded",
    startedAt: new Date(nowMs - EXAMPLE_MS).toISOString(),
    durationMs: EXAMPLE_MS,
  };
}

/** A command that reports one execution, for a POSIX shell. */
export function curlSnippet({ url, apiKey, nowMs }: ReportTarget): string {
  const body = JSON.stringify({ executions: [exampleReport(nowMs)] });
  return [
    `curl ${url}/functions/v1/ingest \\`,
    `  -H "Authorization: Bearer ${apiKey}" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '${body}'`,
  ].join("\n");
}

/** A program that reports one execution through the SDK. */
export function sdkSnippet({ url, apiKey }: Pick<ReportTarget, "url" | "apiKey">): string {
  return `// In a checkout of Windvane. For another project: npm pack ./lib/sdk, install the file, import "@windvane/sdk".
import { createWindvane } from "./lib/sdk/windvane.ts";

const { executionFeedback, close } = createWindvane({
  url: ${JSON.stringify(url)},
  apiKey: ${JSON.stringify(apiKey)},
});

const execution = executionFeedback.startExecution({
  agentId: "first-agent",
  taskType: "greeting",
});
execution.finish({ success: true, outputs: { greeted: 1 } });
await close();`;
}

/** What the settings name: where spans go, with which key, and the agent that spans without one of their own belong to. */
type OtelTarget = Pick<ReportTarget, "url" | "apiKey"> & { readonly agentId: string };

/** Settings by which any program that OpenTelemetry instruments reports its spans and metrics, for a POSIX shell. */
export function otelSettings({ url, apiKey, agentId }: OtelTarget): string {
  return [
    `export OTEL_EXPORTER_OTLP_ENDPOINT="${url}/functions/v1/ingest"`,
    `export OTEL_EXPORTER_OTLP_PROTOCOL="http/protobuf"`,
    `export OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer%20${apiKey}"`,
    `export OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE="delta"`,
    `export OTEL_LOGS_EXPORTER="none"`,
    `export OTEL_SERVICE_NAME="${agentId}"`,
  ].join("\n");
}

/** {@link otelSettings} for the agent of the other examples. */
export function otelSnippet(target: Pick<ReportTarget, "url" | "apiKey">): string {
  return otelSettings({ ...target, agentId: "first-agent" });
}
