import { runAgentProcess } from "../live/agent-process.ts";

await runAgentProcess("calendar-agent");
