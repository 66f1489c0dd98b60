import type { Client } from "../../../lib/data/client.ts";
import { apiKeyOf, pathBelow, preflight, refuse } from "../_shared/http.ts";
import { serviceClient } from "../_shared/service-client.ts";
import { sha256Hex } from "../_shared/sha256.ts";
import { identifyErrorPatterns } from "./error-patterns.ts";
import { type Question, unauthorized } from "./question.ts";
import { recommend } from "./recommendations.ts";

const client = serviceClient();

const ROUTES: Readonly<Record<string, (client: Client, question: Question) => Promise<Response>>> = {
  "/recommendations": recommend,
  "/error-patterns": identifyErrorPatterns,
};

Deno.serve((request) => handle(request).catch(fail));

async function handle(request: Request): Promise<Response> {
  if (request.method === "OPTIONS") return preflight();
  const url = new URL(request.url);
  const path = pathBelow(request, "fleet");
  const ask = Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined;
  if (ask === undefined) {
    const known = Object.keys(ROUTES).map((route) => `/fleet${route}`);
    return refuse(404, "not_found", `There is nothing here. Ask for ${known.join(" or ")}.`);
  }
  if (request.method !== "GET") return refuse(405, "method_not_allowed", "Ask with GET.");
  const key = apiKeyOf(request);
  if (key === null) return unauthorized();
  return ask(client, { keyHash: await sha256Hex(key), query: Object.fromEntries(url.searchParams) });
}

function fail(cause: unknown): Response {
  console.error(cause);
  return refuse(503, "unavailable", "The question could not be answered now. Ask again in a moment.");
}
