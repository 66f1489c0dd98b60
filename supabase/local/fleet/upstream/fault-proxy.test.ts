import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createNetworkEdge } from "../live/network-edge.ts";
import type { FetchAnswer } from "../work/effects.ts";
import { drawsOf } from "../world/draws.ts";
import { FAULT_KINDS, type FaultKind } from "../world/faults.ts";
import { companyOf } from "../world/people.ts";
import { createFaultProxy } from "./fault-proxy.ts";
import type { FaultState } from "./fault-switch.ts";
import { createSiteServer } from "./site-server.ts";

const SEED = 3;
const PATH = `/companies/${companyOf(SEED, 0).slug}/card`;
const folder = mkdtempSync(join(tmpdir(), "fleet-proxy-"));
const settingsPath = join(folder, "faults.json");
let servers: readonly Server[] = [];
let url = "";

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

beforeAll(async () => {
  const site = createSiteServer(SEED);
  const proxy = createFaultProxy({ upstreamPort: await listen(site), seed: SEED, random: drawsOf(SEED, "test", 0), settingsPath });
  url = `http://127.0.0.1:${await listen(proxy)}`;
  servers = [proxy, site];
  for (const kind of FAULT_KINDS) await setFault(kind, 0);
});
afterEach(async () => {
  for (const kind of FAULT_KINDS) await setFault(kind, 0);
});
afterAll(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  rmSync(folder, { recursive: true });
});

async function setFault(kind: FaultKind, level: number | "auto"): Promise<readonly FaultState[]> {
  const response = await fetch(`${url}/faults`, { method: "PUT", body: JSON.stringify({ kind, level }) });
  expect(response.status).toBe(200);
  return ((await response.json()) as { readonly faults: readonly FaultState[] }).faults;
}

/** Many requests at once, as the agents make them. */
function ask(count: number, timeoutMs = 400): Promise<readonly FetchAnswer[]> {
  const edge = createNetworkEdge(url, new AbortController().signal);
  return Promise.all(Array.from({ length: count }, async () => edge.fetch({ path: PATH, timeoutMs })));
}

const kindOf = (answer: FetchAnswer): string => (answer.kind === "answered" ? String(answer.status) : answer.error);

describe("the proxy", () => {
  test("without faults lets everything pass unchanged", async () => {
    const { name, town } = companyOf(SEED, 0);
    for (const answer of await ask(20))
      expect(answer).toEqual({ kind: "answered", status: 200, body: JSON.stringify({ name, town }), retryAfterMs: 0 });
  });

  test("flaky: some requests are refused, some connections break, some are never answered, some pass", async () => {
    await setFault("flaky_upstream", 1);
    const answers = await ask(120);
    expect(new Set(answers.map(kindOf))).toEqual(new Set(["200", "503", "NetworkError", "TimeoutError"]));
    const lost = answers.find((answer) => answer.kind === "failed" && answer.error === "NetworkError");
    expect(lost).toMatchObject({ message: `connection to the upstream was lost at ${PATH}: ECONNRESET` });
    // Three in four fail at full level; five binomial deviations of 120 draws are 0.2.
    const failed = answers.filter((answer) => kindOf(answer) !== "200").length / answers.length;
    expect(Math.abs(failed - 0.75)).toBeLessThan(0.2);
  });

  test("rate limit: 429 with Retry-After", async () => {
    await setFault("rate_limit", 1);
    const refused = (await ask(40)).filter((answer) => kindOf(answer) === "429");
    expect(refused.length).toBeGreaterThan(20);
    for (const answer of refused) expect(answer.kind === "answered" && [1000, 2000].includes(answer.retryAfterMs)).toBe(true);
  });

  test("slow: answers outlast a client's patience, though the upstream is well", async () => {
    await setFault("slow_upstream", 1);
    expect(new Set((await ask(60)).map(kindOf))).toEqual(new Set(["200", "TimeoutError"]));
  });
});

describe("/faults", () => {
  test("lists every fault with its level, and a set one stays until it is left to itself again", async () => {
    const faults = await setFault("full_disk", 0.7);
    expect(faults.map((fault) => fault.kind)).toEqual([...FAULT_KINDS]);
    expect(faults.find((fault) => fault.kind === "full_disk")).toMatchObject({ setting: 0.7, level: 0.7 });
    expect(JSON.parse(readFileSync(settingsPath, "utf8"))).toMatchObject({ full_disk: 0.7 });
    const listed = (await (await fetch(`${url}/faults`)).json()) as { readonly faults: readonly FaultState[] };
    expect(listed.faults.find((fault) => fault.kind === "full_disk")?.setting).toBe(0.7);
    const left = (await setFault("full_disk", "auto")).find((fault) => fault.kind === "full_disk");
    expect(left?.setting).toBe("auto");
    expect(left?.level).toBe(left?.naturalLevel);
  });

  test.each(["{}", "no json", '{"kind":"full_disk","level":2}', '{"kind":"unheard_of","level":1}'])("refuses %s", async (body) => {
    expect((await fetch(`${url}/faults`, { method: "PUT", body })).status).toBe(400);
  });

  test("is not reached under another host's name", async () => {
    const { port } = new URL(url);
    const answer = request({ host: "127.0.0.1", port, path: "/faults", headers: { host: "attacker.example" } }).end();
    const [response] = (await once(answer, "response")) as [{ readonly statusCode: number; readonly resume: () => void }];
    response.resume();
    expect(response.statusCode).toBe(403);
  });
});
