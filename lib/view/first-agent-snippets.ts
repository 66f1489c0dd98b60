import { otelSettings } from "./report-snippets.ts";

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

/** The same for any program that OpenTelemetry instruments, by its environment. */
export function otelSnippet(supabaseUrl: string): string {
  return otelSettings({ url: supabaseUrl, apiKey: "$WINDVANE_API_KEY", agentId: "email-agent" });
}
