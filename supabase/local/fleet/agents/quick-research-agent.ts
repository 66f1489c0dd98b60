import { runAgentProcess } from "../live/agent-process.ts";

await runAgentProcess("quick-research-agent");
