import { type LetterRequest, type ModelName, WRITING_MODELS, writeLetter, writingMs } from "./models.ts";
import { answerSite } from "./site.ts";

/** What the upstream answers, and how long it works on that in ms. */
export type UpstreamAnswer = { readonly status: number; readonly contentType: string; readonly body: string; readonly workMs: number };

/** Reading a page from memory takes the upstream so long. */
const PAGE_MS = 1.5;

/** Answers a request to the upstream: the companies' site, the writing models, and invitations. A body means POST. */
export function answerUpstream(seed: number, path: string, body: string | undefined): UpstreamAnswer {
  if (body === undefined) return { ...answerSite(seed, path), workMs: PAGE_MS };
  if (path === "/invitations") return { status: 200, contentType: "application/json", body: '{"sent":true}', workMs: PAGE_MS };
  const model = path.slice("/models/".length);
  if (!path.startsWith("/models/") || !isModelName(model))
    return { status: 404, contentType: "text/plain", body: `nothing at ${path}`, workMs: PAGE_MS };
  // Only the fleet's own writers know this address.
  const letter = writeLetter(model, JSON.parse(body) as LetterRequest);
  return { status: 200, contentType: "application/json", body: JSON.stringify(letter), workMs: writingMs(model, letter) };
}

/** What a client says of a request that was not answered in time. */
export function describeTimeout(path: string, timeoutMs: number): string {
  return `no answer to ${path} within ${timeoutMs} ms`;
}

/** What a client says of a connection that broke. */
export function describeLost(path: string, code: string): string {
  return `connection to the upstream was lost at ${path}: ${code}`;
}

function isModelName(name: string): name is ModelName {
  return Object.hasOwn(WRITING_MODELS, name);
}
