import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createWindvane } from "../../../../lib/sdk/windvane.ts";
import { AGENTS, type AgentId } from "../work/roster.ts";
import { drawsOf } from "../world/draws.ts";
import { createLevels } from "../world/faults.ts";
import { createCalendarEdge } from "./calendar-edge.ts";
import { watchFaultSettings } from "./fault-settings.ts";
import { createCacheEdge, createFolderEdge } from "./folder-edge.ts";
import type { AgentContext, HandlersOf } from "./handlers.ts";
import { openHome } from "./layout.ts";
import { createMailEdge } from "./mail-edge.ts";
import { createNetworkEdge } from "./network-edge.ts";
import { readProcessSettings } from "./process-settings.ts";
import { runRoutine } from "./run-routine.ts";
import { stopSignal } from "./stop-signal.ts";
import { createTrackingEdge } from "./tracking-edge.ts";
import { createWorkEdge } from "./work-edge.ts";

/** How long a stopped agent may take to send what it has not sent. */
const LAST_FLUSH_MS = 1500;

/** The whole life of an agent's process: works until it is told to stop or its parent is gone, then sends what is left. */
export async function runAgentProcess(agentId: AgentId): Promise<void> {
  const settings = readProcessSettings();
  const signal = stopSignal();
  const layout = openHome(settings.home);
  const random = drawsOf(settings.seed, agentId, Date.now());
  const levelsAt = createLevels(settings.seed, watchFaultSettings(layout.faults));
  const ctx: AgentContext = { layout, random, levels: () => levelsAt(Date.now()) };
  const windvane = createWindvane({
    url: settings.windvaneUrl,
    apiKey: settings.apiKey,
    spool: { directory: join(settings.home, "spool") },
  });
  const tracking = createTrackingEdge(windvane);
  const work = createWorkEdge(ctx);
  const handlers = {
    ...createPacing(ctx, settings.stretch, signal),
    ...tracking,
    ...createNetworkEdge(settings.upstreamUrl, signal),
    ...createMailEdge(ctx),
    ...createFolderEdge(ctx),
    ...createCacheEdge(ctx),
    ...createCalendarEdge(ctx),
    ...work,
  };
  try {
    await runRoutine(AGENTS[agentId](), handlers, signal);
  } finally {
    tracking.abandon("the agent was stopped");
    await windvane.close({ timeoutMs: LAST_FLUSH_MS });
    work.close();
  }
}

function createPacing({ random }: AgentContext, stretch: number, signal: AbortSignal): HandlersOf<"pause" | "wait" | "draw"> {
  const pause = async (ms: number): Promise<null> => {
    // A stop ends the pause early; whoever paused looks at the signal.
    await sleep(ms, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    return null;
  };
  return { pause: ({ meanMs }) => pause(meanMs * stretch * (0.5 + random())), wait: ({ ms }) => pause(ms), draw: () => random() };
}
