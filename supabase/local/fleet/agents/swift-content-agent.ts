import { runAgentProcess } from "../live/agent-process.ts";

await runAgentProcess("swift-content-agent");
