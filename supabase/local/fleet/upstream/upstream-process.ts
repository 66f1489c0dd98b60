import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { openHome } from "../live/layout.ts";
import { readProcessSettings } from "../live/process-settings.ts";
import { stopSignal } from "../live/stop-signal.ts";
import { drawsOf } from "../world/draws.ts";
import { createFaultProxy } from "./fault-proxy.ts";
import { createSiteServer } from "./site-server.ts";
import { replenish } from "./supply.ts";

/** Often enough that no agent finds its folder empty. */
const SUPPLY_EVERY_MS = 5000;

const { home, seed, stretch, upstreamPort } = readProcessSettings();
const signal = stopSignal();
const layout = openHome(home);

const site = createSiteServer(seed);
const sitePort = await listen(site, 0);
const proxy = createFaultProxy({ upstreamPort: sitePort, seed, random: drawsOf(seed, "proxy", Date.now()), settingsPath: layout.faults });
process.send?.({ port: await listen(proxy, upstreamPort) });

while (!signal.aborted) {
  replenish(layout, { home, seed, stretch, nowMs: Date.now() });
  await sleep(SUPPLY_EVERY_MS, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
for (const server of [proxy, site]) {
  server.close();
  server.closeAllConnections();
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  // A server on a port has an address of this kind.
  return (server.address() as AddressInfo).port;
}
