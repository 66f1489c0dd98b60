import { createServer, type IncomingMessage, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { answerUpstream } from "../world/serve.ts";

/** The upstream itself: the companies' pages, the writing models, and invitations. Takes as long over an answer as the world says. */
export function createSiteServer(seed: number): Server {
  return createServer(async (request, response) => {
    const body = request.method === "POST" ? await readBody(request) : undefined;
    const answer = answerUpstream(seed, request.url ?? "/", body);
    await sleep(answer.workMs);
    response.writeHead(answer.status, { "content-type": answer.contentType });
    response.end(answer.body);
  });
}

/** The whole body of a request as text. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
