import { mkdirSync } from "node:fs";
import { LocalError } from "../local-error.ts";
import { Child } from "./child.ts";
import { writeProcessSettings } from "./live/process-settings.ts";
import { AGENT_IDS } from "./work/roster.ts";
import { LIVE_STRETCH } from "./world/pace.ts";

/** Where the fleet reports, with which key, where its world lies, and where its processes log. `seed` makes another world. */
export type FleetOptions = {
  readonly supabaseUrl: string;
  readonly apiKey: string;
  readonly home: string;
  readonly logDir: string;
  readonly seed?: number | undefined;
  /** How much slower than its routines' own pauses it goes; 1 is about one execution a second. */
  readonly stretch?: number | undefined;
};

/** A running fleet. `pids` are those of this moment; a process that dies comes back under another. */
export type Fleet = { readonly stop: () => Promise<void>; readonly faultsUrl: string; readonly pids: readonly number[] };

/** The world of the demo, past and present. */
export const DEMO_SEED = 20_261_122;
/** A Node process starts in well under a second, even on a busy machine in a few. */
const READY_WITHIN_MS = 20_000;

/** Starts the upstream with its fault proxy, then the agents, each as a process of its own; resolves when the agents can work. */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const { supabaseUrl: windvaneUrl, apiKey, home, logDir, seed = DEMO_SEED, stretch = LIVE_STRETCH } = options;
  for (const folder of [home, logDir]) mkdirSync(folder, { recursive: true });
  // The first port is any that is free; a restarted upstream takes the same, where the agents look for it.
  let port = 0;
  const environment = (): Record<string, string> =>
    writeProcessSettings({ windvaneUrl, apiKey, home, seed, stretch, upstreamUrl: `http://127.0.0.1:${port}`, upstreamPort: port });
  const plan = (name: string, script: string): Child => new Child({ name, script, logDir, environment });
  const upstream = plan("fleet-upstream", "./upstream/upstream-process.ts");
  port = await startUpstream(upstream, logDir);
  const agents = AGENT_IDS.map((agentId) => plan(agentId, `./agents/${agentId}.ts`));
  for (const agent of agents) agent.start();
  return {
    // The agents first, so that none fails for want of an upstream.
    stop: async () => {
      await Promise.all(agents.map((agent) => agent.stop()));
      await upstream.stop();
    },
    faultsUrl: `http://127.0.0.1:${port}/faults`,
    get pids() {
      return [upstream, ...agents].flatMap((child) => child.pid ?? []);
    },
  };
}

async function startUpstream(upstream: Child, logDir: string): Promise<number> {
  try {
    return await new Promise<number>((resolve, reject) => {
      const message = `The demo fleet's upstream did not start within ${READY_WITHIN_MS / 1000} s; ${logDir}/fleet-upstream.log says why.`;
      const deadline = setTimeout(() => reject(new LocalError(message)), READY_WITHIN_MS);
      upstream.start((ready) => {
        clearTimeout(deadline);
        resolve((ready as { readonly port: number }).port);
      });
    });
  } catch (error) {
    await upstream.stop();
    throw error;
  }
}
