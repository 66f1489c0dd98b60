import type { Client } from "../../../lib/data/client.ts";
import { readAgentEvidenceByKey } from "../../../lib/data/read-agent-evidence.ts";
import { recommendationsQuerySchema } from "../../../lib/domain/fleet-question.ts";
import type { AgentRecommendation, RankedAgent } from "../../../lib/domain/recommendation.ts";
import { recommendAgents } from "../../../lib/learning/execution-feedback/recommend-agents.ts";
import { answer } from "../_shared/http.ts";
import { invalid, type Question, unauthorized } from "./question.ts";

/** Who should do work of a task type: whom to send it to now first, then the ranking. */
export async function recommend(client: Client, { keyHash, query }: Question): Promise<Response> {
  const asked = recommendationsQuerySchema.safeParse(query);
  if (!asked.success) return invalid(asked.error);
  const { taskType, prefer, workspaceId } = asked.data;
  const found = await readAgentEvidenceByKey(client, { keyHash, workspaceId, taskType });
  if (found.kind === "unauthorized") return unauthorized();
  const question = { taskType, prefer, declaredAgentIds: found.declared };
  const told = recommendAgents(question, found.evidence, { nowMs: Date.now(), random: randomRatio });
  return answer(200, { taskType, prefer, recommendations: inOrderOfUse(told).map(toWire) }, { "cache-control": "no-store" });
}

function inOrderOfUse(told: AgentRecommendation): readonly RankedAgent[] {
  if (told.kind === "insufficient") return [];
  return [told.use, ...told.ranking.filter((agent) => agent.agentId !== told.use.agentId)];
}

function toWire({ successRatio, sample, ...agent }: RankedAgent) {
  return { ...agent, successRate: successRatio, sample: sample.raw, effectiveSample: sample.effective };
}

/** Uniform in [0, 1) with 53 random bits, from the platform's strong source: nobody foresees who is tried out. */
function randomRatio(): number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  return ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53;
}
