import type { Client } from "../../../lib/data/client.ts";
import { bearerToken, pathBelow, refuse } from "../_shared/http.ts";
import { serviceClient } from "../_shared/service-client.ts";
import { learnErrorGroups } from "./error-groups.ts";
import { learnSeries } from "./series.ts";

const client = serviceClient();

const ROUTES: Readonly<Record<string, (client: Client) => Promise<Response>>> = {
  "/": learnErrorGroups,
  "/series": learnSeries,
};

Deno.serve((request) => handle(request).catch(fail));

async function handle(request: Request): Promise<Response> {
  const path = pathBelow(request, "learn");
  const learn = Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined;
  if (learn === undefined) return refuse(404, "not_found", "There is nothing here to learn.");
  if (request.method !== "POST") return refuse(405, "method_not_allowed", "Send a POST without a body.");
  if (bearerToken(request) !== Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")) {
    return refuse(401, "unauthorized", "Only the schedule calls this, with the project's secret key.");
  }
  return learn(client);
}

function fail(cause: unknown): Response {
  console.error(cause);
  return refuse(503, "unavailable", "Not all could be learnt. What was not waits for the next call.");
}
