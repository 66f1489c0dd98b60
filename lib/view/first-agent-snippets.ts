/** A command that reports one execution which succeeded, to the stack at `supabaseUrl`. The key is read from the environment and not shown. */
export function curlSnippet(supabaseUrl: string): string {
  return `curl ${supabaseUrl}/functions/v1/ingest \\
  -H "Authorization: Bearer $WINDVANE_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"executions": [{
    "agentId": "email-agent",
    "taskType": "email_processing",
    "status": "succeeded",
    "startedAt": "'$(date -u +%Y-%m-%dT%H:%M:%SZ)'",
    "durationMs": 1240
  }]}'`;
}

/** The same by the SDK, for a program in Node, Deno or Bun. */
export function sdkSnippet(supabaseUrl: string): string {
  return `// In a checkout of Windvane. For another project: npm pack ./lib/sdk, install the file, import "@windvane/sdk".
import { createWindvane } from "./lib/sdk/windvane.ts";

const { executionFeedback, close } = createWindvane({
  url: "${supabaseUrl}",
  apiKey: process.env.WINDVANE_API_KEY,
});
const execution = executionFeedback.startExecution({
  agentId: "email-agent",
  taskType: "email_processing",
});
try {
  await processEmail();
  execution.finish({ success: true });
} catch (error) {
  execution.finish({ success: false, error });
}
await close();`;
}

/** Settings by which any program that OpenTelemetry instruments reports its spans and metrics, for a POSIX shell. */
export function otelSnippet(supabaseUrl: string): string {
  return `export OTEL_EXPORTER_OTLP_ENDPOINT="${supabaseUrl}/functions/v1/ingest"
export OTEL_EXPORTER_OTLP_PROTOCOL="http/protobuf"
export OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer%20$WINDVANE_API_KEY"
export OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE="delta"
export OTEL_LOGS_EXPORTER="none"
export OTEL_SERVICE_NAME="email-agent"`;
}
