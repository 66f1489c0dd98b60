import { readAgentEvidenceByKey } from "../../../lib/data/read-agent-evidence.ts";
import { recommendationsQuerySchema } from "../../../lib/domain/fleet-question.ts";
import type { AgentRecommendation, RankedAgent } from "../../../lib/domain/recommendation.ts";
import { recommendAgents } from "../../../lib/learning/execution-feedback/recommend-agents.ts";
import { answer, bearerToken, preflight, refuse } from "../_shared/http.ts";
import { serviceClient } from "../_shared/service-client.ts";
import { sha256Hex } from "../_shared/sha256.ts";

const client = serviceClient();

type Handler = (keyHash: string, query: Readonly<Record<string, string>>) => Promise<Response>;

const ROUTES: Readonly<Record<string, Handler>> = { "/recommendations": recommend };

Deno.serve((request) => handle(request).catch(fail));

async function handle(request: Request): Promise<Response> {
  if (request.method === "OPTIONS") return preflight();
  const url = new URL(request.url);
  const path = url.pathname.replace(/^(\/functions\/v1)?\/fleet/, "").replace(/\/$/, "");
  const handler = Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined;
  if (handler === undefined) {
    return refuse(
      404,
      "not_found",
      `There is nothing here. Ask for ${Object.keys(ROUTES)
        .map((route) => `/fleet${route}`)
        .join(" or ")}.`,
    );
  }
  if (request.method !== "GET") return refuse(405, "method_not_allowed", "Ask with GET.");
  const key = bearerToken(request);
  if (key === null) return unauthorized();
  return handler(await sha256Hex(key), Object.fromEntries(url.searchParams));
}

async function recommend(keyHash: string, query: Readonly<Record<string, string>>): Promise<Response> {
  const asked = recommendationsQuerySchema.safeParse(query);
  if (!asked.success) return invalid(asked.error.issues[0]?.message);
  const { taskType, prefer, workspaceId } = asked.data;
  const found = await readAgentEvidenceByKey(client, { keyHash, workspaceId, taskType });
  if (found.kind === "unauthorized") return unauthorized();
  const question = { taskType, prefer, declaredAgentIds: found.declared };
  const told = recommendAgents(question, found.evidence, { nowMs: Date.now(), random: randomRatio });
  return answer(200, { taskType, prefer, recommendations: inOrderOfUse(told).map(toWire) }, { "cache-control": "no-store" });
}

/** Whom to send the work to now comes first, also where that is an exploration; then the ranking. */
function inOrderOfUse(told: AgentRecommendation): readonly RankedAgent[] {
  if (told.kind === "insufficient") return [];
  return [told.use, ...told.ranking.filter((agent) => agent.agentId !== told.use.agentId)];
}

function toWire({ successRatio, sample, explorationShare, ...agent }: RankedAgent) {
  return { ...agent, successRate: successRatio, sample: sample.raw, effectiveSample: sample.effective, explorationShare };
}

/** Uniform in [0, 1) with 53 random bits, from the platform's strong source: nobody foresees who is tried out. */
function randomRatio(): number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  return ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53;
}

function invalid(sentence = "The question could not be understood."): Response {
  return refuse(400, "invalid_input", sentence);
}

function unauthorized(): Response {
  return refuse(401, "unauthorized", "The API key is missing, wrong, revoked, or not for this workspace.");
}

function fail(cause: unknown): Response {
  console.error(cause);
  return refuse(503, "unavailable", "The question could not be answered now. Ask again in a moment.");
}
