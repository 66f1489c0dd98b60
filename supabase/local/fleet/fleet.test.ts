import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { executionReportSchema, type IngestResult, ingestBatchSchema, type ParsedExecutionReport } from "../../../lib/domain/ingest.ts";
import { type Fleet, startFleet } from "./fleet.ts";
import { readBody } from "./upstream/site-server.ts";
import { AGENT_IDS } from "./work/roster.ts";

const folder = mkdtempSync(join(tmpdir(), "fleet-"));
const received: ParsedExecutionReport[] = [];
const keys = new Set<string | undefined>();
const ingest = createServer(async (request, response) => {
  const { executions } = ingestBatchSchema.parse(JSON.parse(await readBody(request)));
  received.push(...executions.map((row) => executionReportSchema.parse(row)));
  keys.add(request.headers.authorization);
  const result: IngestResult = { stored: executions.length, unchanged: 0, rejected: [], clockSkews: [] };
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(result));
});
let fleet: Fleet;

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    // No such process is the answer here.
    return false;
  }
};

beforeAll(async () => {
  ingest.listen(0, "127.0.0.1");
  await once(ingest, "listening");
  const { port } = ingest.address() as AddressInfo;
  fleet = await startFleet({
    supabaseUrl: `http://127.0.0.1:${port}`,
    apiKey: "wv_fleet",
    home: join(folder, "home"),
    logDir: join(folder, "logs"),
    stretch: 1,
  });
});
afterAll(async () => {
  await fleet.stop();
  ingest.close();
  ingest.closeAllConnections();
  rmSync(folder, { recursive: true });
});

describe("the fleet, as processes", () => {
  test("every agent is a process of its own and reports through its SDK with the fleet's key", async () => {
    expect(new Set(fleet.pids).size).toBe(AGENT_IDS.length + 1);
    // Whoever looks for a contact before the first mail is read looks again after a pause of up to half a minute.
    await vi.waitFor(() => expect(new Set(received.map((row) => row.agentId))).toEqual(new Set(AGENT_IDS)), {
      timeout: 50_000,
      interval: 250,
    });
    expect([...keys]).toEqual(["Bearer wv_fleet"]);
    expect(received.every((row) => row.tags?.["demo"] === true)).toBe(true);
  });

  test("a process that is killed comes back, and a fleet that is stopped leaves none and nothing running", async () => {
    const [victim] = fleet.pids.slice(1);
    process.kill(victim ?? Number.NaN, "SIGKILL");
    await vi.waitFor(() => expect(fleet.pids.length === AGENT_IDS.length + 1 && !fleet.pids.includes(victim ?? 0)).toBe(true), {
      timeout: 10_000,
    });
    const { pids } = fleet;
    await fleet.stop();
    expect(pids.filter(isAlive)).toEqual([]);
    expect(fleet.pids).toEqual([]);
  });
});
