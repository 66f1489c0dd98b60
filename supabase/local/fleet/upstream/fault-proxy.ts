import { Agent, createServer, type IncomingMessage, type Server, type ServerResponse, request as send } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../../../../lib/core/seeded-random.ts";
import { watchFaultSettings } from "../live/fault-settings.ts";
import { createLevels } from "../world/faults.ts";
import { decidePassage, type Passage } from "../world/upstream.ts";
import { changeFault, faultChangeSchema, listFaults } from "./fault-switch.ts";
import { readBody } from "./site-server.ts";

/** Where the upstream listens, the seed of the world, chance, and the file with what was set by hand. */
export type ProxyOptions = { readonly upstreamPort: number; readonly seed: number; readonly random: Random; readonly settingsPath: string };

/**
 * What stands between the agents and the upstream: lets requests pass late, refuses them, drops their connection or leaves them
 * hanging, as the faults of the moment have it. `GET /faults` lists these, `PUT /faults` sets one.
 */
export function createFaultProxy(options: ProxyOptions): Server {
  const { seed, random, settingsPath, upstreamPort } = options;
  const settings = watchFaultSettings(settingsPath);
  const levelsAt = createLevels(seed, settings);
  const agent = new Agent({ keepAlive: true });
  const server = createServer(async (request, response) => {
    if (!isLocal(request)) return void response.writeHead(403).end();
    if (request.url === "/faults") return void (await answerFaults(request, response, options));
    const passage = decidePassage(levelsAt(Date.now()), random);
    if (passage.kind !== "pass") return void (await obstruct(passage, response));
    await sleep(passage.delayMs);
    forward(request, response, { port: upstreamPort, agent });
  });
  server.on("close", () => agent.destroy());
  return server;
}

/** A page elsewhere must not reach this through a name that it points to the loopback address. */
function isLocal(request: IncomingMessage): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? "");
}

async function obstruct(passage: Exclude<Passage, { kind: "pass" }>, response: ServerResponse): Promise<void> {
  // Left open: the client's own patience ends it.
  if (passage.kind === "hang") return;
  await sleep(passage.delayMs);
  if (passage.kind === "reset") response.socket?.resetAndDestroy();
  else response.writeHead(passage.status, { "retry-after": String(passage.retryAfterS) }).end();
}

function forward(
  request: IncomingMessage,
  response: ServerResponse,
  { port, agent }: { readonly port: number; readonly agent: Agent },
): void {
  const { method = "GET", url: path = "/", headers } = request;
  const onward = send({ host: "127.0.0.1", port, agent, method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
  // A client that has given up needs no answer.
  response.on("close", () => onward.destroy());
  request.pipe(onward);
}

async function answerFaults(request: IncomingMessage, response: ServerResponse, { seed, settingsPath }: ProxyOptions): Promise<void> {
  const settings = watchFaultSettings(settingsPath)();
  if (request.method === "GET") return answerJson(response, 200, { faults: listFaults(settings, Date.now(), seed) });
  if (request.method !== "PUT") return answerJson(response, 405, { error: "GET lists the faults, PUT sets one" });
  const change = faultChangeSchema.safeParse(parseJson(await readBody(request)));
  if (!change.success)
    return answerJson(response, 400, { error: 'a change is {kind, level}, where level is 0 to 1 or "auto"', issues: change.error.issues });
  const changed = changeFault(settings, change.data, settingsPath);
  answerJson(response, 200, { faults: listFaults(changed, Date.now(), seed) });
}

function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** The value of a JSON text; undefined, which no schema takes, when it is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller answers 400 to what its schema does not take.
    return undefined;
  }
}
